"""What can be wrong with a file: typed, with its line, said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Self

from django.utils.translation import gettext_lazy as _


class Trouble(StrEnum):
    """Every kind of problem that a reader reports."""

    UNKNOWN = "unknown"
    ARCHIVE = "archive"
    TOO_LARGE = "too_large"
    CUT = "cut"
    BROKEN_CARD = "broken_card"
    NO_NAME = "no_name"
    BAD_LINE = "bad_line"
    BAD_VALUE = "bad_value"
    BAD_DATE = "bad_date"
    BAD_PHOTO = "bad_photo"
    BAD_TEXT = "bad_text"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    TOO_WIDE = "too_wide"
    OPEN_QUOTE = "open_quote"
    NO_HEADER = "no_header"
    NO_COLUMN = "no_column"
    NO_START = "no_start"
    BAD_RULE = "bad_rule"
    BROKEN_EVENT = "broken_event"
    LONG_SERIES = "long_series"
    CANCELLED = "cancelled"
    BROKEN_BOOK = "broken_book"
    EMPTY = "empty"


_SAID = {
    Trouble.UNKNOWN: _(
        "This is neither an address book, nor a table with names of columns, nor a calendar. Its name does not matter, "
        "what stands in it does."
    ),
    Trouble.ARCHIVE: _("This is an archive. Unpack it and choose the file inside: of LinkedIn Connections.csv."),
    Trouble.TOO_LARGE: _("The file is too large."),
    Trouble.CUT: _("The file is cut off: what came before the end was read."),
    Trouble.BROKEN_CARD: _("A card that has no end was left out."),
    Trouble.NO_NAME: _("Left out: there is neither a name nor an address of a person."),
    Trouble.BAD_LINE: _("A line that says nothing was left out: %(what)s"),
    Trouble.BAD_VALUE: _("A value could not be read: %(what)s"),
    Trouble.BAD_DATE: _("There is no such date: %(what)s"),
    Trouble.BAD_PHOTO: _("The photo could not be read."),
    Trouble.BAD_TEXT: _("Characters that cannot be stored were left out."),
    Trouble.TOO_LONG: _("Too long, only the beginning was taken: %(what)s"),
    Trouble.TOO_MANY: _("There are too many entries; only the first %(what)s were read."),
    Trouble.TOO_WIDE: _("The table has too many columns."),
    Trouble.OPEN_QUOTE: _("A quotation mark that is never closed: the rows after it may be one cell."),
    Trouble.NO_HEADER: _("No row with names of columns was found."),
    Trouble.NO_COLUMN: _("None of the columns is known to hold names: choose which one does."),
    Trouble.NO_START: _("An event without a beginning was left out: %(what)s"),
    Trouble.BAD_RULE: _("The repetition of an event could not be read, only its first day was taken: %(what)s"),
    Trouble.BROKEN_EVENT: _("An event that has no end was left out."),
    Trouble.LONG_SERIES: _("Of a long series only the last turns were taken: %(what)s"),
    Trouble.CANCELLED: _("A cancelled event was left out: %(what)s"),
    Trouble.BROKEN_BOOK: _("The Excel file is damaged or locked by a password."),
    Trouble.EMPTY: _("Nothing to read was found in the file."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem at a line (0: of the file as a whole). An error lost something, a warning changed something."""

    trouble: Trouble
    line: int = 0
    what: str = ""
    error: bool = True

    @property
    def text(self) -> str:
        said = str(_SAID[self.trouble])
        return said % {"what": self.what[:80]} if "%(what)s" in said else said


class Problems(list[Problem]):
    """The first problems of a file; of millions of bad lines nobody reads more, and they would fill the memory."""

    MOST = 2_000

    def append(self, problem: Problem, /) -> None:
        if len(self) < self.MOST:
            super().append(problem)

    def __iadd__(self, problems: Iterable[Problem], /) -> Self:  # type: ignore[override,misc]  # as a list does
        super().extend(islice(problems, max(0, self.MOST - len(self))))
        return self


class Unreadable(Exception):
    """Nothing of the file can be read; `problem` says why."""

    def __init__(self, trouble: Trouble, what: str = "", line: int = 0) -> None:
        super().__init__(trouble.value)
        self.problem = Problem(trouble, line, what)
