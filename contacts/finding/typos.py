"""People whose names are one slip of the finger away from what was typed."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

from rapidfuzz.distance import OSA

from contacts.finding.keys import END, LATIN_SOUND, LEAST_LETTERS, SOUND, STEM
from contacts.finding.pieces import AnyOf, Piece, all_of, any_of
from contacts.finding.query import Query
from contacts.finding.sound import sound
from contacts.finding.stems import is_cyrillic, name_stem
from contacts.models.contact import Contact, ContactQuerySet
from contacts.text import words

MOST_CANDIDATES = 3_000
# Words of one name in which a slip is forgiven.
MOST_SLIPS = 3


def one_typo_away(people: ContactQuerySet, query: Query, limit: int) -> list[Contact]:
    """People of whom every word is a word of the name, or one letter off it; nearest first, in two queries.

    A slip leaves the beginning or the end of a word whole, so that the database gives a bounded number of candidates.
    """
    if not any(len(word) >= LEAST_LETTERS and word.isalpha() for word in query.words):
        return []
    nearby, typed = all_of(map(_shares_a_half, query.words)), [*map(_Word, query.words)]
    found = []
    candidates = people.filter(search_text__holds=nearby).order_by("name_key", "pk").values_list("pk", "search_text")
    for place, (pk, text) in enumerate(candidates[:MOST_CANDIDATES]):
        pieces = text.split()
        distances = [word.distance(pieces) for word in typed]
        if max(distances) <= 1:
            found.append((sum(distances), place, pk))
    nearest = [pk for *_order, pk in sorted(found)[:limit]]
    known = people.for_rows().in_bulk(nearest)
    return [known[pk] for pk in nearest if pk in known]


def near_names(one: str, other: str) -> bool:
    """Whether two names of anything are heard alike or a slip of the finger apart, in any order of their words.

    Each long word may have a slip, and where they are parted otherwise, the whole. Numbers and short words are exact.
    """
    mine, theirs = _heard_words(one), _heard_words(other)
    if not mine or not theirs or len(mine) != len(theirs):
        whole, theirs_whole = "".join(mine), "".join(theirs)
        return bool(whole) and whole.isalpha() and _alike(whole, theirs_whole)
    rest, others = [*(Counter(mine) - Counter(theirs)).elements()], [*(Counter(theirs) - Counter(mine)).elements()]
    if len(rest) > MOST_SLIPS:
        return False
    return any(all(map(_alike, rest, order)) for order in permutations(others))


def _heard_words(name: str) -> list[str]:
    return [sound(word) if word.isalpha() else word for word in words(name)]


def _alike(one: str, other: str) -> bool:
    long = min(len(one), len(other)) >= LEAST_LETTERS and one.isalpha() and other.isalpha()
    return one == other or (long and OSA.distance(one, other, score_cutoff=1) <= 1)


def _shares_a_half(word: str) -> AnyOf:
    """Everything in which a form of the word may stand with at most one slip: whole, or its beginning, or its end."""
    whole = [Piece(sign + form, begins=True) for sign, form in (("", word), *_heard(word))]
    if len(word) < LEAST_LETTERS:
        return any_of(whole)
    halves = []
    for sign, form in _forms(word):
        half = len(form) // 2
        halves += [Piece(sign + form[:half], begins=True), Piece(END + form[: half - len(form) : -1], begins=True)]
    return any_of([*whole, *halves])


def _heard(word: str) -> list[tuple[str, str]]:
    return [(sign, sound(word)) for sign in (SOUND, LATIN_SOUND)]


def _forms(word: str) -> list[tuple[str, str]]:
    """A word as its sound, and in Cyrillic by letters and stem too, when they are long enough for a slip."""
    forms = _heard(word)
    if is_cyrillic(word):
        forms += [("", word), (STEM, name_stem(word))]
    return [(sign, form) for sign, form in forms if len(form) >= LEAST_LETTERS]


class _Word:
    """A typed word, made ready to be compared with the pieces of thousands of people."""

    def __init__(self, word: str) -> None:
        self.beginnings = (word, *(sign + heard for sign, heard in _heard(word)))
        self.forms = _forms(word) if len(word) >= LEAST_LETTERS else []

    def distance(self, pieces: list[str]) -> int:
        """Slips between the word and the nearest of a person's forms of names: 0, 1, or 2 for more."""
        if any(piece.startswith(self.beginnings) for piece in pieces):
            return 0
        return 1 if any(_one_slip(sign, form, piece) for sign, form in self.forms for piece in pieces) else 2


def _one_slip(sign: str, form: str, piece: str) -> bool:
    if sign:
        if not piece.startswith(sign):
            return False
        piece = piece[1:]
    # A name's own letters stand without a sign before them.
    elif not piece[0].isalnum():
        return False
    near = abs(len(piece) - len(form)) < 2 and len(piece) >= LEAST_LETTERS - 1
    return near and OSA.distance(form, piece, score_cutoff=1) <= 1
