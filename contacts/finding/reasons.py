"""Why somebody is among the found when their name does not show it: where the word stands, with what is around it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils.translation import gettext as _

from contacts.columns import field_of
from contacts.finding.pieces import Piece
from contacts.finding.query import Query, beginnings, in_names, is_in, tag_piece
from contacts.finding.sound import sounds
from contacts.finding.stems import stem
from contacts.models.channel import Channel
from contacts.models.contact import WORK, Contact
from contacts.models.interaction import Participant
from contacts.owned import AnyUser
from contacts.text import fold

# So much of a text stands on either side of the word.
BEFORE, AFTER = 24, 48
_WORD = re.compile(r"[^\W_]+")
# Among the kinds of channels, none of which is called so.
_TALK = "talk"
_SIGNS = re.compile(r"[\s*_#>`\[\]]+")
Fits = Callable[[str], bool]


@dataclass(frozen=True)
class Place:
    """Where a word was found: what it is, and the word with what is around it."""

    where: str
    before: str
    word: str
    after: str


def places(owner: AnyUser, known: Iterable[Contact], noted: Iterable[Contact], text: str) -> dict[int, Place]:
    """For each person with a word of the query that is not in their names, where it stands; one query at most.

    Of the `known` it stands in the work, the tags or the channels, of the `noted` in what was written about them.
    """
    queries = [query for query in (Query.read(text), Query.in_other_layout(text)) if query]
    left, found = _read(known, queries, _in_work)
    unwritten, written = _read(noted, queries, _in_own_words)
    return found | written | _beside(owner, left, unwritten, [query.phone for query in queries])


Asked = dict[int, tuple[Contact, tuple[str, ...]]]


def _read(
    people: Iterable[Contact], queries: list[Query], look: Callable[[Contact, Iterable[str]], Place | None]
) -> tuple[Asked, dict[int, Place]]:
    """Whom a look at their own columns does not explain, with the words to look for; and the places it shows."""
    asked = {one.pk: (one, missing) for one in people if (missing := _missing(one, queries))}
    found = {pk: place for pk, (one, words) in asked.items() if (place := look(one, words))}
    return {pk: pair for pk, pair in asked.items() if pk not in found}, found


def _missing(person: Contact, queries: Iterable[Query]) -> tuple[str, ...]:
    """The words that are in no name; empty when one of the queries is wholly in the names."""
    missing = [[word for word in query.words if not is_in(person.search_text, in_names(word))] for query in queries]
    return tuple(dict.fromkeys(word for words in missing for word in words)) if all(missing) else ()


def _in_work(person: Contact, words: Iterable[str]) -> Place | None:
    said = [(_name_of(name), getattr(person, name)) for name in WORK]
    return _first(said, [_begins_like(word) for word in words])


def _in_own_words(person: Contact, words: Iterable[str]) -> Place | None:
    said = [(_name_of(name), getattr(person, name)) for name in ("about", "how_met")]
    return _first(said, [_has_stem(word) for word in words])


def _beside(owner: AnyUser, known: Asked, noted: Asked, phones: Iterable[str]) -> dict[int, Place]:
    """What stands in tags and channels of the one, and in talks with the other, in one query."""
    parts = [*_tags_and_channels(known, phones), *_talks(owner, noted)]
    if not parts:
        return {}
    found: dict[int, Place] = {}
    # Sorted from the end, so that of several the first in order stays.
    for pk, text, kind in sorted(parts[0].union(*parts[1:], all=True), reverse=True):
        if kind == _TALK:
            said = json.loads(text or "{}")
            read = [(_("talk"), said.get(name, "")) for name in ("note", "topics", "own")]
            if place := _first(read, [_has_stem(word) for word in noted[pk][1]]):
                found[pk] = place
        else:
            found[pk] = Place(_("channel") if kind else _("tag"), "", text, "")
    return found


def _tags_and_channels(people: Asked, phones: Iterable[str]) -> list[QuerySet[Any, Any]]:
    if not people:
        return []
    words = {word for _person, words in people.values() for word in words if len(word) > 2}
    tagged = channelled = Q(pk__in=[])
    for word in words:
        tagged |= Q(tag__folded__has=tag_piece(word))
        channelled |= Q(value_folded__has=word)
    for phone in filter(None, phones):
        channelled |= Q(value_folded__has=phone)
    tags = Contact.tags.through.objects.filter(tagged, contact__in=people).order_by()
    channels = Channel.objects.filter(channelled, contact__in=people).order_by()
    return [
        tags.values_list("contact_id", "tag__name", Value("")),
        channels.values_list("contact_id", "value", F("kind")),
    ]


def _talks(owner: AnyUser, people: Asked) -> list[QuerySet[Any, Any]]:
    """The latest talk of each in which a word stands."""
    words = {word for _person, words in people.values() for word in words}
    if not words:
        return []
    stands = Q()
    for piece in (Piece(stem(word), begins=True) for word in words):
        stands |= Q(own_text__holds=piece) | Q(interaction__note_text__holds=piece)
    parts = Participant.objects.filter(stands, owner=owner.pk, contact=OuterRef("pk"), interaction__trash=None)
    said = JSONObject(own="own_note", note="interaction__note", topics="interaction__topics")
    latest = Subquery(parts.order_by("-interaction__day", "-pk").values(said=Cast(said, TextField()))[:1])
    rows = Contact.objects.filter(owner=owner.pk, pk__in=people).order_by()
    return [rows.values_list("pk", Coalesce(latest, Value(""), output_field=TextField()), Value(_TALK))]


def _name_of(column: str) -> str:
    return str(field_of(Contact, column).verbose_name)


def _begins_like(word: str) -> Fits:
    """As search reads the work: from its beginning, by its stem or its sound."""
    heard, starts = beginnings(*sounds(word)), (word, *beginnings(stem(word)))
    return lambda said: said.startswith(starts) or any(one.startswith(heard) for one in sounds(said) if heard)


def _has_stem(word: str) -> Fits:
    wanted = stem(word)
    return lambda said: stem(said).startswith(wanted)


def _first(texts: Iterable[tuple[str, Any]], fitting: Iterable[Fits]) -> Place | None:
    fitting = [*fitting]
    for where, text in texts:
        for match in _WORD.finditer(text or ""):
            said = fold(match[0])
            if any(fits(said) for fits in fitting):
                return Place(where, *_around(text, match.start(), match.end()))
    return None


def _around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The word with a little of the text on either side, without signs of markup, cut between words."""
    before, after = _SIGNS.sub(" ", text[max(0, start - BEFORE) : start]), _SIGNS.sub(" ", text[end : end + AFTER])
    if start > BEFORE:
        before = f"…{before.partition(' ')[2] or before}"
    if end + AFTER < len(text):
        after = f"{after.rpartition(' ')[0] or after}…"
    return before.lstrip(), text[start:end][:AFTER], after.rstrip()
