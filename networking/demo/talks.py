"""What passes between the owner and the people: at events, after them, and on ordinary days."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, time, timedelta
from itertools import accumulate
from random import Random

from communities.models.event import Attended
from contacts.models import Interaction, Participant
from contacts.models.channel import ChannelKind
from contacts.models.interaction import InteractionKind, Side
from networking.demo.rhythm import dice
from networking.demo.texts import pool, said_of
from networking.demo.world import Happening, Person, Talk, World

_KINDS = (
    (InteractionKind.MESSAGE, 42),
    (InteractionKind.MEETING, 17),
    (InteractionKind.CALL, 15),
    (InteractionKind.VIDEO, 14),
    (InteractionKind.EMAIL, 6),
    (InteractionKind.HELP, 4),
    (InteractionKind.CONGRATULATION, 2),
)
_CHANNELS = {
    InteractionKind.MESSAGE: ChannelKind.TELEGRAM,
    InteractionKind.EMAIL: ChannelKind.EMAIL,
    InteractionKind.CALL: ChannelKind.PHONE,
}
_AT_A_DISTANCE = (InteractionKind.MESSAGE, InteractionKind.EMAIL, InteractionKind.CALL)


def talk(world: World, count: int) -> dict[tuple[int, int], Talk]:
    """Save about `count` interactions; returns those at events by event and person."""
    chance = dice(world.seed, "talks")
    at_events = _at_events(world, chance, count // 2)
    world.talks = [*at_events.values(), *_follow_ups(world, chance, count // 6)]
    _ordinary_days(world, chance, count - len(world.talks))
    world.talks.sort(key=lambda one: one.interaction.day)
    Interaction.objects.bulk_create([one.interaction for one in world.talks], batch_size=500)
    rows = [
        Participant(owner=world.owner, interaction=one.interaction, contact=who.contact,
                    own_note=one.own_notes.get(place, ""))
        for one in world.talks
        for place, who in enumerate(one.people)
    ]  # fmt: skip
    Participant.objects.bulk_create(rows, batch_size=500)
    return at_events


def _at_events(world: World, chance: Random, at_most: int) -> dict[tuple[int, int], Talk]:
    """Talks with those who were met at an event, and with a few who were known already."""
    found: dict[tuple[int, int], Talk] = {}
    for club in world.clubs:
        for one in club.happenings:
            if one.event.mine != Attended.ATTENDED:
                continue
            old = [who for who in club.members_on(one.day) if who.known_since < one.day]
            known = chance.sample(old, min(len(old), chance.randrange(1, 5)))
            for who in [*one.newcomers, *known]:
                if len(found) < at_most and chance.random() < 0.75:
                    found[one.event.pk, who.contact.pk] = _talk_at(world, chance, one, who)
    return found


def _talk_at(world: World, chance: Random, one: Happening, who: Person) -> Talk:
    talk = _new(world, chance, InteractionKind.EVENT_TALK, one.day, [who])
    talk.interaction.channel = ""
    return talk


def _follow_ups(world: World, chance: Random, at_most: int) -> list[Talk]:
    """Half of the new people are written to within three weeks."""
    found: list[Talk] = []
    for who in world.people:
        if who.happening and chance.random() < 0.55:
            day = world.rhythm.pick(chance, who.known_since + timedelta(days=1), who.known_since + timedelta(days=21))
            if day and len(found) < at_most:
                kind = chance.choice((InteractionKind.MESSAGE, InteractionKind.MESSAGE, InteractionKind.VIDEO))
                found.append(_new(world, chance, kind, day, [who]))
    return found


def _ordinary_days(world: World, chance: Random, count: int) -> None:
    """The rest: people who are known by then, the closer the more often."""
    since = [who.known_since for who in world.people]
    sums = list(accumulate(who.weight for who in world.people))
    for _number in range(count):
        day = world.rhythm.pick(chance)
        known = bisect_right(since, day) if day else 0
        if day and known:
            company = 1 if chance.random() < 0.9 else chance.choice((2, 2, 3, 4))
            places = {bisect_right(sums, chance.random() * sums[known - 1], 0, known - 1) for _ in range(company)}
            kind = chance.choices([kind for kind, _ in _KINDS], [weight for _, weight in _KINDS])[0]
            people = [world.people[place] for place in sorted(places)]
            world.talks.append(_new(world, chance, kind, day, people))


def _new(world: World, chance: Random, kind: InteractionKind, day: date, people: list[Person]) -> Talk:
    answered = kind not in _AT_A_DISTANCE or len(people) > 1 or chance.random() < 0.9
    interaction = Interaction(
        owner=world.owner,
        kind=kind,
        channel=_CHANNELS.get(kind, ""),
        day=day,
        time=time(chance.randrange(9, 21), chance.choice((0, 15, 30, 45))) if chance.random() < 0.35 else None,
        begun_by=chance.choice((Side.ME, Side.ME, Side.THEM, "")) if answered else Side.ME,
        formal=chance.random() < 0.12,
        answered=answered,
        topics=chance.choice(pool("expertise")) if chance.random() < 0.3 else "",
        note=_note(chance, kind, people, answered) if chance.random() < 0.85 else "",
    )
    if day == world.today:
        interaction.time = None
    talk = Talk(interaction, people)
    if answered and chance.random() < 0.1:
        place = chance.randrange(len(people))
        talk.own_notes[place] = said_of(chance.choice(pool("own_notes")), female=people[place].female)
    return talk


def _note(chance: Random, kind: InteractionKind, people: list[Person], answered: bool) -> str:
    name = "notes" if len(people) == 1 else "group_notes"
    if not answered:
        name = "attempts"
    elif kind in (InteractionKind.HELP, InteractionKind.CONGRATULATION):
        name = kind.value
    text = said_of(chance.choice(pool(name)), female=people[0].female)
    return text.replace("{topic}", chance.choice(pool("topics")))
