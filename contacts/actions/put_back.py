"""What a person's history tells is put back: the value that stood there before, through the model's own checks."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from contacts.actions.changed_since import ChangedSince, seal
from contacts.actions.put_back_lists import put_back_list, put_back_ways
from contacts.actions.ties import change_tie
from contacts.history_beside import told_beside
from contacts.introductions import circle
from contacts.models import Change, Contact, ContactRole, ImportantDate, Mentorship, Relationship
from contacts.models.change import CHANNELS, DATE, MENTORSHIP, NEVER, RELATIONSHIP, REMINDERS, TAGS, WAYS, reminders
from contacts.photos import wear_again


@transaction.atomic
def put_back(*, owner: AbstractBaseUser, change: Change, field: str, today: date, over: str = "") -> bool:
    """Undo one field of a change; False when it stands so already. What is put back is a change of its own.

    Raises ChangedSince when something else stands there now, unless `over` is the seal of that; ValidationError
    when the person cannot have the value any more.
    """
    person = Contact.objects.for_owner(owner).select_for_update(of=("self",)).get(pk=change.contact_id)
    before, after = change.fields[field]
    if field in _COLUMNS:
        return _put_back_row(person, field, before, after, over)
    if field in told_beside():
        return told_beside()[field].put_back(person, before, after, over)
    if field in (TAGS, CHANNELS):
        return put_back_list(person, field, before, after, over)
    if field == WAYS:
        return put_back_ways(person, before, after, over)
    if field == REMINDERS:
        return _put_back_reminders(person, before, after, over)
    now = person.photo.name or "" if field == "photo" else _plain(getattr(person, field))
    if now == before:
        return False
    if now != after and over != seal(now):
        raise ChangedSince(now)
    if field == "photo":
        person.claim_version(person.version)
        wear_again(person, before)
        return True
    if field == "tie":
        change_tie(owner=owner, contact=person, tie=before, on=today)
        return True
    column: Any = Contact._meta.get_field(field)
    setattr(person, field, None if before is None else column.to_python(before))
    _check(owner, person, field)
    person.claim_version(person.version)
    person.save(update_fields=[field.removesuffix("_id"), "updated_at"])
    return True


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _check(owner: AbstractBaseUser, person: Contact, field: str) -> None:
    """What the form of a person checks, for one field."""
    if field == "introduced_by_id":
        _check_introducer(owner, person)
    elif field == "roles":
        person.roles = [role for role in person.roles if role in ContactRole.values]
    else:
        others = {one.name for one in Contact._meta.fields} - {field}
        person.clean_fields(exclude=others)
    if not (person.given_name or person.family_name or person.nickname):
        raise ValidationError(_("Give at least one name."))
    if person.cadence_ideal and person.cadence_at_most and person.cadence_at_most < person.cadence_ideal:
        raise ValidationError(_("“At the latest” is shorter than “ideally”."))


def _check_introducer(owner: AbstractBaseUser, person: Contact) -> None:
    if person.introduced_by_id is None:
        return
    introducer = Contact.objects.for_owner(owner).filter(pk=person.introduced_by_id).first()
    if introducer is None:
        raise ValidationError(_("There is no such person."))
    if names := circle(person, introducer):
        raise ValidationError(
            _("That closes a circle: %(names)s. Somebody was the first.") % {"names": " ← ".join(names)}
        )


def _put_back_reminders(person: Contact, before: str, after: str, over: str) -> bool:
    now = reminders({"snoozed_until": person.snoozed_until, "rhythm_off": person.rhythm_off})
    if now == before:
        return False
    if now != after and over != seal(now):
        raise ChangedSince(now)
    if before == NEVER:
        person.stop_reminding()
    else:
        person.snooze(until=date.fromisoformat(before) if before else None)
    return True


# What is put back of a row beside the person, column by column.
_COLUMNS: dict[str, tuple[type[ImportantDate | Mentorship | Relationship], tuple[str, ...]]] = {
    DATE: (ImportantDate, ("kind", "label", "day", "month", "year")),
    MENTORSHIP: (Mentorship, ("direction", "goal", "rhythm_days", "started_on", "ended_on", "note")),
    RELATIONSHIP: (Relationship, ("kind", "own_kind_id", "since", "until")),
}


def _put_back_row(person: Contact, field: str, before: Any, after: Any, over: str) -> bool:
    model: Any
    model, columns = _COLUMNS[field]
    # A note that the change did not touch, or of which it does not know, stays as it is.
    columns = tuple(name for name in columns if name in (before or after))
    row: Any = model._base_manager.filter(owner=person.owner_id, pk=(before or after)["id"]).first()
    row = row if row and person.pk in row.told_of() else None
    now = row.told() if row else None
    if _values(now, columns) == _values(before, columns):
        return False
    if _values(now, columns) != _values(after, columns) and over != seal(now):
        raise ChangedSince(now)
    if before is None:
        if row:
            row.throw_away(f"{person}: {row}")
        return True
    if row and row.trash:
        row.trash.put_back()
        row.refresh_from_db()
        if _values(row.told(), columns) == _values(before, columns):
            return True
    if row is None and model is Relationship:
        # Without its row nobody knows with whom.
        raise ValidationError(_("It is deleted for good."))
    row = row or model(owner_id=person.owner_id, contact=person)
    for name in columns:
        value = before[name]
        setattr(row, name, None if value is None else model._meta.get_field(name).to_python(value))
    row.full_clean()
    row.save()
    return True


def _values(said: Any, columns: tuple[str, ...]) -> list[Any] | None:
    return [said.get(name) for name in columns] if said else None
