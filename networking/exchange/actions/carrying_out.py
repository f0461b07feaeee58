"""What was chosen is done, some rows at a time, each some a transaction of its own.

A run that is killed has done whole chunks and nothing of the next one; it goes on from there, or is undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from contacts.models import Channel, Contact, ImportantDate, Interaction, Participant, Tag
from contacts.models.channel import ChannelKind
from contacts.models.interaction import InteractionKind
from contacts.photos import put_photo
from contacts.text import fold
from networking.accounts.models import User
from networking.exchange.actions.bringing import bring_new, fitting, plain, values_of
from networking.exchange.actions.calm import without_looking_for_cycles
from networking.exchange.actions.comparing import changes_of
from networking.exchange.actions.meetings.carrying_out import carry_out
from networking.exchange.actions.meetings.knowing import KnownEvents
from networking.exchange.actions.standing import FIELDS, standing_of, talked_on
from networking.exchange.actions.tidying import channel_values, from_json
from networking.exchange.formats.rows import Person
from networking.exchange.models import Choice, ContactSource, ImportBatch, ImportRow, State, Verdict

ROWS_A_STEP = 1_000
# What a row says to its reader, and nobody needs to bring in a person.
_UNREAD = ("name", "reason", "changes", "journal", "created_at", "updated_at")
# An event may have hundreds of turns.
EVENTS_A_STEP = 40


@without_looking_for_cycles()
@transaction.atomic
def run_step(*, owner: User, batch: ImportBatch) -> ImportBatch:
    """Do the next rows of a batch; at the end it is done. A batch that is done or undone stays as it is."""
    batch = ImportBatch.objects.for_owner(owner).select_for_update().get(pk=batch.pk)
    if batch.state not in (State.PREVIEW, State.RUNNING):
        return batch
    most = EVENTS_A_STEP if batch.is_of_events else ROWS_A_STEP
    to_do = ImportRow.objects.filter(batch=batch).to_do()
    rows = [*(to_do if batch.is_of_events else to_do.defer(*_UNREAD))[:most]]
    if batch.is_of_events:
        events = KnownEvents(owner)
        for row in rows:
            carry_out(owner=owner, batch=batch, row=row, known=events)
    else:
        _meet(owner, rows)
        fresh = [row for row in rows if row.choice == Choice.CREATE or not row.is_known]
        bring_new(owner=owner, batch=batch, rows=fresh)
        for row in rows:
            if not row.done:
                _carry_out(owner, batch, row)
    batch.state = State.RUNNING
    if len(rows) < most:
        batch.state, batch.ended_at = State.DONE, timezone.now()
    batch.save(update_fields=["state", "ended_at", "updated_at"])
    return batch


def _meet(owner: AbstractBaseUser, rows: list[ImportRow]) -> None:
    """Whom another run of the same file has brought in since the preview is not brought in again."""
    keys = [row.key for row in rows if row.choice == Choice.CREATE]
    # Without a join: in a database that has just been filled, PostgreSQL would choose the slowest for it.
    came = dict(ContactSource.objects.filter(owner_id=owner.pk, key__in=keys).values_list("key", "contact_id"))
    there = {*Contact.objects.for_owner(owner).filter(pk__in=came.values()).values_list("pk", flat=True)}
    for row in rows:
        pk = came.get(row.key)
        if row.choice == Choice.CREATE and pk in there and pk != row.contact_id:
            row.contact_id, row.choice = pk, Choice.ADD


def _carry_out(owner: AbstractBaseUser, batch: ImportBatch, row: ImportRow) -> None:
    person = from_json(row.person)
    contact = _target(owner, batch, row)
    if contact is None:
        contact = _create(owner, person)
        journal: dict[str, Any] = {"created": True}
    else:
        journal = _update(owner, contact, person, replace=row.choice == Choice.REPLACE)
    journal |= _put(owner, contact, person)
    if person.photo and not contact.photo:
        put_photo(contact, person.photo)
        journal["photo"] = contact.photo.name
    journal["version"] = contact.version
    journal["values"] = values_of(contact)
    _remember(batch, row, contact, person)
    row.contact, row.done, row.journal = contact, True, journal
    row.save(update_fields=["contact", "choice", "done", "journal", "updated_at"])
    if row.twin is not None:
        _tell_the_first(batch, row)


def _tell_the_first(batch: ImportBatch, row: ImportRow) -> None:
    """The row that brought a person in takes what a later row of the same file put to them for its own.

    Else an undo would take it for the owner's work.
    """
    first = batch.rows.filter(contact=row.contact_id, done=True, journal__created=True).exclude(pk=row.pk).first()
    if first is None:
        return
    for name in ("channels", "dates", "tags", "talks"):
        first.journal[name] = [*first.journal.get(name, ()), *row.journal[name]]
    first.journal |= {name: row.journal[name] for name in ("version", "values", "photo") if name in row.journal}
    first.save(update_fields=["journal", "updated_at"])


def _target(owner: AbstractBaseUser, batch: ImportBatch, row: ImportRow) -> Contact | None:
    pk = row.contact_id
    if pk is None and row.twin is not None:
        pk = batch.rows.filter(place=row.twin).values_list("contact_id", flat=True).first()
    return Contact.objects.for_owner(owner).filter(pk=pk).first() if pk else None


def _create(owner: AbstractBaseUser, person: Person) -> Contact:
    contact = Contact(owner_id=owner.pk, about=person.note)
    for name in FIELDS:
        setattr(contact, name, getattr(person, name))
    contact.save()
    return contact


def _update(owner: AbstractBaseUser, contact: Contact, person: Person, *, replace: bool) -> dict[str, Any]:
    before: dict[str, str] = {}
    [standing] = standing_of(owner, [contact.pk]).values()
    for change in changes_of(person, standing):
        name = change["field"]
        if name == "about":
            before[name] = contact.about
            contact.about = f"{contact.about}\n\n{person.note}".strip()[:20_000]
        elif name in FIELDS and (change["adds"] or replace):
            before[name] = plain(getattr(contact, name))
            setattr(contact, name, getattr(person, name))
    if before:
        contact.save(update_fields=[*before, "updated_at"])
    return {"before": before, "after": {name: plain(getattr(contact, name)) for name in before}}


def _put(owner: AbstractBaseUser, contact: Contact, person: Person) -> dict[str, Any]:
    """Add what hangs on a person; returns the ids of what was made."""
    made: dict[str, Any] = {"channels": [], "dates": [], "tags": [], "talks": []}
    have = {*Channel.objects.filter(contact=contact).values_list("kind", "value_folded")}
    for one, known in zip(person.channels, channel_values(person), strict=True):
        if known not in have:
            row = Channel(owner_id=owner.pk, contact=contact, kind=one.kind, value=one.value, label=one.label)
            row.save()
            made["channels"].append([row.pk, row.value])
    dates = [*ImportantDate.objects.filter(contact=contact, trash=None).values_list("kind", "month", "day")]
    for day in fitting(person.dates, dates):
        date = ImportantDate.objects.create(
            owner_id=owner.pk,
            contact=contact,
            kind=day.kind,
            month=day.month,
            day=day.day,
            year=day.year,
            label=day.label,
        )
        made["dates"].append(date.pk)
    made["tags"] = _tag(owner, contact, person.tags)
    made["talks"] = _talks(owner, contact, person)
    return made


def _tag(owner: AbstractBaseUser, contact: Contact, names: list[str]) -> list[int]:
    have = {*contact.tags.values_list("folded", flat=True)} if names else set()
    made = []
    for name in names:
        if fold(name) in have:
            continue
        tag = Tag.objects.for_owner(owner).filter(folded=fold(name)).first()
        if tag is None:
            tag = Tag(owner_id=owner.pk, name=name)
            tag.save()
        contact.tags.add(tag)
        have.add(tag.folded)
        made.append(tag.pk)
    return made


def _talks(owner: AbstractBaseUser, contact: Contact, person: Person) -> list[int]:
    days = sorted({*person.talks} - talked_on(owner, [contact.pk])[contact.pk]) if person.talks else []
    fields = {"kind": InteractionKind.MESSAGE, "channel": ChannelKind.TELEGRAM}
    talks = Interaction.objects.bulk_create(Interaction(owner_id=owner.pk, day=day, **fields) for day in days)
    Participant.objects.bulk_create(Participant(owner_id=owner.pk, interaction=one, contact=contact) for one in talks)
    return [one.pk for one in talks]


def _remember(batch: ImportBatch, row: ImportRow, contact: Contact, person: Person) -> None:
    if not ContactSource.objects.filter(owner_id=batch.owner_id, contact=contact, key=row.key).exists():
        ContactSource.objects.create(
            owner_id=batch.owner_id, contact=contact, batch=batch, format=batch.format, key=row.key, raw=person.raw
        )


@transaction.atomic
def choose(*, batch: ImportBatch, verdict: Verdict, choice: Choice) -> int:
    """Choose the same for all rows of a verdict; says how many they are."""
    if batch.state != State.PREVIEW:
        return 0
    return batch.rows.filter(verdict=verdict).update(choice=choice)


@transaction.atomic
def choose_rows(*, batch: ImportBatch, choices: Mapping[int, str]) -> None:
    """Keep what was chosen for single rows, by their ids; a row of nobody known can only be added or left out."""
    if batch.state != State.PREVIEW:
        return
    rows = batch.rows.filter(pk__in=[*choices][:1000])
    changed = []
    for row in rows:
        wanted = choices[row.pk]
        if wanted in (Choice.values if row.is_known else (Choice.CREATE, Choice.SKIP)) and wanted != row.choice:
            row.choice = wanted
            changed.append(row)
    ImportRow.objects.bulk_update(changed, ["choice"], batch_size=200)
