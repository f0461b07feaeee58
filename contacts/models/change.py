from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.owned import AnyUser, Owned, OwnedQuerySet

# What the history of a person tells, in the order in which it is read; the names are those of Contact's columns.
TOLD = (
    "given_name", "patronymic", "family_name", "nickname", "company", "position", "department", "city", "about",
    "expertise", "authority", "roles", "tie", "trust", "met_on", "how_met", "introduced_by_id", "cadence_ideal",
    "cadence_at_most", "photo", "archived_on", "trash_id",
)  # fmt: skip
# Who is put off, until when: two columns that are told as one thing.
REMINDERS, REMINDED, NEVER = "reminders", ("snoozed_until", "rhythm_off"), "never"
COLUMNS = (*TOLD, *REMINDED)
# What lies in rows of its own: of a list what went and what came, [["old"], ["new"]]; of the others the two of it.
TAGS, CHANNELS, DATE = "tags", "channels", "date"
# What is said of channels that stay: [kind, value, label, preferred] of each, before and after.
WAYS = "ways"
MENTORSHIP, RELATIONSHIP = "mentorship", "relationship"
BESIDE = (REMINDERS, TAGS, CHANNELS, WAYS, DATE, MENTORSHIP, RELATIONSHIP)
Fields = dict[str, list[Any]]


_ROWS = 10_000
_TELL = {
    "sqlite": """INSERT INTO contacts_change (created_at, updated_at, fields, owner_id, contact_id)
        SELECT %s, %s, %s, owner_id, id FROM contacts_contact
        WHERE owner_id = %s AND id IN (SELECT value FROM json_each(%s)) ORDER BY id""",
    "postgresql": """INSERT INTO contacts_change (created_at, updated_at, fields, owner_id, contact_id)
        SELECT %s, %s, %s::jsonb, owner_id, id FROM contacts_contact
        WHERE owner_id = %s AND id = ANY(%s) ORDER BY id""",
}


def batched(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + _ROWS] for start in range(0, len(ids), _ROWS))


class ChangeQuerySet(OwnedQuerySet["Change"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(contact__trash=None)


class Change(Owned):
    """One saving of a person that changed something: column → [before, after]. When is `created_at`, who the owner."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="changes")
    fields: models.JSONField[Fields] = models.JSONField(_("what changed"), encoder=DjangoJSONEncoder)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["owner", "contact", "-created_at"], name="change_of_person")]

    @classmethod
    def between(cls, contact: models.Model, before: Mapping[str, Any], after: Mapping[str, Any]) -> Change | None:
        """An unsaved change from what stood in the columns to what stands now; None when they are the same.

        `Contact.save` records by itself; who writes people with `update` or `bulk_update` gathers these, and stores
        them with `Change.objects.bulk_create` in the same transaction.
        """
        fields = {name: [before[name], after[name]] for name in TOLD if name in before and before[name] != after[name]}
        if REMINDED[0] in before and (states := [reminders(before), reminders(after)])[0] != states[1]:
            fields[REMINDERS] = states
        return cls(owner_id=contact.owner_id, contact_id=contact.pk, fields=fields) if fields else None  # type: ignore[attr-defined]

    @classmethod
    def tell_of_many(cls, owner_id: int, contacts: Iterable[int], fields: Fields) -> None:
        """Write down that the same happened to many people; call it in the transaction in which it happens."""
        said = json.dumps(fields, cls=DjangoJSONEncoder)
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            # One statement for all: a row of Python for each of 50,000 people takes longer than changing them.
            for some in batched([*contacts]):
                ids = some if connection.vendor == "postgresql" else json.dumps(some)
                cursor.execute(_TELL[connection.vendor], [now, now, said, owner_id, ids])


def reminders(columns: Mapping[str, Any]) -> str:
    """How somebody is reminded of: nothing as usual, the day until which they are put off, or never."""
    if columns["rhythm_off"]:
        return NEVER
    return columns["snoozed_until"].isoformat() if columns["snoozed_until"] else ""


def went_and_came(before: Iterable[Any], after: Iterable[Any]) -> list[list[Any]]:
    """What a list lost and what it gained, each in its order; empty when it holds the same."""
    old, new = [*before], [*after]
    went, came = [one for one in old if one not in new], [one for one in new if one not in old]
    return [went, came] if went or came else []
