from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models.event import Event
from contacts.models import Trashable, TrashableQuerySet
from contacts.owned import AnyUser


class DebriefDraftQuerySet(TrashableQuerySet["DebriefDraft"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(event__trash=None)


class DebriefDraft(Trashable):
    """A debrief that was begun and not finished: what stood in the form, as it was typed. `updated_at` is when."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="drafts", related_query_name="draft", verbose_name=_("event")
    )
    fields = models.JSONField(default=dict)

    objects = DebriefDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a debrief")
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=models.Q(trash=None), name="one_draft_of_a_debrief"),
        ]

    def __str__(self) -> str:
        return str(self.event)
