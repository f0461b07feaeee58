"""Events: about monthly in every community, three of them ahead, one waiting to be gone through."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from communities.actions.series import start_series
from communities.models import Event, Family, Kind
from communities.models.event import Attended, EventFormat, EventKind, EventRole
from communities.recurrence.rule import LAST, Rule, is_last_weekday, nth_of
from contacts.text import search_text
from networking.demo.rhythm import dice
from networking.demo.world import Club, Happening, World

_TOPICS: dict[str, str] = {Kind.INTEREST_GROUP: "book_topics", Kind.DEVELOPMENT_COMMITTEE: "committee_topics"}
_DEBRIEFED_AFTER = timedelta(hours=20)


def hold(world: World) -> int:
    """Save the events of every community, the newest of the first one not gone through yet. Returns how many."""
    chance = dice(world.seed, "happenings")
    outside = [club for club in world.clubs if not club.internal]
    for place, club in enumerate(world.clubs):
        often = 1.0 if outside[:1] == [club] else chance.uniform(0.2, 0.5)
        for month_first, month_last in world.rhythm.months():
            day = world.rhythm.pick(chance, month_first, min(month_last, world.today - timedelta(days=3)))
            if day and club.takes_part_on(day) and chance.random() < often:
                club.happenings.append(Happening(_past(world, chance, club, day), day))
        if place in (0, 2, 4, 5):
            _ahead(world, chance, club)
    for club in outside[:1]:
        day = world.today - timedelta(days=1)
        club.happenings.append(Happening(_event(world, chance, club, day), day))
    Event.objects.bulk_create([happening.event for happening in world.happenings], batch_size=500)
    return len(world.happenings) + _repeat(world)


def _repeat(world: World) -> int:
    """One of the events to come goes on every month, on the same weekday. Returns how many that adds."""
    event = next((one.event for one in world.happenings if one.day > world.today), None)
    if event is None:
        return 0
    zone = world.owner.zone
    day = event.starts.astimezone(zone).date()
    nth = LAST if is_last_weekday(day) else nth_of(day)
    rule = Rule("MONTHLY", weekdays=(day.weekday(),), nth=nth, count=6)
    return len(start_series(event=event, rule=rule, zone=zone).made)


def _ahead(world: World, chance: Random, club: Club) -> None:
    day = world.today + timedelta(days=chance.randrange(3, 35))
    club.happenings.append(Happening(_event(world, chance, club, day), day))


def _past(world: World, chance: Random, club: Club, day: date) -> Event:
    event = _event(world, chance, club, day)
    if chance.random() < 0.2:
        event.mine = Attended.MISSED
        return event
    event.mine = Attended.ATTENDED
    event.my_role = _role(chance, club)
    event.hours = chance.choice([2, 2.5, 3, 3.5])
    event.cost = chance.choice([3500, 5000, 12000]) if event.kind == EventKind.CONFERENCE else None
    event.knowledge = chance.choice([None, 2, 3, 3, 4, 4, 4, 5, 5])
    event.took_away = chance.choice(world.texts.pool("took_away")) if chance.random() < 0.6 else ""
    now = datetime.combine(world.today, time(0, 30), world.owner.zone)
    event.debriefed_at = min(event.starts + _DEBRIEFED_AFTER, now)
    return event


def _role(chance: Random, club: Club) -> str:
    weights = (40, 30, 8, 22) if club.internal else (66, 18, 11, 5)
    return chance.choices(EventRole.values, weights)[0]


def _event(world: World, chance: Random, club: Club, day: date) -> Event:
    number, free = len(club.happenings) + 1, day.weekday() > 4
    kind = _kind(chance, club, free)
    online = club.community.kind == Kind.ONLINE or kind == EventKind.WEBINAR
    hour = chance.choice((11, 12)) if free else chance.choice((12, 16) if club.internal else (18, 19, 19))
    starts = datetime.combine(day, time(hour, chance.choice((0, 0, 30))), world.owner.zone)
    topic = chance.choice(world.texts.pool(_TOPICS.get(club.community.kind, "event_topics")))
    event = Event(
        owner=world.owner,
        community=club.community,
        name=f"{_title(world, club, 20 + number)}: {topic}",
        kind=kind,
        format=EventFormat.ONLINE
        if online
        else chance.choice((EventFormat.IN_PERSON, EventFormat.IN_PERSON, "hybrid")),
        starts=starts,
        ends=starts + timedelta(hours=8 if kind == EventKind.CONFERENCE else chance.choice((1.5, 2, 3))),
        place="" if online else _place(world, chance, club),
        link="https://example.org/meet" if online else "",
    )
    event.search_text = search_text(event.name, event.place)
    return event


def _title(world: World, club: Club, number: int) -> str:
    """Meetings inside the company have no numbers."""
    name = club.community.name
    return name if club.internal else world.texts.phrase("numbered").format(name=name, number=number)


def _place(world: World, chance: Random, club: Club) -> str:
    if club.community.family == Family.INTERNAL:
        return chance.choice(world.texts.pool("rooms"))
    return ", ".join(part for part in (club.community.city, chance.choice(world.texts.pool("places"))) if part)


def _kind(chance: Random, club: Club, free: bool) -> str:
    if club.internal:
        committee = club.community.kind == Kind.DEVELOPMENT_COMMITTEE
        return EventKind.WORKING_GROUP if committee else chance.choice((EventKind.MEETUP, EventKind.INFORMAL))
    if free and chance.random() < 0.5:
        return EventKind.CONFERENCE
    return chance.choices((EventKind.MEETUP, EventKind.WEBINAR, EventKind.TRAINING, EventKind.INFORMAL), (6, 2, 1, 1))[
        0
    ]
