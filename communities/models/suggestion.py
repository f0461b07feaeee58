from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models.catalogue import CatalogueEntry
from communities.models.community import Community
from communities.models.kinds import Described
from contacts.models import Trashable, TrashableQuerySet, Versioned
from contacts.text import clean_name, search_text, words


class SuggestionState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("a suggestion", "waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("a suggestion", "accepted")
    DECLINED = "declined", pgettext_lazy("a suggestion", "declined")


class CatalogueSuggestionQuerySet(TrashableQuerySet["CatalogueSuggestion"]):
    def waiting(self) -> Self:
        return self.filter(state=SuggestionState.WAITING, trash=None)

    def matching(self, query: str) -> Self:
        found = self
        for word in words(query):
            found = found.filter(search_text__contains=word)
        return found


class CatalogueSuggestion(Trashable, Versioned, Described):
    """A community that somebody would like to see in the catalogue. Its author gives it to the admins to read."""

    other_names = models.JSONField(_("other names"), default=list, blank=True)
    channels = models.JSONField(_("channels"), default=list, blank=True)
    community = models.ForeignKey(
        Community, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    state = models.CharField(
        pgettext_lazy("a suggestion", "state"),
        max_length=8,
        choices=SuggestionState.choices,
        default=SuggestionState.WAITING,
        editable=False,
    )
    answer = models.TextField(_("answer"), max_length=2_000, blank=True)
    answered_at = models.DateTimeField(pgettext_lazy("a suggestion", "answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    entry = models.ForeignKey(
        CatalogueEntry,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("catalogue entry"),
    )
    search_text = models.TextField(editable=False)

    objects = CatalogueSuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("suggestion for the catalogue")
        verbose_name_plural = _("suggestions for the catalogue")
        indexes = [models.Index(fields=["owner", "-id"], name="suggestion_of_owner")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        return self.state == SuggestionState.WAITING

    @property
    def is_accepted(self) -> bool:
        return self.state == SuggestionState.ACCEPTED

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = clean_name(self.name)
        self.search_text = search_text(self.name, *self.other_names, self.field, self.city)
        super().save(*args, **kwargs)
