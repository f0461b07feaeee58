"""What a vault brings beside the text of its notes: files, earlier versions, old addresses, uploads to be looked at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.addresses import address


class Attachment(models.Model):
    """A file that notes show or link to. `stored` keeps the bytes that came, `shown` those that browsers get."""

    path = models.CharField(_("file"), max_length=700, unique=True)
    origin = models.CharField(_("origin"), max_length=255)
    digest = models.CharField(max_length=64, editable=False)
    media_type = models.CharField(_("kind"), max_length=40)
    bytes = models.PositiveIntegerField(_("size"))
    # In pixels; empty for what is no picture and for drawings that do not say.
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    stored = models.CharField(max_length=200, editable=False)
    shown = models.CharField(max_length=200, editable=False)
    trashed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path

    def get_absolute_url(self) -> str:
        """Changes with the content, so a browser may keep what it got."""
        return f"{reverse('guidance:file', args=[self.pk, self.name])}?v={self.digest[:12]}"

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


class NoteVersion(models.Model):
    """The file of a note as it was: every import and every edit adds one, the latest is what the note says now."""

    HOW = [("import", _("imported")), ("edit", _("edited here")), ("back", _("put back"))]

    note = models.ForeignKey("guidance.Note", models.CASCADE, related_name="versions")
    raw = models.BinaryField()
    path = models.CharField(max_length=700)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    how = models.CharField(max_length=10, choices=HOW, default="import")

    class Meta:
        verbose_name = _("version of a note")
        verbose_name_plural = _("versions of notes")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.path}, {self.made_at:%Y-%m-%d %H:%M}"


class OldAddress(models.Model):
    """An address under which a note stood before it was renamed; it leads on to the note."""

    slug = models.CharField(max_length=220, unique=True)
    note = models.ForeignKey("guidance.Note", models.CASCADE, related_name="old_addresses")

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self) -> str:
        return self.slug


class VaultUpload(models.Model):
    """A zip that an admin sent, with the report of what importing it would do or did."""

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=255)
    # Empty once the zip was imported or thrown away.
    stored = models.CharField(max_length=200, blank=True)
    report = models.JSONField(default=dict)
    imported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("uploaded vault")
        verbose_name_plural = _("uploaded vaults")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return address("guidance:upload", self.pk)
