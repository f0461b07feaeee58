"""Random networks in which people have everything in common that a merge can meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from django.apps import apps

from communities.models import Attendance, Community, Event
from contacts.actions.journal import values_of
from contacts.actions.moving import holders
from contacts.mentions.tokens import token
from contacts.models import (
    Change,
    Congratulation,
    Contact,
    DoubleKey,
    DoublePair,
    Interaction,
    Merge,
    NotSame,
    Participant,
    RelationshipKind,
    Tag,
    TieChange,
)
from contacts.owned import Owned
from contacts.photos import put_photo
from networking.accounts.models import User
from networking.exchange.models import ContactSource, ImportBatch, ImportRow
from networking.metrics.review.models import Dismissal
from tests.factories import (
    DAY,
    make_attendance,
    make_channel,
    make_community,
    make_contact,
    make_contribution,
    make_date,
    make_event,
    make_interaction,
    make_membership,
    make_mentorship,
    make_opportunity,
    make_promise,
    make_referral,
    make_relationship,
    make_tag,
)
from tests.network import picture

Row = dict[str, Any]
Snapshot = dict[str, dict[int, Row]]
DAYS = [DAY, date(2026, 1, 1)]


@dataclass
class World:
    """People, and the few things they share, so that a merge often meets the same thing twice."""

    owner: User
    dice: Random
    people: list[Contact]
    tags: list[Tag] = field(default_factory=list)
    talks: list[Interaction] = field(default_factory=list)
    communities: list[Community] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    kinds: list[RelationshipKind] = field(default_factory=list)

    def other(self, than: Contact) -> Contact:
        return self.dice.choice([one for one in self.people if one != than])


def make_world(owner: User, seed: int) -> World:
    """Six people; of the first three each has every kind of row, in every column that leads to a person.

    The last two have the lowest and the highest id: everybody else has somebody on either side.
    """
    dice = Random(seed)
    lowest, *between, highest = [_person(owner, dice, number) for number in range(6)]
    dice.shuffle(between)
    world = World(owner, dice, [*between, lowest, highest])
    world.tags = [make_tag(owner=owner) for _ in range(2)]
    world.talks = [make_interaction(owner=owner, contacts=[], answered=dice.random() < 0.8) for _ in range(2)]
    world.communities = [make_community(owner=owner) for _ in range(2)]
    world.events = [make_event(owner=owner, starts=datetime(2026, 10, day, tzinfo=UTC)) for day in (1, 2)]
    world.kinds = [RelationshipKind.objects.create(owner=owner, label="крёстная", back_label="крестник")]
    for one in [*world.people[:3], *dice.choices(world.people, k=6)]:
        for make in MAKERS.values():
            make(world, one)
    for talk in world.talks:
        if dice.random() < 0.3:
            talk.throw_away()
    make_promise(contact=world.people[1]).throw_away()
    return world


def _person(owner: User, dice: Random, number: int) -> Contact:
    said = {
        "patronymic": dice.choice(["", "Ивановна", "Олеговна"]),
        "company": dice.choice(["", "Яндекс"]),
        "city": dice.choice(["", "Тверь", "Казань"]),
        "about": dice.choice(["", "люблю горы", "х"]),
        "how_met": dice.choice(["", "на конференции"]),
        "roles": dice.sample(["mentor", "partner"], dice.randint(0, 2)),
        "tie": dice.choice([None, 2, 4]),
        "met_on": dice.choice([None, *DAYS]),
        "cadence_ideal": dice.choice([None, 10, 30]),
        "cadence_at_most": dice.choice([None, 30, 60]),
        "archived_on": dice.choice([None, None, DAY]),
    }
    made = make_contact(owner=owner, name=f"Имя{number} Фамилия{number % 3}", **said)
    if dice.random() < 0.7:
        put_photo(made, picture())
    return made


def _pair(one: Contact, other: Contact) -> dict[str, Contact]:
    low, high = sorted((one, other), key=lambda person: person.pk)
    return {"low": low, "high": high}


def _introduces(world: World, one: Contact) -> None:
    make_contact(owner=world.owner, introduced_by=one)
    # Only those who came later, so that no circle closes.
    if later := [person.pk for person in world.people if person.pk > one.pk]:
        Contact.objects.filter(pk=world.dice.choice(later)).update(introduced_by=one)


def _attends(world: World, one: Contact) -> None:
    talk = world.dice.choice([None, *world.talks])
    said = {"invited": world.dice.random() < 0.5, "came": world.dice.random() < 0.5, "interaction": talk}
    event = world.dice.choice(world.events)
    if not Attendance.objects.filter(event=event, contact=one).exists():
        make_attendance(event=event, contact=one, **said)


def _takes_part(world: World, one: Contact) -> None:
    note = world.dice.choice(["", "любит чай", "ищет работу"])
    talk = world.dice.choice(world.talks)
    Participant.objects.get_or_create(interaction=talk, contact=one, defaults={"owner": world.owner, "own_note": note})


def _has_a_day(world: World, one: Contact) -> None:
    dice = world.dice
    made = make_date(contact=one, day=dice.choice([1, 2]), year=dice.choice([None, 1990, 1991]))
    meant_for = date(dice.choice([2025, 2026]), 3, made.day)
    talk = make_interaction(owner=world.owner, contacts=[one], day=meant_for)
    Congratulation.objects.create(owner=world.owner, date=made, meant_for=meant_for, interaction=talk)


def _recommends(world: World, one: Contact, role: str) -> None:
    parts: dict[str, Any] = {world.dice.choice(["subject", "receiver"]): world.other(one)} | {role: one}
    if role != "giver" and world.dice.random() < 0.5:
        parts.setdefault("giver", world.other(one))
    make_referral(owner=world.owner, note=world.dice.choice(["", "важно"]), **parts)


def _relates(world: World, one: Contact, other: Contact) -> None:
    kind = world.dice.choice(["friend", "colleague", "own"])
    own = world.kinds[0] if kind == "own" else None
    make_relationship(contact=one, other=other, kind=kind, own_kind=own, since=world.dice.choice([None, DAY]))


def _changes(world: World, one: Contact) -> None:
    Change.objects.create(owner=world.owner, contact=one, fields={"city": ["Тверь", "Псков"]})


def _ties(world: World, one: Contact) -> None:
    said = {"owner": world.owner, "tie": world.dice.randint(1, 5)}
    TieChange.objects.get_or_create(contact=one, day=world.dice.choice(DAYS), defaults=said)


def _belongs(world: World, one: Contact) -> None:
    dice = world.dice
    period = {"since": dice.choice([None, *DAYS]), "until": dice.choice([None, DAY + timedelta(days=1)])}
    role = dice.choice(["participant", "organiser"])
    make_membership(contact=one, community=dice.choice(world.communities), role=role, **period)


def _channel(world: World, one: Contact) -> None:
    said: dict[str, Any] = {"label": world.dice.choice(["", "рабочий"]), "preferred": world.dice.random() < 0.5}
    make_channel(contact=one, value=world.dice.choice(["@anna", "@Anna", "@ira"]), **said)


def _apart(world: World, one: Contact, other: Contact) -> None:
    if one == other:
        return
    NotSame.objects.get_or_create(**_pair(one, other), defaults={"owner": world.owner})


def _alike(world: World, one: Contact, other: Contact) -> None:
    if one == other:
        return
    DoublePair.objects.get_or_create(**_pair(one, other), defaults={"owner": world.owner, "score": 60})


def _promises(world: World, one: Contact) -> None:
    kept = world.dice.choice([None, DAY])
    made = make_promise(contact=one, interaction=world.dice.choice([None, *world.talks]), kept_on=kept)
    if world.dice.random() < 0.2:
        made.throw_away()


def _named(one: Contact) -> str:
    return token(one.full_name, one.pk)


def _mentions(world: World, one: Contact) -> None:
    person = Contact.objects.get(pk=one.pk)
    person.about = f"{person.about} знает {_named(world.other(one))}".strip()
    person.save(update_fields=["about"])


def _put_aside(world: World, one: Contact) -> None:
    month = world.dice.choice([date(2026, 9, 1), date(2026, 10, 1)])
    Dismissal.objects.get_or_create(owner=world.owner, month=month, contact=one)


def _came_in(world: World, one: Contact) -> None:
    batch, _ = ImportBatch.objects.get_or_create(owner=world.owner, file_name="people.vcf", format="vcard")
    said = {"name": one.full_name, "verdict": "same", "choice": "add", "key": "k"}
    ImportRow.objects.create(owner=world.owner, batch=batch, place=batch.rows.count(), contact=one, **said)


# Every column that leads to a person, and how a row comes to be in which it leads to this one.
MAKERS: dict[str, Callable[[World, Contact], object]] = {
    "communities.Attendance.contact_id": _attends,
    "communities.CommunityMention.contact_id": lambda world, one: make_contribution(
        owner=world.owner, note=f"помог {_named(one)}", community=world.dice.choice(world.communities)
    ),
    "communities.Contribution.contact_id": lambda world, one: make_contribution(
        owner=world.owner, contact=one, community=world.dice.choice(world.communities)
    ),
    "communities.Membership.contact_id": _belongs,
    "communities.Opportunity.contact_id": lambda world, one: make_opportunity(owner=world.owner, contact=one),
    "contacts.Change.contact_id": _changes,
    "contacts.Contact_tags.contact_id": lambda world, one: one.tags.add(world.dice.choice(world.tags)),
    "contacts.Contact.introduced_by_id": _introduces,
    "contacts.Channel.contact_id": _channel,
    "contacts.NotSame.low_id": lambda world, one: _apart(world, one, world.people[-1]),
    "contacts.NotSame.high_id": lambda world, one: _apart(world, one, world.people[-2]),
    "contacts.DoublePair.low_id": lambda world, one: _alike(world, one, world.people[-1]),
    "contacts.DoublePair.high_id": lambda world, one: _alike(world, one, world.people[-2]),
    "contacts.DoubleKey.contact_id": lambda world, one: DoubleKey.objects.create(
        owner=world.owner, contact=one, key="n ivanov"
    ),
    "contacts.Mention.contact_id": lambda world, one: make_interaction(
        owner=world.owner, contacts=[world.other(one)], note=f"говорили о {_named(one)}"
    ),
    "contacts.Mention.about_id": _mentions,
    "contacts.Participant.contact_id": _takes_part,
    "contacts.ImportantDate.contact_id": _has_a_day,
    "contacts.Mentorship.contact_id": lambda world, one: make_mentorship(contact=one),
    "contacts.Promise.contact_id": _promises,
    "contacts.Referral.giver_id": lambda world, one: _recommends(world, one, "giver"),
    "contacts.Referral.subject_id": lambda world, one: _recommends(world, one, "subject"),
    "contacts.Referral.receiver_id": lambda world, one: _recommends(world, one, "receiver"),
    "contacts.Relationship.contact_id": lambda world, one: _relates(world, one, world.other(one)),
    "contacts.Relationship.other_id": lambda world, one: _relates(world, world.other(one), one),
    "contacts.TieChange.contact_id": _ties,
    "exchange.ContactSource.contact_id": lambda world, one: ContactSource.objects.create(
        owner=world.owner, contact=one, format="vcard", key=f"uid:{world.dice.randint(1, 3)}"
    ),
    "exchange.ImportRow.contact_id": _came_in,
    "metrics.Dismissal.contact_id": _put_aside,
}


def columns_to_people() -> set[str]:
    """Every column that leads to a person, as the models themselves say."""
    return {f"{model._meta.label}.{column}" for model, columns in holders(Contact).items() for column in columns}


def snapshot() -> Snapshot:
    """Every stored column of every personal row and of what joins them, but the merges themselves."""
    models = [model for model in apps.get_models(include_auto_created=True) if model is not Merge]
    ours = [model for model in models if issubclass(model, Owned) or model is Contact.tags.through]
    return {model._meta.label: {row.pk: values_of(row) for row in model._base_manager.all()} for model in ours}
