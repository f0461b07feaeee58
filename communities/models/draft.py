from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models.event import Event
from contacts.models import Trash, Trashable, TrashableQuerySet
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

    @property
    def kept_by(self) -> str:
        """The key of the form that kept it last."""
        keys = self.fields.get("key")
        return str(keys[-1]) if isinstance(keys, list) and keys else ""

    @property
    def mark(self) -> str:
        """Which draft this is, and as of when: a form that goes on with it sends this back."""
        return f"{self.kept_by}@{self.updated_at.isoformat()}"

    def is_of(self, key: uuid.UUID | None, goes_on: str) -> bool:
        """Whether a form may go on with it: it kept it itself, or was opened with just this."""
        return self.mark == goes_on or bool(key and str(key) == self.kept_by)

    def lay_aside(self) -> Trash:
        """Move it to the trash, which says of which event it is."""
        return self.throw_away(gettext("draft of the debrief: %(event)s") % {"event": self.event})

    @classmethod
    def come_back(cls, trash: Trash, pks: list[int]) -> None:
        """A draft that was begun since takes the place of this one in the trash."""
        events = cls._base_manager.filter(pk__in=pks).values("event")
        for standing in cls._base_manager.filter(trash=None, event__in=events).select_related("event"):
            standing.lay_aside()
