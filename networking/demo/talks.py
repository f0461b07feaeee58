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
from networking.demo.notes import mention_people, write_notes
from networking.demo.rhythm import dice
from networking.demo.world import Person, Talk, World

_KINDS = (
    (InteractionKind.MESSAGE, 42),
    (InteractionKind.MEETING, 17),
    (InteractionKind.CALL, 15),
    (InteractionKind.VIDEO, 14),
    (InteractionKind.EMAIL, 6),
    (InteractionKind.HELP, 4),
    (InteractionKind.CONGRATULATION, 2),
)
_CHANNELS = {InteractionKind.EMAIL: ChannelKind.EMAIL, InteractionKind.CALL: ChannelKind.PHONE}
_TOGETHER = (InteractionKind.MEETING, InteractionKind.MEETING, InteractionKind.VIDEO)
_SOON = (InteractionKind.MESSAGE, InteractionKind.MESSAGE, InteractionKind.VIDEO)


def talk(world: World, count: int) -> dict[tuple[int, int], Talk]:
    """Save about `count` interactions; returns those at events by event and person."""
    chance = dice(world.seed, "talks")
    at_events = _at_events(world, chance, count // 2)
    world.talks = [*at_events.values(), *_follow_ups(world, chance, count // 6)]
    _ordinary_days(world, chance, count - len(world.talks))
    world.talks.sort(key=lambda one: one.interaction.day)
    write_notes(world)
    mention_people(world)
    Interaction.objects.bulk_create([one.interaction for one in world.talks], batch_size=500)
    rows = [
        Participant(
            owner=world.owner, interaction=one.interaction, contact=who.contact, own_note=one.own_notes.get(n, "")
        )
        for one in world.talks
        for n, who in enumerate(one.people)
    ]
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
                    talk = _new(world, chance, InteractionKind.EVENT_TALK, one.day, [who])
                    found[one.event.pk, who.contact.pk] = talk
    return found


def _follow_ups(world: World, chance: Random, at_most: int) -> list[Talk]:
    """Half of the new people are written to within three weeks."""
    found: list[Talk] = []
    for who in world.people:
        if who.happening and chance.random() < 0.55 and len(found) < at_most:
            day = world.rhythm.pick(chance, who.known_since + timedelta(days=1), who.known_since + timedelta(days=21))
            if day:
                found.append(_new(world, chance, chance.choice(_SOON), day, [who]))
    return found


def _ordinary_days(world: World, chance: Random, count: int) -> None:
    """The rest: people who are known by then, the closer the more often, and seldom twice a day."""
    since = [who.known_since for who in world.people]
    sums = list(accumulate(who.weight for who in world.people))
    taken: set[tuple[date, int]] = set()
    for _number in range(count):
        day = world.rhythm.pick(chance)
        known = bisect_right(since, day) if day else 0
        if not day or not known:
            continue
        company = 1 if chance.random() < 0.9 else chance.choice((2, 2, 3, 4))
        drawn = {bisect_right(sums, chance.random() * sums[known - 1], 0, known - 1) for _ in range(company + 1)}
        free = [place for place in sorted(drawn) if (day, place) not in taken] or sorted(drawn)
        places = sorted(chance.sample(free, min(company, len(free))))
        taken.update((day, place) for place in places)
        people = [world.people[place] for place in places]
        world.talks.append(_new(world, chance, _kind(chance, people), day, people))


def _kind(chance: Random, people: list[Person]) -> InteractionKind:
    """How it was; several people come together rather than write."""
    if len(people) > 1:
        return chance.choice(_TOGETHER)
    return chance.choices([kind for kind, _ in _KINDS], [weight for _, weight in _KINDS])[0]


def _new(world: World, chance: Random, kind: InteractionKind, day: date, people: list[Person]) -> Talk:
    channel = world.customs.messages if kind == InteractionKind.MESSAGE else _CHANNELS.get(kind, "")
    answered = not channel or len(people) > 1 or chance.random() < 0.9
    hour = time(chance.randrange(9, 21), chance.choice((0, 15, 30, 45)))
    interaction = Interaction(
        owner=world.owner,
        kind=kind,
        channel=channel,
        day=day,
        time=hour if day < world.today and chance.random() < 0.35 else None,
        begun_by=chance.choice((Side.ME, Side.ME, Side.THEM, "")) if answered else Side.ME,
        formal=chance.random() < 0.12,
        answered=answered,
        topics=chance.choice(world.texts.pool("expertise")) if kind in _TOGETHER and chance.random() < 0.4 else "",
    )
    return Talk(interaction, people)
