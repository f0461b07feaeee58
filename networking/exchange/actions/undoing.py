"""A whole import taken back: new people go to the trash, old ones get back what they were.

What the owner has changed since stays: a person with work of the owner's in them is kept, and the row says so; a
value that reads differently now is left alone.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from contacts.actions.trash import delete_people
from contacts.models import Channel, Contact, ImportantDate, Interaction, Participant, Trash
from contacts.photos import remove_photo
from networking.exchange.actions.bringing import plain, values_of
from networking.exchange.actions.meetings.undoing import undo_rows
from networking.exchange.models import ContactSource, ImportBatch, ImportRow, State

ROWS_A_STEP = 200
# What an import makes itself, or what says nothing of the owner's work on a person.
_OWN = ("Channel", "ImportantDate", "Contact_tags", "Participant", "ImportRow", "ContactSource", "Change", "DoubleKey",
        "DoublePair", "TieChange")  # fmt: skip


@transaction.atomic
def undo_step(*, owner: AbstractBaseUser, batch: ImportBatch) -> ImportBatch:
    """Undo the last rows that stand; at the end the batch is undone. Too late, and nothing happens."""
    batch = ImportBatch.objects.for_owner(owner).select_for_update().get(pk=batch.pk)
    if not batch.can_be_undone and batch.state != State.UNDOING:
        return batch
    rows = [*batch.rows.filter(done=True).order_by("-place").select_related("contact")[:ROWS_A_STEP]]
    if batch.is_of_events:
        undo_rows(owner=owner, batch=batch, rows=rows)
    else:
        _undo_people(owner, batch, rows)
    ImportRow.objects.bulk_update(rows, ["done", "journal", "kept"], batch_size=100)
    batch.state = State.UNDOING
    if len(rows) < ROWS_A_STEP:
        batch.state, batch.ended_at = State.UNDONE, timezone.now()
    batch.save(update_fields=["state", "ended_at", "updated_at"])
    return batch


def _undo_people(owner: AbstractBaseUser, batch: ImportBatch, rows: list[ImportRow]) -> None:
    created = [row for row in rows if row.journal.get("created") and row.contact and row.contact.trash_id is None]
    worked_on = _worked_on(created)
    later = _later_rows(batch, rows)
    for row in rows:
        if row in later:
            row.done, row.journal = False, {}
        else:
            _undo(row, worked_on)
    gone = [row.contact_id for row in created if row.contact_id and not row.kept]
    if gone:
        delete_people(owner=owner, people=Contact.objects.for_owner(owner).filter(pk__in=gone))
    stays = [row.contact_id for row in rows if row.kept]
    touched = [row.contact_id for row in rows if row.contact_id not in stays and row not in later]
    ContactSource.objects.filter(batch=batch, contact__in=touched).delete()


def _later_rows(batch: ImportBatch, rows: list[ImportRow]) -> set[ImportRow]:
    """Rows about people whom an earlier row of the file has brought in: what they put goes, or stays, with that row."""
    people = [row.contact_id for row in rows if row.contact_id and not row.journal.get("created")]
    made = batch.rows.filter(contact__in=people, done=True, journal__created=True)
    born = {*made.values_list("contact_id", flat=True)}
    return {row for row in rows if row.contact_id in born and not row.journal.get("created")}


def _worked_on(rows: list[ImportRow]) -> set[int]:
    """People of an import with something that the import did not make."""
    made = {row.contact_id: row for row in rows if row.contact_id}
    found = {pk for pk, row in made.items() if row.contact and _edited(row.contact, row.journal)}
    for relation in Contact._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.related_model.__name__ in _OWN:
            continue
        column = relation.field.attname
        leaning = relation.related_model._base_manager.filter(**{f"{column}__in": [*made]})
        found |= {*leaning.values_list(column, flat=True)}
    for model, name in ((Channel, "channels"), (ImportantDate, "dates")):
        ids = [one[0] if isinstance(one, list) else one for row in rows for one in row.journal.get(name, ())]
        found |= {
            *model._base_manager.filter(contact__in=[*made]).exclude(pk__in=ids).values_list("contact_id", flat=True)
        }
    talks = [pk for row in rows for pk in row.journal.get("talks", ())]
    others = Participant.objects.filter(contact__in=[*made]).exclude(interaction__in=talks)
    return found | {*others.values_list("contact_id", flat=True)}


def _edited(contact: Contact, journal: dict[str, Any]) -> bool:
    left = {name: value for name, value in journal.get("values", {}).items() if value}
    return contact.version != journal.get("version") or values_of(contact) != left


def _undo(row: ImportRow, worked_on: set[int]) -> None:
    journal, contact = row.journal, row.contact
    row.done = False
    row.journal = {}
    if contact is None or contact.trash_id is not None:
        return
    if journal.get("created"):
        row.kept = contact.pk in worked_on
        return
    _put_back(contact, journal)
    for pk, value in journal.get("channels", ()):
        Channel.objects.filter(pk=pk, contact=contact, value=value).delete()
    ImportantDate.objects.filter(pk__in=journal.get("dates", ()), contact=contact).delete()
    if tags := journal.get("tags"):
        contact.tags.remove(*tags)
    if talks := journal.get("talks"):
        trash = Trash.objects.create(owner_id=row.owner_id, what=row.name[:300])
        Interaction.objects.filter(pk__in=talks, trash=None).update(trash=trash)
    if journal.get("photo") and contact.photo.name == journal["photo"]:
        remove_photo(contact)


def _put_back(contact: Contact, journal: dict[str, Any]) -> None:
    """Values that still read as the import left them become what they were."""
    changed = []
    for name, before in journal.get("before", {}).items():
        if plain(getattr(contact, name)) == journal["after"].get(name):
            value = (date.fromisoformat(before) if before else None) if name == "met_on" else before
            setattr(contact, name, value)
            changed.append(name)
    if changed:
        contact.save(update_fields=[*changed, "updated_at"])
