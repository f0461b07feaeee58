from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contacts.addresses import address
from contacts.finding.fields import Folded, NoteText
from contacts.finding.keys import kept_keys
from contacts.models.change import COLUMNS, Change, Fields
from contacts.models.kept_rhythm import RHYTHM_INDEXES, STATE_INDEX, KeptRhythm
from contacts.models.mention import Mentioning
from contacts.models.tag import Tag
from contacts.models.trash import Trash, Trashable, TrashableQuerySet
from contacts.models.versioned import Versioned
from contacts.owned import AnyUser
from contacts.text import said_name


class Tie(models.IntegerChoices):
    """How deep the tie is: the owner's own judgement, 1–5."""

    AWARE = 1, _("know of each other")
    ACQUAINTED = 2, _("acquainted")
    TALKING = 3, _("talking")
    TRUSTING = 4, _("trusting")
    CLOSE = 5, _("close")


class ContactRole(models.TextChoices):
    """What a person is to me; several may hold at once."""

    LIKE_MINDED = "like_minded", _("like-minded")
    MENTOR = "mentor", _("mentor")
    MENTEE = "mentee", _("mentee")
    EMPLOYER = "employer", _("possible employer")
    PARTNER = "partner", _("possible partner")
    COLLEAGUE = "colleague", _("colleague")


class ContactQuerySet(TrashableQuerySet["Contact"]):
    def active(self) -> Self:
        return self.filter(archived_on=None)

    def sought_of(self, owner: AnyUser) -> Self:
        """An owner's people for whom a search has an index of its own, or their ids: it must lead to no other index.

        Without statistics SQLite takes three equal columns for the narrower way and would look at everybody.
        """
        hidden = self.alias(whose=F("owner_id") + 0, lies_in=Coalesce("trash_id", 0))
        return hidden.filter(whose=owner.pk, lies_in=0)

    def archived(self) -> Self:
        return self.exclude(archived_on=None)

    def for_rows(self, *more: str) -> Self:
        """With what a line of a list says of a person and these columns: reading the rest costs more than finding."""
        kept = ("archived_on", "name_key", "last_on")
        return self.only("owner", "trash", *NAMES, "company", "position", "city", "photo", *kept, *more)


NAMES = ("given_name", "family_name", "patronymic", "nickname")
WORK = ("company", "position", "department", "city", "expertise", "authority")


class Contact(Trashable, Versioned, Mentioning, KeptRhythm):
    """A person of the owner's network. A name is the only thing that must be known."""

    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    nickname = models.CharField(_("nickname"), max_length=100, blank=True)
    company = models.CharField(_("company"), max_length=200, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    department = models.CharField(_("department"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    about = models.TextField(_("about"), max_length=20_000, blank=True)
    expertise = models.CharField(_("expertise"), max_length=500, blank=True)
    authority = models.CharField(_("authority"), max_length=500, blank=True)
    roles = models.JSONField(_("what they are to me"), default=list, blank=True)
    tie = models.PositiveSmallIntegerField(_("depth of the tie"), choices=Tie.choices, null=True, blank=True)
    trust = models.PositiveSmallIntegerField(
        _("trust"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    met_on = models.DateField(_("met on"), null=True, blank=True)
    how_met = models.CharField(_("how we met"), max_length=300, blank=True)
    introduced_by = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="introduced",
        verbose_name=_("introduced by"),
    )
    cadence_ideal = models.PositiveSmallIntegerField(
        _("ideally every, days"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )
    cadence_at_most = models.PositiveSmallIntegerField(
        _("at the latest every, days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    snoozed_until = models.DateField(_("not before"), null=True, blank=True, editable=False)
    rhythm_off = models.BooleanField(_("never remind"), default=False, editable=False)
    archived_on = models.DateField(_("archived on"), null=True, blank=True, editable=False)
    tags = models.ManyToManyField(Tag, blank=True, related_name="contacts", verbose_name=_("tags"))
    photo = models.FileField(_("photo"), max_length=120, blank=True, editable=False)
    name_key = models.CharField(max_length=400, editable=False)
    # What search reads, see contacts/finding/keys.py.
    search_text = models.TextField(editable=False)
    about_text = NoteText(sources=["about", "how_met"])
    # What the filters compare; folding may lengthen a text.
    company_key = Folded(source="company", max_length=400)
    city_key = Folded(source="city", max_length=200)
    # The latest day that counts, kept by the database itself, see contacts/kept_days.py.
    last_on = models.DateField(null=True, editable=False)

    # Set by `contacts.last_contact.add_last_contact` on the people of a page.
    last_contact: date | None = None

    # Whether saving writes the history; a merge, taken back as a whole, does not.
    tells: bool = True
    # What else the next saving changes beside the columns, for the history: see `contacts/models/change.py`.
    changes_beside: Fields | None = None

    mentions_in: ClassVar = "about"

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [
            models.Index(fields=["owner", "name_key", "id"], name="contact_by_name"),
            # The list of people and their number in the frame of every page: read from the index alone.
            STATE_INDEX,
            models.Index(fields=["owner", "met_on", "trash"], name="contact_by_met"),
            models.Index(fields=["owner", "trash", "archived_on", "last_on", "id"], name="contact_by_last"),
            *RHYTHM_INDEXES,
            # A filter and the usual order in one: the first page is read off, however many pass.
            *(
                models.Index(fields=["owner", "trash", "archived_on", field, "name_key", "id"], name=f"contact_{name}")
                for field, name in (("company_key", "at"), ("city_key", "in"), ("tie", "tied"), ("trust", "trusted"))
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(tie=None) | Q(tie__range=(1, 5)), name="contact_tie_1_to_5"),
            models.CheckConstraint(condition=Q(trust=None) | Q(trust__range=(1, 5)), name="contact_trust_1_to_5"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As people say it: given and family name, else the nickname."""
        return said_name(self.given_name, self.family_name, self.nickname)

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.given_name, self.patronymic, self.family_name))) or self.nickname

    @property
    def work(self) -> str:
        return ", ".join(part for part in (self.position, self.company) if part)

    @property
    def photo_address(self) -> str:
        """Where the photo is, or an empty string; another photo has another address."""
        # Most have none, and Django would make an object to say so.
        name = (self.photo.name or "") if self.__dict__.get("photo", True) else ""
        return f"{reverse('contacts:photo', args=[self.pk])}?v={name[-12:-4]}" if name else ""

    def get_absolute_url(self) -> str:
        return address("contacts:contact", self.pk)

    @property
    def mention_title(self) -> str:
        return _("About %(name)s") % {"name": self.name}

    def get_roles_display(self) -> list[str]:
        return [str(ContactRole(role).label) for role in self.roles if role in ContactRole.values]

    def archive(self, *, on: date) -> None:
        self.archived_on = on
        self.save(update_fields=["archived_on", "updated_at"])

    def unarchive(self) -> None:
        self.archived_on = None
        self.save(update_fields=["archived_on", "updated_at"])

    @classmethod
    def come_back(cls, trash: Trash, pks: list[int]) -> None:
        Change.tell_of_many(trash.owner_id, pks, {"trash_id": [trash.pk, None]})

    def snooze(self, *, until: date | None) -> None:
        """Ask for nothing before a day; None takes the rest back, and "never" too."""
        self.snoozed_until, self.rhythm_off = until, False
        self.save(update_fields=["snoozed_until", "rhythm_off", "updated_at"])

    def stop_reminding(self) -> None:
        self.snoozed_until, self.rhythm_off = None, True
        self.save(update_fields=["snoozed_until", "rhythm_off", "updated_at"])

    def refresh_keys(self) -> None:
        """Recompute what is kept for search and order from the names and the work."""
        said = [[getattr(self, name) for name in some] for some in (NAMES, WORK)]
        self.name_key, self.search_text = kept_keys(*said)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refresh_keys()
        fields = kwargs.get("update_fields")
        if fields is not None:
            # With nothing of theirs written, what is kept stays too: this object may be older than its row.
            kwargs["update_fields"] = {
                *fields,
                *(("name_key", "search_text") if {*NAMES, *WORK} & {*fields} else ()),
                *(("company_key",) if "company" in fields else ()),
                *(("city_key",) if "city" in fields else ()),
                *(("about_text",) if {"about", "how_met"} & {*fields} else ()),
            }
        told = [name for name in COLUMNS if fields is None or name in fields or name.removesuffix("_id") in fields]
        with transaction.atomic():
            known = bool(self.pk and told and self.tells and not self._state.adding)
            before = type(self)._base_manager.filter(pk=self.pk).values(*told).first() if known else None
            super().save(*args, **kwargs)
            self._tell(before)

    def _tell(self, before: dict[str, Any] | None) -> None:
        """Write the history of a saving, in one row; a person who is new has none."""
        beside, self.changes_beside = self.changes_beside or {}, None
        change = None
        if before:
            after = {name: getattr(self, name) for name in before}
            change = Change.between(
                self, before, after | ({"photo": self.photo.name or ""} if "photo" in after else {})
            )
        if beside and change is None:
            change = Change(owner_id=self.owner_id, contact=self, fields={})
        if change:
            change.fields |= beside
            change.save()
