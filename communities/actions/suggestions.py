"""What becomes of a suggestion for the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.actions.catalogue_news import COPIED
from communities.actions.catalogue_store import free_slug, store
from communities.models import CatalogueEntry, CatalogueSuggestion, Cause, SuggestionState

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@transaction.atomic
def accept(suggestion: CatalogueSuggestion, *, answer: str, by: AbstractBaseUser) -> CatalogueEntry:
    """Put a suggested community into the catalogue; the community that it was suggested from comes from there now.

    Raises ValidationError when it has been answered already or makes no sense as an entry.
    """
    _claim(suggestion)
    entry = CatalogueEntry()
    state = {name: getattr(suggestion, name) for name in (*COPIED, "other_names", "channels")}
    store(entry, {**state, "slug": free_slug(suggestion.name)}, cause=Cause.SUGGESTED, by=by)
    _answer(suggestion, SuggestionState.ACCEPTED, answer, by, entry)
    mine = suggestion.community
    if mine is not None and mine.entry_id is None:
        mine.entry, mine.entry_version = entry, entry.version
        mine.save(update_fields=["entry", "entry_version"])
    return entry


@transaction.atomic
def decline(suggestion: CatalogueSuggestion, *, answer: str, by: AbstractBaseUser) -> None:
    """Say no. Raises ValidationError when it has been answered already."""
    _claim(suggestion)
    _answer(suggestion, SuggestionState.DECLINED, answer, by, None)


def _claim(suggestion: CatalogueSuggestion) -> None:
    """Of two admins at once only one answers."""
    waiting = CatalogueSuggestion.objects.filter(pk=suggestion.pk).waiting()
    if not waiting.update(answered_at=timezone.now()) or not suggestion.is_waiting:
        raise ValidationError(_("This suggestion has been answered already."))


def _answer(
    suggestion: CatalogueSuggestion,
    state: SuggestionState,
    answer: str,
    by: AbstractBaseUser,
    entry: CatalogueEntry | None,
) -> None:
    suggestion.state, suggestion.answer, suggestion.entry = state, answer, entry
    suggestion.answered_by_id = by.pk
    suggestion.answered_at = timezone.now()
    suggestion.save()
