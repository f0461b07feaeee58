"""One file that came in: its rows as they were understood, what was chosen, done, and how it is undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Event
from contacts.addresses import address
from contacts.models import Contact
from contacts.owned import AnyUser, Owned, OwnedQuerySet

UNDO_FOR = timedelta(days=30)


class State(models.TextChoices):
    PREVIEW = "preview", _("waits for you")
    RUNNING = "running", _("in progress")
    DONE = "done", _("done")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


class Verdict(models.TextChoices):
    NEW = "new", _("new")
    SAME = "same", _("the same")
    DIFFERS = "differs", _("differs")
    DOUBLE = "double", _("perhaps a double")


class Choice(models.TextChoices):
    """What is done with a row: a person of its own, or what is missing put to the known one, or all of it."""

    CREATE = "create", _("add a person")
    ADD = "add", _("add what is missing")
    REPLACE = "replace", _("take everything from the file")
    SKIP = "skip", _("leave out")


class ImportBatchQuerySet(OwnedQuerySet["ImportBatch"]):
    """Files of one owner."""


class ImportBatch(Owned):
    """A file and how far it is: nothing of it is in the network before its owner says so."""

    file_name = models.CharField(_("file"), max_length=200)
    format = models.CharField(_("kind of file"), max_length=20)
    encoding = models.CharField(_("encoding"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PREVIEW)
    # Problems of reading, as (kind, line, what, error).
    problems = models.JSONField(default=list, editable=False)
    rows_count = models.PositiveIntegerField(default=0, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")
        indexes = [models.Index(fields=["owner", "-id"], name="import_batch_by_owner")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return address("exchange:batch", self.pk)

    @property
    def is_of_events(self) -> bool:
        """Whether its rows are events of a calendar, not people."""
        return self.format == "ics"

    @property
    def can_be_undone(self) -> bool:
        """While it runs too: what has been done so far is taken back then."""
        if self.state == State.RUNNING:
            return True
        return self.state == State.DONE and self.ended_at is not None and self.ended_at > timezone.now() - UNDO_FOR


class ImportRowQuerySet(OwnedQuerySet["ImportRow"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner)

    def to_do(self) -> Self:
        """Rows that wait for their turn, in the order of the file."""
        return self.filter(done=False).exclude(choice=Choice.SKIP).order_by("place")


class ImportRowManager(models.Manager.from_queryset(ImportRowQuerySet)):  # type: ignore[misc]  # a class made as it runs
    """Rows of people and events, without the sheets that keep a table as it came: those have no key."""

    def get_queryset(self) -> ImportRowQuerySet:
        return super().get_queryset().exclude(key="")  # type: ignore[no-any-return]  # its base is made as it runs


class ImportRow(Owned):
    """One person or one event of a file. `changes` says field by field what the known one would get."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows", related_query_name="row")
    place = models.PositiveIntegerField()
    line = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=300)
    key = models.CharField(max_length=250)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    choice = models.CharField(_("what to do"), max_length=8, choices=Choice.choices)
    reason = models.CharField(max_length=500, blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # The place of an earlier row of the same file that is the same person.
    twin = models.PositiveIntegerField(null=True, blank=True)
    changes = models.JSONField(default=list, editable=False)
    person = models.JSONField(default=dict, editable=False)
    done = models.BooleanField(default=False, editable=False)
    # What was made and what stood there before; empty again when the row is undone.
    journal = models.JSONField(default=dict, editable=False)
    kept = models.BooleanField(default=False, editable=False)

    objects = ImportRowManager()
    every = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        verbose_name = _("row of an import")
        indexes = [
            models.Index(fields=["owner", "batch", "verdict", "place"], name="import_row_by_verdict"),
            models.Index(fields=["owner", "batch", "place"], condition=Q(done=False), name="import_row_to_do"),
        ]
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="one_import_row_of_a_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_known(self) -> bool:
        """Whether there is somebody, or something, that the row can be put to."""
        return self.contact_id is not None or self.event_id is not None or self.twin is not None


class ContactSourceQuerySet(OwnedQuerySet["ContactSource"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(contact__trash=None)


class ContactSource(Owned):
    """From where a person came: the same row of the same source finds them again. `raw` is the card as it came."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="sources", related_query_name="source")
    batch = models.ForeignKey(ImportBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="sources")
    format = models.CharField(max_length=20)
    key = models.CharField(max_length=250)
    raw = models.TextField(blank=True)

    objects = ContactSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of a person")
        indexes = [models.Index(fields=["owner", "key"], name="contact_source_by_key")]

    def __str__(self) -> str:
        return self.key
