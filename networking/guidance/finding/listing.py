"""Lists of notes, a page at a time: what a line says is made here once, and only for the lines that are shown."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext

from contacts.prepared import prepared
from networking.guidance.finding.lost import lost_names
from networking.guidance.leading.twins import hidden, readable, readers_language
from networking.guidance.models import Note, NoteLink, address_of
from networking.guidance.vault.files import names_a_file

PAGE = 60
# So many words of a note stand in a list of notes.
WORDS = 22
# So many names that nobody has written are on a page, each with so many of its sentences.
WANTED, SENTENCES = 20, 5
WantingRow = tuple[str, str, str, str, str, int, str, str, str]
# So many folders, and so many notes of each; the rest of a folder is one touch away.
FOLDERS, IN_FOLDER = 24, 12


class NoteLine(NamedTuple):
    title: str
    address: str
    excerpt: str


class Sentence(NamedTuple):
    """A link that leads nowhere, in the sentence in which it stands."""

    name: str
    title: str
    address: str
    where: str
    before: str
    text: str
    after: str


class Wanted(NamedTuple):
    """A name that no note has; `sentences` are the first of those that lead to it."""

    name: str
    number: int
    sentences: list[Sentence]

    @property
    def is_file(self) -> bool:
        """Whether a picture or a document is not there, and no note."""
        return names_a_file(self.name)

    @property
    def lines(self) -> list[tuple[str, str, str, str, str, str]]:
        return [one[1:] for one in self.sentences]

    @property
    def more(self) -> int:
        return self.number - len(self.sentences)


def all_notes(folder: str, number: str | None) -> tuple[Page[Any], list[NoteLine]]:
    """A page of the reader's notes, of one folder if it is named, and its lines; the first without counting them."""
    language = readers_language()
    if number:
        return page_of(_by_name(*([folder] if folder else []), language=language), number)
    found = _first(*([folder] if folder else []), language=language, most=PAGE + 1)
    page = Paginator(found, PAGE).get_page(1)
    return page, [_line(*row) for row in page.object_list]


def _by_name(*folders: str, language: str) -> QuerySet[Note]:
    shown = Note.objects.filter(readable(language))
    return shown.filter(folder=folders[0]) if folders else shown


@prepared
def _first(*folders: str, language: str, most: int) -> QuerySet[Note, tuple[str, str, str]]:
    """The first page in the order of names, and one more where it is not the last."""
    rows = _by_name(*folders, language=language).order_by("sort_key", "path")
    return rows.values_list("title", "slug", "excerpt")[:most]


def page_of(notes: QuerySet[Note], number: str | None) -> tuple[Page[tuple[str, str, str]], list[NoteLine]]:
    """A page of notes in the order of names, and its lines."""
    page = Paginator(notes.order_by("sort_key", "path").values_list("title", "slug", "excerpt"), PAGE).get_page(number)
    return page, [_line(*row) for row in page.object_list]


def _line(title: str, slug: str, excerpt: str) -> NoteLine:
    return NoteLine(title, address_of(slug), beginning(excerpt))


def beginning(text: str) -> str:
    """The first words of a text, as the filter of templates has them."""
    words = text.split(maxsplit=WORDS)
    said = " ".join(words[:WORDS])
    return f"{said} …" if len(words) > WORDS and not said.endswith(" …") else said


@prepared
def _folders(*, language: str) -> QuerySet[Note, tuple[str]]:
    rows = Note.objects.filter(readable(language)).exclude(folder="")
    return rows.order_by("folder").values_list("folder").distinct()


def leading_nowhere(language: str) -> QuerySet[NoteLink]:
    """The links of the reader's notes that lead to no note."""
    known = NoteLink.objects.filter(target=None).exclude(source__in=hidden(language))
    # A picture from elsewhere is never shown, and nobody is to bring it.
    return known.exclude(key__contains="://")


def wanted(number: str | None) -> tuple[Page[int], list[Wanted]]:
    """A page of the names that the reader's notes link to and that no note has, the most wanted first."""
    language = readers_language()
    begin = WANTED * (int(number) - 1) if number and number.isdecimal() and len(number) < 7 and int(number) else 0
    lost = lost_names(language, begin=begin, most=WANTED)
    if begin and not lost.names:
        return wanted(None)
    page = Paginator(range(lost.number), WANTED).get_page(begin // WANTED + 1)
    keys = [key for key, _number in lost.names]
    said: dict[str, list[tuple[str, int, Sentence]]] = {key: [] for key in keys}
    rows = _first_wanting(*keys, *[""] * (WANTED - len(keys)), language=language, most=SENTENCES) if keys else []
    for key, name, title, slug, sort_key, line, *words in rows:
        if key in said:
            where = gettext("line %(number)s") % {"number": line}
            said[key].append((sort_key, line, Sentence(name, title, address_of(slug), where, *words)))
    return page, [_wanted(number, [one[-1] for one in sorted(said[key])]) for key, number in lost.names]


def _wanted(number: int, sentences: list[Sentence]) -> Wanted:
    return Wanted(sentences[0].name, number, sentences)


@prepared
def _first_wanting(*keys: str, language: str, most: int) -> QuerySet[NoteLink, WantingRow]:
    """The first links to each of these names; which they are is found in the index before any is read."""
    first = Window(RowNumber(), partition_by=F("key"), order_by=[F("source_id").asc(), F("pk").asc()])
    known = leading_nowhere(language).filter(key__in=keys).order_by()
    shown = known.annotate(place=first).filter(place__lte=most)
    columns = ("key", "name", "source__title", "source__slug", "source__sort_key", "line", "before", "text", "after")
    return NoteLink.objects.filter(pk__in=shown.values("pk")).order_by().values_list(*columns)


def all_folders() -> list[str]:
    """The names of the folders in which there are notes for the reader."""
    return [folder for (folder,) in _folders(language=readers_language())]


class FolderLine(NamedTuple):
    name: str
    number: int
    notes: list[NoteLine]


def folders_of(number: str | None) -> tuple[Page[str], list[FolderLine]]:
    """A page of the folders in their order, each with its first notes."""
    shown = Note.objects.filter(readable(readers_language()))
    counts: dict[str, int] = dict(shown.order_by().values_list("folder").annotate(number=Count("pk")))
    page = Paginator(sorted(counts, key=lambda name: (name.casefold().split("/"), name)), FOLDERS).get_page(number)
    first = Window(RowNumber(), partition_by=F("folder"), order_by=[F("sort_key").asc(), F("pk").asc()])
    ranked = shown.order_by().filter(folder__in=list(page)).annotate(place=first).filter(place__lte=IN_FOLDER)
    inside: dict[str, list[NoteLine]] = {}
    places: dict[int, int] = dict(ranked.values_list("pk", "place"))
    rows = Note.objects.filter(pk__in=list(places)).order_by().values_list("pk", "folder", "title", "slug")
    for _pk, folder, title, slug in sorted(rows, key=lambda row: places[row[0]]):
        inside.setdefault(folder, []).append(NoteLine(title, address_of(slug), ""))
    return page, [FolderLine(name, counts[name], inside.get(name, [])) for name in page]
