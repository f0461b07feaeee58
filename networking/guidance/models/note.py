"""Notes and what hangs on them. They belong to the installation: everybody signed in reads them, admins edit."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.db import models
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _

STARTER = "starter"
# The origin of a shipped note that was edited here: the product renews it no more.
HERE = "here"


def address_of(slug: str, page: str = "guidance:note") -> str:
    """A page of a note, that to read it unless told else: the routes are asked once, not for each of thousands."""
    return f"{_before_slugs(page, get_script_prefix())}{_quoted(slug)}/"


_quoted = lru_cache(maxsize=4096)(quote)


@lru_cache(maxsize=16)
def _before_slugs(page: str, prefix: str) -> str:
    return reverse(page, args=["-"]).removesuffix("-/")


class StandingNotes(models.Manager["Note"]):
    """Notes that are not in the trash."""

    def get_queryset(self) -> models.QuerySet[Note]:
        return super().get_queryset().filter(trashed_at=None)


class LinksBetweenNotes(models.Manager["NoteLink"]):
    """Links that mean notes; those that lead to files are in `NoteLink.every`."""

    def get_queryset(self) -> models.QuerySet[NoteLink]:
        return super().get_queryset().exclude(rule="file")


class Note(models.Model):
    """A note as it was read, with everything that its page shows made at import."""

    path = models.CharField(_("file"), max_length=700, unique=True)
    folder = models.CharField(_("folder"), max_length=700, blank=True)
    name = models.CharField(_("name"), max_length=255)
    slug = models.CharField(_("address"), max_length=220, unique=True)
    title = models.CharField(_("title"), max_length=300)
    # Which folder the text came from; the product's own notes may be renewed, those of others never.
    origin = models.CharField(_("origin"), max_length=255)
    # Of the file as it stands here, and as the last import brought it: they differ while an edit made here stands.
    digest = models.CharField(max_length=64, editable=False)
    came_as = models.CharField(max_length=64, editable=False, blank=True)
    # How the bytes of that digest are read; empty for a note of which nobody has looked.
    encoding = models.CharField(max_length=12, editable=False, blank=True)
    front_matter = models.JSONField(_("front matter"), default=dict, blank=True)
    body = models.TextField(_("text"), blank=True)
    # The line of the file on which the text begins, after the front matter.
    body_line = models.PositiveIntegerField(editable=False, default=1)
    html = models.TextField(editable=False, blank=True)
    toc = models.JSONField(editable=False, default=list)
    # Made of the two above, so that no page looks through them: the list of contents as HTML, and the mark, the
    # heading and the number of tasks of each checklist.
    contents = models.TextField(editable=False, blank=True)
    tasks = models.JSONField(editable=False, default=list)
    excerpt = models.TextField(editable=False, blank=True)
    search_text = models.TextField(editable=False, blank=True)
    sort_key = models.CharField(max_length=400, editable=False)
    # Notes made by an older rendering are made anew at the next start.
    rendering = models.PositiveSmallIntegerField(editable=False, default=0)
    # As the front matter says; most notes of a vault do not. `twin` is the same note in the other language.
    language = models.CharField(_("language"), max_length=2, blank=True, editable=False)
    translation_of = models.CharField(_("translation of"), max_length=255, blank=True, editable=False)
    twin = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    # How many notes lead here, see `leading/led.py`.
    led = models.PositiveIntegerField(editable=False, default=0)
    changed_at = models.DateTimeField(_("changed"))
    # Kept for a note in the trash: what restoring it brings back beside its text.
    kept_places = models.JSONField(editable=False, default=list)
    trashed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = StandingNotes()
    every: models.Manager[Note] = models.Manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["sort_key", "path"]
        # Lists go by these alone, so whom a note is for is in them: its texts are many times as large as its names.
        indexes = [
            models.Index(fields=["sort_key", "language", "twin", "trashed_at"], name="guidance_by_name"),
            models.Index(fields=["folder", "sort_key", "language", "twin", "trashed_at"], name="guidance_by_folder"),
            models.Index(fields=["-changed_at", "sort_key"], name="guidance_by_change"),
            models.Index(fields=["-led", "sort_key", "language", "twin", "trashed_at"], name="guidance_by_led"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of(self.slug)


class NoteAlias(models.Model):
    note = models.ForeignKey(Note, models.CASCADE, related_name="aliases")
    name = models.CharField(_("alias"), max_length=255)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class NoteTag(models.Model):
    note = models.ForeignKey(Note, models.CASCADE, related_name="tags")
    name = models.CharField(_("tag"), max_length=100)
    key = models.CharField(max_length=100, db_index=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["pk"]
        indexes = [models.Index(fields=["key", "note", "name"], name="guidance_tagged")]

    def __str__(self) -> str:
        return self.name


class NotePlace(models.Model):
    """A place of the product where the note is offered, such as `kind:technical` or `debrief`."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="places")
    place = models.CharField(_("place"), max_length=60, db_index=True)
    # The earlier a note names a place, the more it is about it.
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("shown on")
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return self.place


class NoteLink(models.Model):
    """A link as it was written, and where it leads today; an empty target leads nowhere."""

    RULES = [
        ("name", _("by name")),
        ("path", _("by folder and name")),
        ("alias", _("by alias")),
        ("folded", _("by name, hyphens read as spaces")),
        ("self", _("to a heading of the same note")),
        ("file", _("to a file")),
        ("", _("leads nowhere")),
    ]

    source = models.ForeignKey(Note, models.CASCADE, related_name="links", db_index=False)
    target = models.ForeignKey(Note, models.SET_NULL, null=True, blank=True, related_name="links_here", db_index=False)
    written = models.CharField(_("as written"), max_length=600)
    name = models.CharField(_("name"), max_length=600, blank=True)
    key = models.CharField(max_length=600, blank=True)
    heading = models.CharField(_("heading"), max_length=600, blank=True)
    text = models.CharField(_("text"), max_length=600)
    line = models.PositiveIntegerField(_("line"))
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    rule = models.CharField(_("rule"), max_length=10, choices=RULES, blank=True)
    href = models.CharField(max_length=2000, blank=True, editable=False)
    # Paths of the notes that it could have meant as well, one a line.
    others = models.TextField(blank=True, editable=False)

    objects = LinksBetweenNotes()
    every: models.Manager[NoteLink] = models.Manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["source_id", "line", "pk"]
        indexes = [
            models.Index(fields=["source", "target", "rule"], name="guidance_leads_to"),
            models.Index(fields=["target", "source", "rule"], name="guidance_led_here"),
            models.Index(
                fields=["key", "source", "rule", "target"],
                condition=models.Q(target=None),
                name="guidance_leads_nowhere",
            ),
        ]

    def __str__(self) -> str:
        return self.written

    def lead_to(self, **found: Any) -> bool:
        """Point somewhere else; says whether that is a change."""
        changed = any(getattr(self, name) != value for name, value in found.items())
        for name, value in found.items():
            setattr(self, name, value)
        return changed
