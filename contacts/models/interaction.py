from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.addresses import address
from contacts.finding.fields import NoteText
from contacts.finding.keys import note_text
from contacts.models.channel import ChannelKind
from contacts.models.contact import Contact
from contacts.models.mention import Mentioning
from contacts.models.trash import Trashable, TrashableQuerySet
from contacts.models.versioned import Versioned
from contacts.owned import AnyUser, Owned, OwnedQuerySet


class InteractionKind(models.TextChoices):
    MEETING = "meeting", _("Meeting")
    CALL = "call", _("Call")
    VIDEO = "video", _("Video call")
    MESSAGE = "message", _("Messages")
    EMAIL = "email", _("Letter")
    EVENT_TALK = "event_talk", _("Talk at an event")
    HELP = "help", _("Help")
    CONGRATULATION = "congratulation", _("Congratulation")
    OTHER = "other", _("Something else")


class Side(models.TextChoices):
    ME = "me", _("I began")
    THEM = "them", _("they began")


class InteractionQuerySet(TrashableQuerySet["Interaction"]):
    def counted(self, today: date) -> Self:
        """Those that count as contact: answered, and not in the future."""
        return self.filter(answered=True, day__lte=today)

    def on_days(self, first: date, after_last: date) -> Self:
        """Days of a half-open window."""
        return self.filter(day__gte=first, day__lt=after_last)

    def with_contact(self, contact: Contact) -> Self:
        return self.filter(participant__contact=contact)


class Interaction(Trashable, Versioned, Mentioning):
    """Something that passed between me and people on one day of mine."""

    kind = models.CharField(_("how"), max_length=20, choices=InteractionKind.choices, default=InteractionKind.MEETING)
    channel = models.CharField(_("channel"), max_length=20, choices=ChannelKind.choices, blank=True)
    day = models.DateField(_("when"))
    time = models.TimeField(_("time of day"), null=True, blank=True)
    begun_by = models.CharField(_("who began"), max_length=4, choices=Side.choices, blank=True)
    formal = models.BooleanField(_("formal"), default=False)
    answered = models.BooleanField(_("answered"), default=True)
    topics = models.CharField(_("topics"), max_length=300, blank=True)
    note = models.TextField(_("note"), max_length=20_000, blank=True)
    note_text = NoteText(sources=["note", "topics"])
    contacts = models.ManyToManyField(
        Contact, through="Participant", related_name="interactions", verbose_name=_("with whom")
    )

    mentions_in: ClassVar = "note"

    objects = InteractionQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        indexes = [
            models.Index(fields=["owner", "day", "answered"], condition=Q(trash=None), name="interaction_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.day:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return address("contacts:interaction_edit", self.pk)

    @property
    def mention_title(self) -> str:
        """With whom it was, too: read the participants with it."""
        names = [one.contact.name for one in self.participants.all() if one.contact.trash_id is None]
        shown = ", ".join(names[:3]) + ("…" if len(names) > 3 else "")
        return f"{self.get_kind_display()}: {shown}" if names else str(self.get_kind_display())

    @property
    def mention_day(self) -> date:
        return self.day

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is not None and {"note", "topics"} & {*fields}:
            kwargs["update_fields"] = {*fields, "note_text"}
        super().save(*args, **kwargs)


class ParticipantQuerySet(OwnedQuerySet["Participant"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(contact__trash=None, interaction__trash=None)

    def counted(self, today: date) -> Self:
        """Parts in interactions that count as contact: answered, not in the trash, and not in the future."""
        return self.filter(counted_on__lte=today)

    def bulk_update(self, objs: Iterable[Participant], fields: Sequence[str], *args: Any, **kwargs: Any) -> int:  # type: ignore[override]  # a batch size is passed on
        """As ever, with what search reads kept in step."""
        objs = list(objs)
        for one in objs:
            one.own_text = note_text(one.own_note)
        return super().bulk_update(objs, [*fields, "own_text"], *args, **kwargs)


class Participant(Mentioning, Owned):
    """Somebody in an interaction, with a note that stands on their page alone."""

    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="participants", related_query_name="participant"
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="participations", related_query_name="participant"
    )
    own_note = models.TextField(_("about this person only"), max_length=20_000, blank=True)
    # Two days of the interaction, written by the database alone, see `contacts/kept_days.py`: while it counts as
    # contact, and whenever it is shown at all.
    counted_on = models.DateField(null=True, editable=False)
    day = models.DateField(null=True, editable=False)
    own_text = NoteText(sources=["own_note"])

    mentions_in: ClassVar = "own_note"

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        indexes = [
            models.Index(fields=["owner", "contact", "counted_on"], name="participant_by_day"),
            models.Index(fields=["owner", "contact", "day", "interaction"], name="participant_in_timeline"),
            # All columns that counts of a window read: they need not look at the rows themselves.
            models.Index(fields=["owner", "counted_on", "contact", "interaction"], name="participant_in_window"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["interaction", "contact"], name="once_in_an_interaction"),
        ]

    def get_absolute_url(self) -> str:
        return self.interaction.get_absolute_url()

    @property
    def mention_title(self) -> str:
        return _("%(what)s, only about %(name)s") % {
            "what": self.interaction.get_kind_display(),
            "name": self.contact.name,
        }

    @property
    def mention_day(self) -> date:
        return self.interaction.day

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is not None and "own_note" in fields:
            kwargs["update_fields"] = {*fields, "own_text"}
        super().save(*args, **kwargs)
