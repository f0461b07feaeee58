"""The people: who they are, where they were met, who introduced whom."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from communities.models.event import Attended
from contacts.models import Contact, ContactRole, Tag
from contacts.text import fold
from networking.demo.names import Name, invent
from networking.demo.rhythm import dice
from networking.demo.texts import Texts, said_of
from networking.demo.world import Happening, Person, World

_TIES = (None, 1, 2, 3, 4, 5)
_HOW_MANY = (8, 18, 34, 24, 11, 5)
_HOW_OFTEN = {None: 0.3, 1: 0.4, 2: 1.0, 3: 2.2, 4: 4.0, 5: 6.0}
_LATELY = 0.15
_CADENCE = {3: (60, 90), 4: (30, 60), 5: (14, 30)}


def meet(world: World, count: int) -> None:
    """Save the people, in the order in which they were met, with their tags and who introduced them."""
    chance = dice(world.seed, "people")
    attended = (one for one in world.happenings if one.event.mine == Attended.ATTENDED)
    been = sorted(attended, key=lambda one: one.day)
    people = [_person(world, chance, name, been) for name in _names(world, chance, count)]
    people.sort(key=lambda one: one.known_since)
    Contact.objects.bulk_create([one.contact for one in people], batch_size=500)
    world.people = people
    for one in people:
        if one.happening:
            one.happening.newcomers.append(one)
    _introduce(world, chance)
    _tag(world, chance)


def _names(world: World, chance: Random, count: int) -> list[Name]:
    """Invented names; two people of one name are as rare as the lists allow."""
    names: list[Name] = []
    taken: set[tuple[str, str]] = set()
    while len(names) < count:
        for _attempt in range(20):
            name = invent(chance, world.texts)
            if (name.given, name.family) not in taken:
                break
        taken.add((name.given, name.family))
        names.append(name)
    return names


def _person(world: World, chance: Random, name: Name, been: list[Happening]) -> Person:
    tie = chance.choices(_TIES, _HOW_MANY)[0]
    contact = Contact(owner=world.owner, given_name=name.given, patronymic=name.patronymic, family_name=name.family)
    person = Person(contact, name.female, _HOW_OFTEN[tie] * chance.lognormvariate(0, 0.35), world.rhythm.first)
    _describe(world.texts, chance, contact, tie, name)
    _meet_somewhere(world, chance, person, been)
    if chance.random() < 0.2:
        person.weight *= 0.04
        if chance.random() < 0.2:
            contact.archived_on = world.rhythm.pick(chance, person.known_since)
    contact.refresh_keys()
    return person


def _describe(texts: Texts, chance: Random, contact: Contact, tie: int | None, name: Name) -> None:
    contact.company = chance.choice(texts.pool("companies")) if chance.random() < 0.9 else ""
    contact.position = chance.choice(texts.pool("positions")) if chance.random() < 0.9 else ""
    contact.city = chance.choice(texts.pool("cities")) if chance.random() < 0.85 else ""
    contact.expertise = chance.choice(texts.pool("expertise")) if chance.random() < 0.6 else ""
    contact.about = said_of(chance.choice(texts.pool("abouts")), female=name.female) if chance.random() < 0.25 else ""
    contact.tie = tie
    contact.trust = max(1, min(5, tie + chance.choice((-1, 0, 0, 1)))) if tie and chance.random() < 0.7 else None
    odds = {"like_minded": 0.3, "mentor": 0.04, "mentee": 0.06, "employer": 0.08, "partner": 0.12}
    contact.roles = [role for role in ContactRole.values if chance.random() < odds.get(role, 0)]
    if tie in _CADENCE and chance.random() < 0.5:
        contact.cadence_ideal, contact.cadence_at_most = _CADENCE[tie]


def _meet_somewhere(world: World, chance: Random, person: Person, been: list[Happening]) -> None:
    contact, lot, texts = person.contact, chance.random(), world.texts
    if lot < 0.22:
        person.colleague = True
        contact.company, contact.how_met = texts.phrase("employer"), texts.phrase("at_work")
        contact.department = chance.choice(texts.pool("departments"))
        contact.roles = [*contact.roles, ContactRole.COLLEAGUE]
    elif lot < 0.62 and been:
        person.happening = chance.choice(been[-7:] if chance.random() < _LATELY else been)
        contact.how_met = person.happening.event.name[:300]
        contact.met_on = person.happening.day
    else:
        contact.how_met = chance.choice(texts.pool("how_met"))
    if contact.met_on is None and not (not person.colleague and chance.random() < 0.12):
        contact.met_on = _some_day(world, chance, before=0.4)
    person.known_since = contact.met_on or world.rhythm.first


def _some_day(world: World, chance: Random, *, before: float) -> date | None:
    if chance.random() < before:
        return world.rhythm.first - timedelta(days=chance.randrange(30, 2200))
    return world.rhythm.pick(chance)


def _introduce(world: World, chance: Random) -> None:
    """Some were introduced by somebody known for longer, so that no chain closes on itself."""
    introduced = []
    for place, one in enumerate(world.people):
        earlier = world.people[max(0, place - 40) : place]
        if one.happening or one.colleague or not earlier or chance.random() < 0.45:
            continue
        friend = chance.choices(earlier, [other.weight for other in earlier])[0]
        if friend.known_since < one.known_since:
            one.contact.introduced_by = friend.contact
            introduced.append(one.contact)
    Contact.objects.bulk_update(introduced, ["introduced_by"], batch_size=200)


def _tag(world: World, chance: Random) -> None:
    have = {tag.folded: tag for tag in Tag.objects.for_owner(world.owner)}
    fresh = [
        Tag(owner=world.owner, name=name, folded=fold(name))
        for name in world.texts.pool("tags")
        if fold(name) not in have
    ]
    tags = [*have.values(), *Tag.objects.bulk_create(fresh)]
    worn = [
        Contact.tags.through(contact_id=one.contact.pk, tag_id=tag.pk)
        for one in world.people
        for tag in chance.sample(tags, min(len(tags), chance.choice((0, 0, 1, 1, 2, 3))))
    ]
    Contact.tags.through.objects.bulk_create(worn, batch_size=500)
