"""The first sheet of an Excel workbook (XLSX) as rows of text; bounded, whatever the archive claims to hold."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import IO, Any
from xml.parsers import expat
from zlib import error as ZlibError

from networking.exchange.formats.problems import Trouble, Unreadable

LARGEST_PART = 64 * 1024 * 1024
MOST_STRINGS = 1_000_000
CHUNK = 1 << 16
_BROKEN = (zipfile.BadZipFile, ZlibError, expat.ExpatError, EOFError, NotImplementedError, RuntimeError, OSError,
           KeyError, ValueError, OverflowError)  # fmt: skip
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  # a sheet's days have no zone
_LETTERS = re.compile(r"([A-Z]{1,3})\d")
Cells = Iterator[tuple[int, list[str]]]


def is_workbook(file: IO[bytes]) -> bool:
    """Whether an archive is a workbook, by what it holds; the file stands at its beginning afterwards."""
    try:
        with zipfile.ZipFile(file) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except _BROKEN:
        return False
    finally:
        file.seek(0)


def rows(file: IO[bytes], most_columns: int) -> Cells:
    """Each row of the first sheet with its number; raises Unreadable where the archive is none that can be read."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield from _rows(archive, most_columns)
    except _BROKEN:
        raise Unreadable(Trouble.BROKEN_BOOK) from None


def _rows(archive: zipfile.ZipFile, most_columns: int) -> Cells:
    book = _Book(archive)
    sheet = _Sheet(book, most_columns)
    for _chunk in _fed(archive, book.first_sheet, sheet.parser):
        yield from sheet.taken()


def _fed(archive: zipfile.ZipFile, name: str, parser: Any) -> Iterator[None]:
    """Give a part to a parser a piece at a time, and stop after each; a part that grows too large is refused."""
    size = 0
    with archive.open(name) as part:
        while piece := part.read(CHUNK):
            size += len(piece)
            if size > LARGEST_PART:
                raise Unreadable(Trouble.TOO_LARGE)
            parser.Parse(piece, False)
            yield
    parser.Parse(b"", True)
    yield


def _parser(start: Any, end: Any, text: Any = None) -> Any:
    made = expat.ParserCreate(namespace_separator="}")
    made.buffer_text = True
    made.StartElementHandler = lambda name, attributes: start(name.rpartition("}")[2], attributes)
    made.EndElementHandler = lambda name: end(name.rpartition("}")[2])
    made.CharacterDataHandler = text
    made.StartDoctypeDeclHandler = _refuse
    return made


def _refuse(*_said: Any) -> None:
    """Nothing that Excel writes declares entities of its own."""
    raise ValueError


class _Book:
    """What the sheets lean on: the shared strings, which styles are dates, and where the first sheet lies."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.strings: list[str] = []
        self.dates: set[int] = set()
        self.epoch = _EPOCH
        self._sheet = self._found = ""
        self._kept: list[str] | None = None
        self._styles, self._own_dates, self._in_styles = 0, set[int](), False
        self._read(archive, "xl/workbook.xml", self._in_book)
        with suppress(KeyError):
            self._read(archive, "xl/_rels/workbook.xml.rels", self._in_links)
        for name, begun in (("xl/sharedStrings.xml", self._in_strings), ("xl/styles.xml", self._in_looks)):
            with suppress(KeyError):
                self._read(archive, name, begun)
        self.first_sheet = self._found or "xl/worksheets/sheet1.xml"

    def _read(self, archive: zipfile.ZipFile, name: str, begun: Any) -> None:
        for _chunk in _fed(archive, name, _parser(begun, self._ended, self._text)):
            pass

    def _in_book(self, name: str, said: dict[str, str]) -> None:
        if name == "workbookPr" and said.get("date1904") in ("1", "true"):
            self.epoch = _EPOCH_1904
        elif name == "sheet" and not self._sheet:
            self._sheet = next((value for key, value in said.items() if key.endswith("}id")), "")

    def _in_links(self, name: str, said: dict[str, str]) -> None:
        if name == "Relationship" and said.get("Id") == self._sheet:
            target = said.get("Target", "")
            self._found = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def _in_strings(self, name: str, _said: dict[str, str]) -> None:
        if name == "si":
            self._kept = []

    def _in_looks(self, name: str, said: dict[str, str]) -> None:
        if name == "numFmt" and re.search(r"[dy]", re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", said["formatCode"]), re.I):
            self._own_dates.add(int(said["numFmtId"]))
        elif name == "cellXfs":
            self._in_styles = True
        elif name == "xf" and self._in_styles:
            if int(said.get("numFmtId", "0")) in self._own_dates | _BUILT_IN_DATES:
                self.dates.add(self._styles)
            self._styles += 1

    def _text(self, text: str) -> None:
        if self._kept is not None:
            self._kept.append(text)

    def _ended(self, name: str) -> None:
        if name == "si" and self._kept is not None:
            if len(self.strings) >= MOST_STRINGS:
                raise Unreadable(Trouble.TOO_LARGE)
            self.strings.append("".join(self._kept))
            self._kept = None
        elif name == "cellXfs":
            self._in_styles = False


class _Sheet:
    """A sheet while it is read: cells become text, dates as 2026-11-21."""

    def __init__(self, book: _Book, most_columns: int) -> None:
        self._book, self._most = book, most_columns
        self.parser = _parser(self._begun, self._ended, self._text)
        self._ready: list[tuple[int, list[str]]] = []
        self._cells: list[str] = []
        self._number, self._at, self._kind, self._style = 0, 0, "", 0
        self._kept: list[str] | None = None
        self._value = ""

    def taken(self) -> list[tuple[int, list[str]]]:
        """The rows that are whole by now, handed out once."""
        ready, self._ready = self._ready, []
        return ready

    def _begun(self, name: str, said: dict[str, str]) -> None:
        if name == "row":
            self._number = int(said.get("r") or self._number + 1)
            self._cells = []
        elif name == "c":
            place = _LETTERS.match(said.get("r", ""))
            self._at = _column(place[1]) if place else len(self._cells)
            if self._at >= self._most:
                raise Unreadable(Trouble.TOO_WIDE, line=self._number)
            self._kind, self._style, self._value = said.get("t", "n"), int(said.get("s", "0")), ""
        elif name in ("v", "t"):
            self._kept = []

    def _text(self, text: str) -> None:
        if self._kept is not None:
            self._kept.append(text)

    def _ended(self, name: str) -> None:
        if name in ("v", "t") and self._kept is not None:
            self._value += "".join(self._kept)
            self._kept = None
        elif name == "c":
            self._cells += [""] * (self._at - len(self._cells))
            self._cells.append(self._said())
        elif name == "row" and any(cell.strip() for cell in self._cells):
            self._ready.append((self._number, self._cells))

    def _said(self) -> str:
        if self._kind == "s":
            place = int(self._value or "-1")
            return self._book.strings[place] if 0 <= place < len(self._book.strings) else ""
        if self._kind == "n" and self._value:
            return _number(self._value, self._book.epoch if self._style in self._book.dates else None)
        return "" if self._kind == "e" else self._value


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _number(text: str, epoch: datetime | None) -> str:
    """A number without a tail of zeros, so that a phone stays one; or the day it stands for."""
    value = float(text)
    if epoch and 0 < value < 3_000_000:
        return (epoch + timedelta(days=value)).date().isoformat()
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else text
