"""Rows of a delimited text with the lines they begin on; bounded, whatever the text holds."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from networking.exchange.formats.columns import meaning
from networking.exchange.formats.problems import Problem, Trouble, Unreadable

MOST_COLUMNS = 500
MOST_ROWS = 100_000
# A cell of more lines than this was most likely never closed.
LINES_OF_A_CELL = 200
LOOKED_AT = 30
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
    """The line and the names of the row that names the most columns; raises Unreadable when none names any."""
    return header_among(rows(text[:65536], delimiter, []))


def header_among(some: Iterable[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """The same among rows that are read already; only the first are looked at."""
    best: tuple[int, int, list[str]] = (0, 0, [])
    for number, (line, row) in enumerate(some):
        known = sum(bool(meaning(cell)) for cell in row)
        if known > best[0]:
            best = known, line, row
        if number >= LOOKED_AT:
            break
    if not best[0]:
        raise Unreadable(Trouble.NO_HEADER)
    return best[1], best[2]
