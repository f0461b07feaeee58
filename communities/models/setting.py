from __future__ import annotations

from typing import Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models.community import Community
from communities.models.event import Event
from contacts.models import Contact, Trashable, TrashableQuerySet, Versioned

S = TypeVar("S", bound="Setting", covariant=True)


class SettingQuerySet(TrashableQuerySet[S]):
    def with_setting(self) -> Self:
        """Fetches the community, event and person of each row with it."""
        return self.select_related("community", "event", "contact")


class Setting(Trashable, Versioned):
    """Where something passed between me and a community: there, at an event, with a person; one of them is known."""

    community = models.ForeignKey(
        Community, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("community")
    )
    event = models.ForeignKey(
        Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("at which event")
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.event and self.community is None and self.event.community and self.event.community.trash_id is None:
            self.community = self.event.community
        if not (self.community or self.event or self.contact):
            raise ValidationError({"community": _("Say in which community it was, or with whom.")})

    @property
    def place(self) -> Community | None:
        """The community, unless it lies in the trash."""
        return self.community if self.community and self.community.trash_id is None else None

    @property
    def occasion(self) -> Event | None:
        """The event, unless it lies in the trash."""
        return self.event if self.event and self.event.trash_id is None else None

    @property
    def person(self) -> Contact | None:
        """The person, unless they lie in the trash."""
        return self.contact if self.contact and self.contact.trash_id is None else None
