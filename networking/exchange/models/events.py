from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Event
from contacts.owned import AnyUser, Owned, OwnedQuerySet
from networking.exchange.models.imports import ImportBatch


class EventSourceQuerySet(OwnedQuerySet["EventSource"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(event__trash=None)


class EventSource(Owned):
    """From where an event came: the same turn of the same calendar's event finds it again."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sources", related_query_name="source")
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="event_sources"
    )
    key = models.CharField(max_length=250)

    objects = EventSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of an event")
        indexes = [models.Index(fields=["owner", "key"], name="event_source_by_key")]

    def __str__(self) -> str:
        return self.key
