"""What becomes of a suggestion for the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.actions.catalogue_news import COPIED
from communities.actions.catalogue_store import free_slug, store
from communities.models import CatalogueEntry, CatalogueSuggestion, Cause, Community, SuggestionState

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@transaction.atomic
def accept(
    suggestion: CatalogueSuggestion, *, answer: str, by: AbstractBaseUser, known: CatalogueEntry | None = None
) -> CatalogueEntry:
    """Put a suggested community into the catalogue, or say that it is one `known` there; the community that it was
    suggested from comes from there now, and what a known entry says otherwise is news to it.

    Raises ValidationError when it has been answered already or makes no sense as an entry.
    """
    _claim(suggestion)
    entry = known or _made(suggestion, by)
    _answer(suggestion, SuggestionState.ACCEPTED, answer, by, entry)
    _lean(suggestion, entry, seen=0 if known else entry.version)
    return entry


def _made(suggestion: CatalogueSuggestion, by: AbstractBaseUser) -> CatalogueEntry:
    entry = CatalogueEntry()
    state = {name: getattr(suggestion, name) for name in (*COPIED, "other_names", "channels")}
    store(entry, {**state, "slug": free_slug(suggestion.name)}, cause=Cause.SUGGESTED, by=by)
    return entry


def _lean(suggestion: CatalogueSuggestion, entry: CatalogueEntry, *, seen: int) -> None:
    """Make the community that was suggested come from an entry, unless its owner has another one from there."""
    mine = suggestion.community
    if mine is None or mine.entry_id is not None:
        return
    if not Community._base_manager.filter(owner=mine.owner_id, entry=entry).exists():
        mine.entry, mine.entry_version = entry, seen
        mine.save(update_fields=["entry", "entry_version"])


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
