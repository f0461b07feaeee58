from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.owned import AnyUser, Owned, OwnedQuerySet

# What the history of a person tells, in the order in which it is read; the names are those of Contact's columns.
TOLD = (
    "given_name", "patronymic", "family_name", "nickname", "company", "position", "department", "city", "about",
    "expertise", "roles", "tie", "trust", "met_on", "how_met", "introduced_by_id", "cadence_ideal",
    "cadence_at_most", "archived_on",
)  # fmt: skip


class ChangeQuerySet(OwnedQuerySet["Change"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(contact__trash=None)


class Change(Owned):
    """One saving of a person that changed something: column → [before, after]. When is `created_at`, who the owner."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="changes")
    fields = models.JSONField(_("what changed"), encoder=DjangoJSONEncoder)

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
