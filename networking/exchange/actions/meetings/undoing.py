"""An imported event taken back: what was made goes to the trash, what was changed becomes what it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from communities.models import Attendance, Event
from contacts.models import Trash
from networking.exchange.actions.meetings.carrying_out import plain
from networking.exchange.models import EventSource, ImportBatch, ImportRow

_OWN = ("Attendance", "EventSource", "ImportRow")
_MOMENTS = ("starts", "ends")


def undo_rows(*, owner: AbstractBaseUser, batch: ImportBatch, rows: list[ImportRow]) -> None:
    """Undo rows in place; those with work of the owner's in their events are kept, and say so."""
    made = {pk: row for row in rows for pk in row.journal.get("events", ())}
    events = Event.objects.for_owner(owner).in_bulk([*made])
    stays = _worked_on(events, made)
    gone = [pk for pk in events if pk not in stays]
    if gone:
        trash = Trash.objects.create(owner_id=owner.pk, what=batch.file_name[:300])
        Event.objects.filter(pk__in=gone).update(trash=trash)
    for row in rows:
        row.kept = any(pk in stays for pk in row.journal.get("events", ()))
        held = [pk for pk in row.journal.get("attendances", ()) if not row.kept]
        untouched = Attendance.objects.filter(pk__in=held, came=False, interaction=None)
        untouched.exclude(event__in=gone).delete()
        _put_back(owner, row.journal)
        row.done, row.journal = False, {}
        told = EventSource.objects.filter(batch=batch, key__startswith=f"{row.key}#")
        told.exclude(event__in=stays).delete()


def _worked_on(events: dict[int, Event], made: dict[int, ImportRow]) -> set[int]:
    """Events of an import with something that the import did not make."""
    found = {pk for pk, one in events.items() if one.version > 1 or one.debriefed_at or one.took_away}
    for relation in Event._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.related_model.__name__ in _OWN:
            continue
        column = relation.field.attname
        leaning = relation.related_model._base_manager.filter(**{f"{column}__in": [*events]})
        found |= {*leaning.values_list(column, flat=True)}
    invited = [pk for row in {one.pk: one for one in made.values()}.values() for pk in row.journal["attendances"]]
    at = Attendance.objects.filter(event__in=[*events])
    found |= {*at.exclude(pk__in=invited).values_list("event", flat=True)}
    return found | {*at.filter(models.Q(came=True) | ~models.Q(interaction=None)).values_list("event", flat=True)}


def _put_back(owner: AbstractBaseUser, journal: dict[str, Any]) -> None:
    """Values that still read as the import left them become what they were."""
    before = journal.get("before", {})
    for event in Event.objects.for_owner(owner).filter(pk__in=[int(pk) for pk in before]):
        names = []
        for name, value in before[str(event.pk)].items():
            if plain(getattr(event, name)) == journal["after"][str(event.pk)].get(name):
                moment = datetime.fromisoformat(value) if value else None
                setattr(event, name, moment if name in _MOMENTS else value)
                names.append(name)
        event.save(update_fields=[*names, "updated_at"])
