"""Filters of the list of entries that the admin does not bring itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import CatalogueEntry
from contacts.models.channel import normalise
from contacts.text import fold, sort_key


class Standing(admin.SimpleListFilter):
    """Entries of their own unless those are asked for that were merged or look like doubles."""

    title = _("doubles")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("alike", _("may be doubles")), ("merged", _("merged into others"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        every, *others = super().choices(changelist)
        yield {**every, "display": pgettext_lazy("entries", "all that stand on their own")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[CatalogueEntry]) -> QuerySet[CatalogueEntry]:
        if self.value() == "merged":
            return queryset.exclude(merged_into=None)
        standing = queryset.filter(merged_into=None)
        return standing.filter(pk__in=alike()) if self.value() == "alike" else standing


class Said(admin.AllValuesFieldListFilter):
    """What some entry says in a field, in the order of the alphabet."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        self.lookup_choices = sorted(filter(None, self.lookup_choices), key=sort_key)  # type: ignore[assignment]
        return super().choices(changelist)


def alike() -> set[int]:
    """The ids of entries that share a name, another name or an address."""
    shared: dict[tuple[str, str], set[int]] = defaultdict(set)
    for entry in CatalogueEntry.objects.standing().prefetch_related("channels"):
        for name in (entry.name, *entry.other_names):
            shared["name", fold(name)].add(entry.pk)
        for channel in entry.channels.all():
            shared[channel.kind, normalise(channel.kind, channel.value)].add(entry.pk)
    return {pk for pks in shared.values() if len(pks) > 1 for pk in pks}
