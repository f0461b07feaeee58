"""A checklist of a note put to work: a person's own list, on an event, a community or a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Event
from contacts.models import Trashable, TrashableQuerySet
from contacts.owned import AnyUser

if TYPE_CHECKING:
    from datetime import date

TEXT = 500


class OwnListQuerySet(TrashableQuerySet["OwnList"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(event__trash=None, community__trash=None)

    def with_items(self, owner: AnyUser) -> Self:
        """With the note that each came from and its items, two queries for all."""
        return self.select_related("note", "event", "community").prefetch_related(
            Prefetch("items", OwnItem.objects.for_owner(owner))
        )


class OwnList(Trashable):
    """The items are the owner's own from the moment they are taken: a note that changes later changes none of them."""

    note = models.ForeignKey("guidance.Note", models.SET_NULL, null=True, blank=True, related_name="+")
    # The mark of the heading under which the checklist stands in its note.
    section = models.CharField(max_length=140, blank=True)
    title = models.CharField(_("title"), max_length=300)
    event = models.ForeignKey(Event, models.CASCADE, null=True, blank=True, related_name="+")
    community = models.ForeignKey(Community, models.CASCADE, null=True, blank=True, related_name="+")
    month = models.DateField(_("month"), null=True, blank=True)

    objects = OwnListQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("checklist")
        indexes = [models.Index(fields=["owner", "month"], name="own_list_month")]
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=False, community=None, month=None)
                | Q(event=None, community__isnull=False, month=None)
                | Q(event=None, community=None, month__isnull=False),
                name="own_list_in_one_place",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def done(self) -> int:
        return sum(item.done_on is not None for item in self.items.all())

    @property
    def is_done(self) -> bool:
        items = self.items.all()
        return bool(items) and all(item.done_on for item in items)

    @property
    def place(self) -> str:
        """The word by which addresses name the event, the community or the month."""
        if self.month:
            return f"month:{self.month:%Y-%m}"
        return f"event:{self.event_id}" if self.event_id else f"community:{self.community_id}"


class OwnItemQuerySet(TrashableQuerySet["OwnItem"]):
    def for_owner(self, owner: AnyUser) -> Self:
        lists = {"own_list__trash": None, "own_list__event__trash": None, "own_list__community__trash": None}
        return super().for_owner(owner).filter(**lists)


class OwnItem(Trashable):
    own_list = models.ForeignKey(OwnList, models.CASCADE, related_name="items")
    text = models.CharField(_("what"), max_length=TEXT)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = OwnItemQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "pk"]
        verbose_name = _("item of a checklist")

    def __str__(self) -> str:
        return self.text

    def tick(self, *, on: date | None) -> None:
        """Done on that day, or open again."""
        self.done_on = on
        self.save(update_fields=["done_on", "updated_at"])
