"""A CSV file as spreadsheets save it: its encoding and its delimiter are found out, and said."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from communities.tables.cells import bare

MOST_BYTES = 1024 * 1024
MOST_ROWS = 2_000
DELIMITERS = (",", ";", "\t")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Unreadable(Exception):
    """The file as a whole cannot be read; `code` says why, `line` where, if that is known; `found` counts its rows."""

    def __init__(self, code: str, line: int = 0, found: int = 0) -> None:
        super().__init__(code)
        self.code, self.line, self.found = code, line, found


class Row(NamedTuple):
    """A row of a file: its number as spreadsheets count, the headings being row 1, and the line of the file on which it
    begins, which is another one after a cell with several lines."""

    number: int
    line: int
    cells: dict[str, str]


class _Record(NamedTuple):
    line: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """The rows of a file, the cells of each by the name of their column."""

    encoding: str
    delimiter: str
    columns: list[str]
    rows: list[Row]
    unknown: list[str] = field(default_factory=list)
    # The numbers of rows that have more cells than there are columns.
    too_long: list[int] = field(default_factory=list)


def read_table(content: bytes, known: Callable[[str], str]) -> Table:
    """Read a file. `known` gives the name of a column by its heading, or nothing; raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("large")
    encoding, text = _decoded(content)
    if not text.strip():
        raise Unreadable("empty")
    if "\x00" in text:
        raise Unreadable("encoding")
    rest, delimiter = _delimiter(text, known)
    records = _records(rest, delimiter, begins=1 if rest == text else 2)
    heading = records[0].cells
    columns = [known(cell) for cell in heading]
    named = [name for name in columns if name]
    if not named:
        raise Unreadable("columns", 1)
    if len(named) != len({*named}):
        raise Unreadable("twice", 1)
    unknown = [cell.strip() for cell, name in zip(heading, columns, strict=True) if not name and cell.strip()]
    # An empty row is none to bring in, but spreadsheets count it.
    full = [(number, one) for number, one in enumerate(records, 1) if number > 1 and any(map(str.strip, one.cells))]
    if len(full) > MOST_ROWS:
        raise Unreadable("rows", found=len(full))
    too_long = [number for number, one in full if any(map(str.strip, one.cells[len(columns) :]))]
    rows = [Row(number, one.line, _named(columns, one.cells)) for number, one in full]
    return Table(encoding, delimiter, named, rows, unknown, too_long)


def _named(columns: list[str], cells: list[str]) -> dict[str, str]:
    return {name: bare(cell) for name, cell in zip(columns, cells, strict=False) if name}


def _decoded(content: bytes) -> tuple[str, str]:
    """The encoding and the text: what a mark says, else UTF-8 if it is that, else windows-1251."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding.removesuffix("-sig"), _decode(content, encoding)
    try:
        return "utf-8", content.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1251", _decode(content, "cp1251")


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding") from error


def _delimiter(text: str, known: Callable[[str], str]) -> tuple[str, str]:
    """The delimiter that makes the most known columns of the first line; `sep=;` on a line of its own is heeded."""
    first, _end, rest = text.partition("\n")
    said = first.strip().strip('"').lower()
    if said.startswith("sep=") and len(said) == 5:
        return rest, said[4]
    if first.strip().lower() == "sep=":
        return rest, "\t"
    return text, max(DELIMITERS, key=lambda one: sum(bool(known(cell)) for cell in _heading(text, one)))


def _heading(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _records(text: str, delimiter: str, *, begins: int) -> list[_Record]:
    """Each record with the line on which it begins. A quote that is never closed is refused, not guessed at."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[_Record] = []
    line = begins
    try:
        for cells in reader:
            found.append(_Record(line, cells))
            line = reader.line_num + begins
    except csv.Error as error:
        raise Unreadable("quotes", line) from error
    if not found:
        raise Unreadable("empty")
    return found
