"""Which rows an archive holds: those of every model that has an owner, so that a new one is in it by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from contacts.owned import Owned

# What stays behind, each with its reason; whatever points there points nowhere in the archive.
LEFT_OUT = {
    "communities.SeriesChange": "undoes a change where it was made",
    "contacts.BulkChange": "undoes a change where it was made",
    "contacts.DoubleKey": "a working row of the search for doubles",
    "contacts.DoubleRun": "how far the search for doubles is",
    "contacts.Merge": "takes a merge apart where it was made",
    "contacts.Submission": "forms that were carried out",
    "digests.DigestSent": "letters that were sent from here",
    "exchange.ImportBatch": "undoes an import where it was made",
    "exchange.ImportRow": "undoes an import where it was made",
    "feeds.Feed": "a secret address of this installation",
}
# What somebody may have chosen before anything is in the account: it gives way to the archive.
SETTINGS = {"contacts.RhythmDefault", "digests.DigestChoice"}
# How rows that are everybody's are found again: by the value of this column.
NATURAL = {"communities.CatalogueEntry": "slug", "guidance.Note": "slug"}


@dataclass(frozen=True)
class Table:
    """One model as it stands in an archive."""

    model: type[models.Model]

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def file(self) -> str:
        return f"tables/{self.label}.jsonl"

    @cached_property
    def fields(self) -> list[models.Field[Any, Any]]:
        """The columns that a row has in the archive, beside its number."""
        return [one for one in self.model._meta.concrete_fields if not one.primary_key and one.name != "owner"]

    @cached_property
    def links(self) -> dict[str, str]:
        """Columns that lead to other rows of the archive → the label of their table."""
        return {one.name: label for one in self.fields if (label := _owned_target(one)) and label not in LEFT_OUT}

    @cached_property
    def files(self) -> list[str]:
        return [one.name for one in self.fields if isinstance(one, models.FileField)]


@dataclass(frozen=True)
class Pairs:
    """The table between two models that Django made for a many-to-many field."""

    model: type[models.Model]
    through: type[models.Model]
    source: str
    target: str
    target_model: type[models.Model]
    name: str

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    @property
    def file(self) -> str:
        return f"tables/{self.label}.jsonl"


def _owned_target(field: models.Field[Any, Any]) -> str:
    if not isinstance(field, models.ForeignKey):
        return ""
    target = field.remote_field.model
    return target._meta.label if isinstance(target, type) and issubclass(target, Owned) else ""


def tables() -> list[Table]:
    """Every table, each after those that its rows lead to; of a circle, the one that can wait comes first."""
    ahead = {one._meta.label: Table(one) for one in apps.get_models() if issubclass(one, Owned)}
    ahead = {label: table for label, table in sorted(ahead.items()) if label not in LEFT_OUT}
    found: list[Table] = []
    while ahead:
        ready = [one for one in ahead.values() if not {*one.links.values()} - {one.label} & {*ahead}]
        if not ready:
            ready = [one for one in ahead.values() if not _must_follow(one) & {*ahead}][:1]
        for one in ready:
            found.append(ahead.pop(one.label))
    return found


def _must_follow(table: Table) -> set[str]:
    null = {one.name: one.null for one in table.fields}
    return {label for name, label in table.links.items() if not null[name] and label != table.label}


def pairs() -> list[Pairs]:
    """Every table of a many-to-many field between two models of the archive."""
    found = []
    for table in tables():
        for many in table.model._meta.local_many_to_many:
            through, other = many.remote_field.through, many.remote_field.model
            if through is not None and through._meta.auto_created and issubclass(other, Owned):
                found.append(
                    Pairs(table.model, through, many.m2m_field_name(), many.m2m_reverse_field_name(), other, many.name)
                )
    return found


def shared_key(field: models.Field[Any, Any]) -> str:
    """By which column a row is found again to which a field leads, and which is everybody's; empty for none.

    Raises TypeError for a link of which an archive would not know what to say.
    """
    if not isinstance(field, models.ForeignKey) or _owned_target(field):
        return ""
    label = field.remote_field.model._meta.label
    if label == settings.AUTH_USER_MODEL:
        return "pk"
    if label not in NATURAL:
        raise TypeError(f"{field}: say in {__name__}.NATURAL how rows of {label} are found again")
    return NATURAL[label]
