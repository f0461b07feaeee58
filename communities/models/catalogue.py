from __future__ import annotations

from typing import Any, Self, TypeAlias

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.models.kinds import Described, Kind, kind_words
from communities.vocabulary import SPOKEN, in_english, said_here
from contacts.models import Versioned
from contacts.models.channel import ChannelKind
from contacts.text import clean_name, search_text, sort_key, words

# Everything that an entry says of itself, by name, as it goes into JSON.
State: TypeAlias = dict[str, Any]
TEXTS = (
    "name", "family", "kind", "field", "city", "about", "about_en",
    "legal_form", "membership_terms", "certification", "licensing", "represents",
)  # fmt: skip
PLAIN = ("slug", *TEXTS, "is_published", "is_template")
# Letters of a description that a row of the list shows.
BRIEF = 140


class CatalogueQuerySet(models.QuerySet["CatalogueEntry"]):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def standing(self) -> Self:
        """Entries that were not merged into another."""
        return self.filter(merged_into=None)

    def matching(self, query: str) -> Self:
        found = self
        for word in words(query):
            found = found.filter(search_text__contains=word)
        return found


class CatalogueEntry(Versioned, Described):
    """A community that everybody signed in may join from; edited by admins, owned by nobody."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    other_names = models.JSONField(_("other names"), default=list, blank=True)
    about_en = models.TextField(_("about, in English"), max_length=20_000, blank=True)
    is_template = models.BooleanField(_("a template for communities of one's own"), default=False)
    is_published = models.BooleanField(_("published"), default=True)
    # An entry that turned out to be a double stays as a row: its address leads on, and the merge can be undone.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="doubles",
        verbose_name=_("merged into"),
    )
    # What the product last shipped for this entry: a value that still equals it was not edited by an admin.
    shipped = models.JSONField(default=dict, editable=False)
    name_key = models.CharField(max_length=400, editable=False)
    search_text = models.TextField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    # What stood in the database when the admin's form began to save; no column.
    stood: State

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "pk"]
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("communities:catalogue_entry", args=[self.slug])

    @property
    def standing(self) -> CatalogueEntry:
        """The entry that speaks for this one: itself, or the one that it was merged into."""
        return self.merged_into or self

    @property
    def about_here(self) -> str:
        """The description in the reader's language, as far as there is one."""
        return self.about_en if get_language() == "en" and self.about_en else self.about

    @property
    def name_here(self) -> str:
        """The name: most are the same in every language, those that describe, as a template's do, are translated."""
        return said_here(self.name)

    @property
    def here(self) -> dict[str, str]:
        """What it says of itself in the reader's language: what a page shows, and what joining copies."""
        said = {name: said_here(getattr(self, name)) for name in SPOKEN}
        return {**said, "name": self.name_here, "family": self.family, "kind": self.kind, "about": self.about_here}

    @property
    def in_brief(self) -> str:
        """The beginning of it, as a list has room for; the general filter looks at every letter."""
        said = self.about_here
        return said if len(said) <= BRIEF else f"{said[: BRIEF - 1]}…"

    @property
    def is_formal(self) -> bool:
        """Whether the attributes of formal associations apply."""
        return self.kind == Kind.FORMAL_ASSOCIATION

    def state(self) -> State:
        """What the entry says now, channels included: what its history keeps and brings back."""
        channels = [[one.kind, one.value] for one in self.channels.all()] if self.pk else []
        plain = {name: getattr(self, name) for name in PLAIN}
        return {**plain, "other_names": [*self.other_names], "channels": channels}

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = clean_name(self.name)
        self.name_key = sort_key(self.name)
        self.search_text = self.words_to_find()
        super().save(*args, **kwargs)

    def words_to_find(self) -> str:
        """What the entry is found by, whatever the language of who looks."""
        names = (self.name, *self.other_names, self.field, self.city, self.slug, kind_words(self.kind))
        said = (*names, self.represents, self.about, self.about_en)
        # In the other language, too: the shipped words of one entry are shown in both.
        spoken = (self.name, self.field, self.city, self.represents)
        return search_text(*said, *(meant for one in spoken if (meant := in_english(one)) != one))


class CatalogueChannel(models.Model):
    """Where a catalogued community lives."""

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("channel"), max_length=20, choices=ChannelKind.choices)
    value = models.CharField(_("address"), max_length=300)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self) -> str:
        return self.value

    def clean(self) -> None:
        super().clean()
        self.value = clean_name(self.value)
