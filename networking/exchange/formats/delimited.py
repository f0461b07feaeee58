"""Rows of a delimited text with the lines they begin on; bounded, whatever the text holds."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from networking.exchange.formats.columns import meaning
from networking.exchange.formats.problems import Problem, Trouble, Unreadable

MOST_COLUMNS = 500
MOST_ROWS = 100_000
# A cell of more lines than this was most likely never closed.
LINES_OF_A_CELL = 200
LOOKED_AT = 30
LONGEST_NAME = 60
# The part of the first rows that is as wide as the first one, where a text is a table with names that nobody knows.
EVEN = 0.8
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.\w+|\+?[\d][\d ()-]{6,}")
Rows = Iterator[tuple[int, list[str]]]


def rows(text: str, delimiter: str, problems: list[Problem]) -> Rows:
    """Each row that is not empty, with its first line."""
    if "\x00" in text:
        problems.append(Problem(Trouble.BAD_TEXT, error=False))
        text = text.replace("\x00", "")
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    count = 0
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            problems.append(Problem(Trouble.TOO_LONG, line, ""))
            continue
        if len(row) > MOST_COLUMNS:
            raise Unreadable(Trouble.TOO_WIDE, line=line)
        if reader.line_num - line > LINES_OF_A_CELL:
            problems.append(Problem(Trouble.OPEN_QUOTE, line))
        if any(cell.strip() for cell in row):
            count += 1
            if count > MOST_ROWS:
                problems.append(Problem(Trouble.TOO_MANY, line, str(MOST_ROWS)))
                return
            yield line, row


def delimiter_of(text: str) -> str:
    """The mark by which the beginning falls into the most columns with a known name, else into the most columns."""
    head = "".join(text[:65536].splitlines(keepends=True)[:LOOKED_AT])
    best, score = ",", (-1, -1)
    for mark in ",;\t|":
        found = [*_quietly(head, mark)]
        known = max((sum(bool(meaning(cell)) for cell in row) for row in found), default=0)
        widest = max((len(row) for row in found), default=0)
        if (known, widest) > score:
            best, score = mark, (known, widest)
    return best


def _quietly(head: str, mark: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(head.replace("\x00", "").splitlines(keepends=True), delimiter=mark)
    except csv.Error:
        return


def header_of(text: str, delimiter: str) -> tuple[int, list[str]]:
    """The line and the names of the row that names the most columns, else of the first of a table with other names."""
    some = [*islice(rows(text[:65536], delimiter, []), LOOKED_AT + 1)]
    alike = sum(len(row) == len(some[0][1]) for _line, row in some)
    return header_among(some, even=alike >= len(some) * EVEN)


def header_among(some: Sequence[tuple[int, list[str]]], *, even: bool) -> tuple[int, list[str]]:
    """The same among rows that are read already; raises Unreadable when they are no table. `even`: of one width."""
    best: tuple[int, int, list[str]] = (0, 0, [])
    for line, row in some[: LOOKED_AT + 1]:
        known = sum(bool(meaning(cell)) for cell in row)
        if known > best[0]:
            best = known, line, row
    return (best[1], best[2]) if best[0] else _other_header(some if even else [])


def _other_header(some: Sequence[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """The first row, when it can hold names of columns; no names when people begin there at once."""
    line, first = some[0] if len(some) > 1 else (0, [])
    if any(ADDRESS.fullmatch(cell.strip()) for cell in first[1:]) and len(first) > 1:
        return line - 1, [""] * len(first)
    names = [cell.strip() for cell in first]
    fit = all(0 < len(name) <= LONGEST_NAME and name.isprintable() for name in names)
    if len(names) < 2 or not fit or len({*names}) < len(names):
        raise Unreadable(Trouble.NO_HEADER)
    return line, names
