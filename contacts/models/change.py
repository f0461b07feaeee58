from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.owned import AnyUser, Owned, OwnedQuerySet

# What the history of a person tells, in the order in which it is read; the names are those of Contact's columns.
TOLD = (
    "given_name", "patronymic", "family_name", "nickname", "company", "position", "department", "city", "about",
    "expertise", "roles", "tie", "trust", "met_on", "how_met", "introduced_by_id", "cadence_ideal",
    "cadence_at_most", "photo", "archived_on", "trash_id",
)  # fmt: skip
# What lies in rows of its own: of a list what went and what came, [["old"], ["new"]]; of a date the two of it.
TAGS, CHANNELS, DATE = "tags", "channels", "date"
BESIDE = (TAGS, CHANNELS, DATE)
Fields = dict[str, list[Any]]


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
        return cls(owner_id=contact.owner_id, contact_id=contact.pk, fields=fields) if fields else None  # type: ignore[attr-defined]

    @classmethod
    def tell_of_many(cls, owner_id: int, contacts: Iterable[int], fields: Fields) -> None:
        """Write down that the same happened to many people; call it in the transaction in which it happens."""
        cls.objects.bulk_create(
            (cls(owner_id=owner_id, contact_id=pk, fields=fields) for pk in contacts), batch_size=2_000
        )


def went_and_came(before: Iterable[Any], after: Iterable[Any]) -> list[list[Any]]:
    """What a list lost and what it gained, each in its order; empty when it holds the same."""
    old, new = [*before], [*after]
    went, came = [one for one in old if one not in new], [one for one in new if one not in old]
    return [went, came] if went or came else []
