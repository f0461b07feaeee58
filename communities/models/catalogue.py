from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.models.kinds import Described, Kind
from contacts.models.channel import ChannelKind
from contacts.text import clean_name, search_text, sort_key, words


class CatalogueQuerySet(models.QuerySet["CatalogueEntry"]):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def matching(self, query: str) -> Self:
        found = self
        for word in words(query):
            found = found.filter(search_text__contains=word)
        return found


class CatalogueEntry(Described):
    """A community that everybody signed in may join from; edited by admins, owned by nobody."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    other_names = models.JSONField(_("other names"), default=list, blank=True)
    about_en = models.TextField(_("about, in English"), max_length=20_000, blank=True)
    is_template = models.BooleanField(_("a template for communities of one's own"), default=False)
    is_published = models.BooleanField(_("published"), default=True)
    # What the product last shipped for this entry: a value that still equals it was not edited by an admin.
    shipped = models.JSONField(default=dict, editable=False)
    name_key = models.CharField(max_length=400, editable=False)
    search_text = models.TextField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

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
    def about_here(self) -> str:
        """The description in the reader's language, as far as there is one."""
        return self.about_en if get_language() == "en" and self.about_en else self.about

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = clean_name(self.name)
        self.name_key = sort_key(self.name)
        kind = str(Kind(self.kind).label) if self.kind in Kind else ""
        self.search_text = search_text(self.name, *self.other_names, self.field, self.city, kind)
        super().save(*args, **kwargs)


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
