"""People whom nobody knows yet come in together, with all that hangs on them, in a few statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from contacts.models import Channel, Contact, ImportantDate, Interaction, Participant, Tag
from contacts.models.channel import ChannelKind
from contacts.models.interaction import InteractionKind
from contacts.photos import put_photo
from contacts.text import clean_name, fold
from networking.exchange.actions.comparing import FIELDS
from networking.exchange.actions.tidying import channel_values, from_json
from networking.exchange.formats.rows import Day, Person
from networking.exchange.models import ContactSource, ImportBatch, ImportRow

AT_ONCE = 200


def plain(value: Any) -> str:
    """A value of a person as a journal keeps it."""
    return value if isinstance(value, str) else value.isoformat() if value else ""


def values_of(contact: Contact) -> dict[str, str]:
    """What an import fills, to see later whether somebody has edited it since."""
    return {name: plain(getattr(contact, name)) for name in (*FIELDS, "about")}


@dataclass(slots=True)
class _Coming:
    """A row on its way in, and what was made for it."""

    row: ImportRow
    person: Person
    contact: Contact
    channels: list[Channel] = field(default_factory=list)
    dates: list[ImportantDate] = field(default_factory=list)
    talks: list[Interaction] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)


def bring_new(*, owner: AbstractBaseUser, batch: ImportBatch, rows: list[ImportRow]) -> None:
    """Add a person for each row, and keep in the rows what was made. Call it inside of the step's transaction."""
    coming = [_coming(owner, row) for row in rows]
    Contact.objects.bulk_create([one.contact for one in coming], batch_size=AT_ONCE)
    for one in coming:
        one.channels = [*_channels(owner, one)]
        one.dates = [*_dates(owner, one)]
        fields = {"kind": InteractionKind.MESSAGE, "channel": ChannelKind.TELEGRAM}
        one.talks = [Interaction(owner_id=owner.pk, day=day, **fields) for day in sorted({*one.person.talks})]
    Channel.objects.bulk_create([row for one in coming for row in one.channels], batch_size=AT_ONCE)
    ImportantDate.objects.bulk_create([row for one in coming for row in one.dates], batch_size=AT_ONCE)
    Interaction.objects.bulk_create([row for one in coming for row in one.talks], batch_size=AT_ONCE)
    Participant.objects.bulk_create(
        (Participant(owner_id=owner.pk, interaction=talk, contact=one.contact) for one in coming for talk in one.talks),
        batch_size=AT_ONCE,
    )
    _tag(owner, coming)
    _remember(batch, coming)
    for one in coming:
        one.row.contact, one.row.done, one.row.journal = one.contact, True, _journal(one)
    ImportRow.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["contact", "done", "journal", "updated_at"],
    )


def _coming(owner: AbstractBaseUser, row: ImportRow) -> _Coming:
    person = from_json(row.person)
    contact = Contact(owner_id=owner.pk, about=person.note)
    for name in FIELDS:
        setattr(contact, name, getattr(person, name))
    contact.refresh_keys()
    return _Coming(row, person, contact)


def _channels(owner: AbstractBaseUser, one: _Coming) -> Iterator[Channel]:
    for said, (_kind, known) in zip(one.person.channels, channel_values(one.person), strict=True):
        yield Channel(
            owner_id=owner.pk,
            contact=one.contact,
            kind=said.kind,
            value=said.value,
            label=said.label,
            value_folded=known,
        )


def _dates(owner: AbstractBaseUser, one: _Coming) -> Iterator[ImportantDate]:
    for said in fitting(one.person.dates, []):
        yield ImportantDate(
            owner_id=owner.pk,
            contact=one.contact,
            kind=said.kind,
            month=said.month,
            day=said.day,
            year=said.year,
            label=said.label,
        )


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
    tags = {one.folded: one for one in Tag.objects.for_owner(owner).filter(folded__in=[*named])}
    new = [Tag(owner_id=owner.pk, name=clean_name(name), folded=key) for key, name in named.items() if key not in tags]
    tags |= {one.folded: one for one in Tag.objects.bulk_create(new)}
    for one in coming:
        one.tags = [*dict.fromkeys(tags[fold(name)].pk for name in one.person.tags)]
    through = Contact.tags.through
    through.objects.bulk_create(
        [through(contact_id=one.contact.pk, tag_id=pk) for one in coming for pk in one.tags], batch_size=AT_ONCE
    )


def _remember(batch: ImportBatch, coming: list[_Coming]) -> None:
    ContactSource.objects.bulk_create(
        (
            ContactSource(
                owner_id=batch.owner_id,
                contact=one.contact,
                batch=batch,
                format=batch.format,
                key=one.row.key,
                raw=one.person.raw,
            )
            for one in coming
        ),
        batch_size=AT_ONCE,
    )


def _journal(one: _Coming) -> dict[str, Any]:
    journal: dict[str, Any] = {
        "created": True,
        "channels": [[row.pk, row.value] for row in one.channels],
        "dates": [row.pk for row in one.dates],
        "tags": one.tags,
        "talks": [row.pk for row in one.talks],
    }
    if one.person.photo:
        put_photo(one.contact, one.person.photo)
        journal["photo"] = one.contact.photo.name
    return journal | {"version": one.contact.version, "values": values_of(one.contact)}
