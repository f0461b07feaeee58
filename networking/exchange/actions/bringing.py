"""People whom nobody knows yet come in together, with all that hangs on them, in a few statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from contacts.finding.keys import kept_keys
from contacts.inserting import insert
from contacts.models import Channel, Contact, ImportantDate, Interaction, Participant, Tag
from contacts.models.channel import ChannelKind
from contacts.models.contact import NAMES, WORK
from contacts.models.interaction import InteractionKind
from contacts.photos import put_photo
from contacts.text import clean_name, fold
from networking.exchange.actions.settling import settle
from networking.exchange.actions.standing import FIELDS
from networking.exchange.actions.tidying import channel_values, from_json
from networking.exchange.formats.rows import Day, Person
from networking.exchange.models import ContactSource, ImportBatch, ImportRow

AT_ONCE = 200
_PERSON = ("owner_id", *FIELDS, "about", "name_key", "search_text", "reckoned_on")
_CHANNEL = ("owner_id", "contact_id", "kind", "value", "label", "value_folded")
_DATE = ("owner_id", "contact_id", "kind", "month", "day", "year", "label")
_SOURCE = ("owner_id", "contact_id", "batch_id", "format", "key", "raw")
# A file says nothing of what somebody is good at.
_SAID_OF_WORK = tuple(name for name in WORK if name != "expertise")


def plain(value: Any) -> str:
    """A value of a person as a journal keeps it."""
    return value if isinstance(value, str) else value.isoformat() if value else ""


def values_of(contact: Contact) -> dict[str, str]:
    """What an import has filled, to see later whether somebody has edited it since; what is empty is left out."""
    return {name: plain(value) for name in (*FIELDS, "about") if (value := getattr(contact, name))}


@dataclass(slots=True)
class _Coming:
    """A row on its way in, and what was made for it."""

    row: ImportRow
    person: Person
    pk: int = 0
    photo: str = ""
    channels: list[Any] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    talks: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)


def bring_new(*, owner: AbstractBaseUser, batch: ImportBatch, rows: list[ImportRow]) -> None:
    """Add a person for each row, and keep in the rows what was made. Call it inside of the step's transaction."""
    coming = [_Coming(row, from_json(row.person)) for row in rows]
    made = insert(Contact, _PERSON, (_person(owner.pk, one.person) for one in coming))
    for one, pk in zip(coming, made, strict=True):
        one.pk = pk
    _reach(owner, coming)
    _talk(owner, coming)
    _tag(owner, coming)
    _show(owner, coming)
    insert(
        ContactSource,
        _SOURCE,
        ((owner.pk, one.pk, batch.pk, batch.format, one.row.key, one.person.raw) for one in coming),
    )
    for one in coming:
        one.row.contact_id, one.row.done, one.row.journal = one.pk, True, _journal(one)
    settle(rows)


def _person(owner: int, person: Person) -> tuple[Any, ...]:
    keys = kept_keys([getattr(person, name) for name in NAMES], [getattr(person, name) for name in _SAID_OF_WORK])
    # Of somebody new there is nothing to reckon: with the day the database need not find that out for each.
    return (owner, *(getattr(person, name) for name in FIELDS), person.note, *keys, datetime.now(UTC).date())


def _reach(owner: AbstractBaseUser, coming: list[_Coming]) -> None:
    channels = [
        (one, said, known)
        for one in coming
        for said, (_kind, known) in zip(one.person.channels, channel_values(one.person), strict=True)
    ]
    rows = ((owner.pk, one.pk, said.kind, said.value, said.label, known) for one, said, known in channels)
    for (one, said, _known), pk in zip(channels, insert(Channel, _CHANNEL, rows), strict=True):
        one.channels.append([pk, said.value])
    dates = [(one, day) for one in coming for day in fitting(one.person.dates, [])]
    days = ((owner.pk, one.pk, day.kind, day.month, day.day, day.year, day.label) for one, day in dates)
    for (one, _day), pk in zip(dates, insert(ImportantDate, _DATE, days), strict=True):
        one.dates.append(pk)


def _talk(owner: AbstractBaseUser, coming: list[_Coming]) -> None:
    fields = {"kind": InteractionKind.MESSAGE, "channel": ChannelKind.TELEGRAM}
    had = [(one, day) for one in coming for day in sorted({*one.person.talks})]
    talks = [Interaction(owner_id=owner.pk, day=day, **fields) for _one, day in had]
    Interaction.objects.bulk_create(talks, batch_size=AT_ONCE)
    parts = [
        Participant(owner_id=owner.pk, interaction=talk, contact_id=one.pk)
        for (one, _day), talk in zip(had, talks, strict=True)
    ]
    Participant.objects.bulk_create(parts, batch_size=AT_ONCE)
    for (one, _day), talk in zip(had, talks, strict=True):
        one.talks.append(talk.pk)


def fitting(days: list[Day], have: list[tuple[str, int, int]]) -> Iterator[Day]:
    """The days that are not there yet; nobody is born twice."""
    have = [*have]
    for day in days:
        known = (day.kind, day.month, day.day)
        if known in have or (day.kind == "birthday" and any(kind == "birthday" for kind, *_ in have)):
            continue
        have.append(known)
        yield day


def _tag(owner: AbstractBaseUser, coming: list[_Coming]) -> None:
    named = {fold(name): name for one in coming for name in one.person.tags}
    if not named:
        return
    tags = dict(Tag.objects.for_owner(owner).filter(folded__in=[*named]).values_list("folded", "pk"))
    new = [Tag(owner_id=owner.pk, name=clean_name(name), folded=key) for key, name in named.items() if key not in tags]
    tags |= {one.folded: one.pk for one in Tag.objects.bulk_create(new)}
    for one in coming:
        one.tags = [*dict.fromkeys(tags[fold(name)] for name in one.person.tags)]
    insert(Contact.tags.through, ("contact_id", "tag_id"), ((one.pk, pk) for one in coming for pk in one.tags))


def _show(owner: AbstractBaseUser, coming: list[_Coming]) -> None:
    seen = {one.pk: one for one in coming if one.person.photo}
    if not seen:
        return
    for contact in Contact.objects.for_owner(owner).filter(pk__in=[*seen]):
        put_photo(contact, seen[contact.pk].person.photo)
        seen[contact.pk].photo = contact.photo.name or ""


def _journal(one: _Coming) -> dict[str, Any]:
    values = {name: plain(value) for name in FIELDS if (value := getattr(one.person, name))}
    if one.person.note:
        values["about"] = one.person.note
    journal: dict[str, Any] = {
        "created": True,
        "channels": one.channels,
        "dates": one.dates,
        "tags": one.tags,
        "talks": one.talks,
        "version": 1,
        "values": values,
    }
    return journal | ({"photo": one.photo} if one.photo else {})
