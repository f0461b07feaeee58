"""What was probably meant by a query that no note answers: each word one slip of the finger away from a known one.

Known are the words of titles, other names, headings and labels. They are read when a search found nothing, and stand
until a note changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from contacts.finding.keys import LEAST_LETTERS
from contacts.text import words
from networking.guidance.edition import latest
from networking.guidance.finding.searching import MOST_WORDS, stem
from networking.guidance.models import Note, NoteAlias, NoteTag

# The headings of so many notes are read, of those to which most lead first.
MOST_NOTES = 20_000
# The forms of words by their length, each with the word that has it.
Known = dict[int, dict[str, str]]


def meant_by(query: str) -> str:
    """The query with the nearest known words in place of unknown ones; empty where nothing is near."""
    typed = words(query)[:MOST_WORDS]
    if not any(map(_may_slip, typed)):
        return ""
    known = latest().keep("words", _known)
    meant = [_nearest(word, known) for word in typed]
    return " ".join(meant) if meant != typed else ""


def _may_slip(word: str) -> bool:
    """Short words and numbers are near to too many others."""
    return len(word) >= LEAST_LETTERS and word.isalpha()


def _nearest(word: str, known: Known) -> str:
    """The word itself where it is known, or nothing is near; else the known word that comes most often."""
    forms = dict.fromkeys((word, stem(word)))
    if not _may_slip(word) or any(form in known.get(len(form), {}) for form in forms):
        return word
    for form in forms:
        for length in (len(form), len(form) - 1, len(form) + 1):
            near = known.get(length, {}) if length >= LEAST_LETTERS - 1 else {}
            if found := process.extractOne(form, near.keys(), scorer=OSA.distance, score_cutoff=1):
                return near[found[0]]
    return word


def _known() -> Known:
    """Words and their stems, those that come most often first."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for word, _number in Counter(filter(_may_slip, _all_words())).most_common():
        for form in (word, stem(word)):
            found[len(form)].setdefault(form, word)
    return dict(found)


def _all_words() -> Iterator[str]:
    notes = Note.objects.order_by("-led", "sort_key", "pk").values_list("title", "toc")
    for title, headings in notes[:MOST_NOTES].iterator():
        yield from words(title)
        for heading in headings:
            yield from words(heading["text"])
    for names in (NoteTag, NoteAlias):
        standing = names._default_manager.filter(note__trashed_at=None).order_by()
        for (name,) in standing.values_list("name").distinct().iterator():
            yield from words(name)
