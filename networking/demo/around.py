"""What stands around people: birthdays, who works with whom, mentorships, and how ties grew."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

from contacts.models import ImportantDate, Mentorship, Relationship, TieChange
from contacts.models.contact import ContactRole
from contacts.models.important_date import DateKind
from contacts.models.mentorship import MentorDirection
from contacts.models.relationship import KnownKind
from networking.demo.rhythm import dice
from networking.demo.world import Person, World

# Whose birthdays come in the next days, so that Today has somebody to congratulate.
_SOON = (0, 3, 6)
_MENTORS = ((ContactRole.MENTOR, MentorDirection.THEY), (ContactRole.MENTEE, MentorDirection.ME))


def surround(world: World) -> None:
    """Save what is known around people; the same seed and day give the same rows."""
    _birthdays(world, dice(world.seed, "birthdays"))
    _relationships(world, dice(world.seed, "relationships"))
    _mentorships(world, dice(world.seed, "mentorships"))
    _ties(world, dice(world.seed, "ties"))


def _birthdays(world: World, chance: Random) -> None:
    known = [who for who in world.people if (who.contact.tie or 0) >= 3 or chance.random() < 0.2]
    rows = []
    for place, who in enumerate(known):
        offset = _SOON[place] if place < len(_SOON) else chance.randrange(8, 360)
        day = world.today + timedelta(days=offset)
        row = ImportantDate(
            owner=world.owner, contact=who.contact, kind=DateKind.BIRTHDAY, day=day.day, month=day.month
        )
        if chance.random() < 0.6 and (day.day, day.month) != (29, 2):
            row.year = world.today.year - chance.randrange(26, 56)
        rows.append(row)
    ImportantDate.objects.bulk_create(rows, batch_size=500)


def _relationships(world: World, chance: Random) -> None:
    """People of one company know each other, and now and then one leads the other."""
    houses: dict[str, list[Person]] = {}
    for who in world.people:
        houses.setdefault(who.contact.company, []).append(who)
    rows = []
    for name, people in sorted(houses.items()):
        for one, other in pairwise(people) if name else ():
            if chance.random() < 0.3:
                kind = KnownKind.MANAGER if chance.random() < 0.3 else KnownKind.COLLEAGUE
                rows.append(Relationship(owner=world.owner, contact=one.contact, other=other.contact, kind=kind))
    Relationship.objects.bulk_create(rows, batch_size=500)


def _mentorships(world: World, chance: Random) -> None:
    rows = []
    for role, direction in _MENTORS:
        for who in [one for one in world.people if role in one.contact.roles][:3]:
            started = _between(chance, who.known_since, world.today)
            ended = _between(chance, started, world.today) if chance.random() < 0.3 else None
            row = Mentorship(owner=world.owner, contact=who.contact, direction=direction, started_on=started)
            row.goal, row.ended_on = chance.choice(world.texts.pool("mentorship_goals")), ended
            row.rhythm_days = chance.choice((14, 21, 30, None))
            rows.append(row)
    Mentorship.objects.bulk_create(rows, batch_size=500)


def _ties(world: World, chance: Random) -> None:
    rows = []
    for who in world.people:
        tie = who.contact.tie or 0
        if tie >= 3 and chance.random() < 0.5:
            day = _between(chance, who.known_since, world.today)
            rows.append(TieChange(owner=world.owner, contact=who.contact, day=day, before=tie - 1, tie=tie))
    TieChange.objects.bulk_create(rows, batch_size=500)


def _between(chance: Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randrange(max(1, (last - first).days + 1)))
