"""From bytes to cards: every property kept, in the form of 3.0, whatever version it came in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from networking.exchange.formats.encodings import decode, eight_bit
from networking.exchange.formats.problems import Problem, Problems, Trouble
from networking.exchange.formats.vcard.values import from_quoted, modern

_BEGIN = re.compile(rb"^[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*$", re.I | re.M)
_END = re.compile(r"^[ \t]*END[ \t]*:[ \t]*VCARD[ \t]*$", re.I | re.M)
CHARSET = re.compile(rb"CHARSET=\"?([\w.:-]{1,40})", re.I)
_NAME = re.compile(r"[A-Za-z0-9-]{1,100}\Z")
LONGEST_CARD = 16 * 1024 * 1024
# A card of somebody real has a hundred.
MOST_PROPERTIES = 5_000


class Property(NamedTuple):
    """One line of a card: its group, name in capitals, parameters as written, value escaped as 3.0 does."""

    group: str
    name: str
    params: str
    value: str
    line: int = 0


@dataclass(slots=True)
class Card:
    """All properties of one card but BEGIN, END and VERSION, and its text as it came."""

    properties: list[Property] = field(default_factory=list)
    version: str = "3.0"
    line: int = 1
    raw: str = ""
    problems: list[Problem] = field(default_factory=Problems)


def cards(data: bytes) -> Iterator[Card]:
    """Each card of a file, in one pass; a card without an end carries its problem and ends where the next begins."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:64]:
        data = decode(data)[0].encode("utf-8", "replace")
    data = data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    line, seen = 1, 0
    starts = [found.start() for found in _BEGIN.finditer(data)]
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        line += data.count(b"\n", seen, start)
        seen = start
        yield _card(data[start:end], line)


def _card(data: bytes, line: int) -> Card:
    if len(data) > LONGEST_CARD:
        return Card(line=line, problems=[Problem(Trouble.TOO_LARGE, line)])
    text = _text(data)
    found = _END.search(text)
    if found is None:
        return Card(line=line, raw=text[:2000], problems=[Problem(Trouble.BROKEN_CARD, line)])
    return parse(text[: found.end()], line)


def _text(data: bytes) -> str:
    """A card's own text: UTF-8, else the charset that it names, else what its bytes look like."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if named := CHARSET.search(data):
        try:
            return data.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return eight_bit(data)[0]


def parse(text: str, line: int = 1) -> Card:
    """One card from its text, from BEGIN to END."""
    card = Card(line=line, raw=text)
    if "\x00" in text:
        text = text.replace("\x00", "")
        card.problems.append(Problem(Trouble.BAD_TEXT, line, error=False))
    head = text[:400].upper()
    old = "VERSION:2.1" in head
    card.version = "2.1" if old else "4.0" if "VERSION:4.0" in head else "3.0"
    simple = "\n " not in text and "\n\t" not in text and (not old or "=\n" not in text)
    simple = simple and text.count("\n") < MOST_PROPERTIES
    rows = enumerate(text.split("\n"), line) if simple else iter(logical_lines(text, line, old=old))
    add = card.properties.append
    for number, row in rows:
        if not row:
            continue
        if len(card.properties) >= MOST_PROPERTIES:
            card.problems.append(Problem(Trouble.TOO_MANY, number, str(MOST_PROPERTIES), error=False))
            break
        name, colon, value = row.partition(":")
        if colon and '"' not in name and ";" not in name and "." not in name and not old:
            name = name.upper()
            if name in ("BEGIN", "END", "VERSION"):
                continue
            if _NAME.match(name):
                add(Property("", name, "", value, number))
                continue
        one = property_of(row, number, old=old)
        if one is None:
            if row.strip():
                card.problems.append(Problem(Trouble.BAD_LINE, number, row.strip()[:60], error=False))
        elif one.name not in ("BEGIN", "END", "VERSION"):
            add(one)
    return card


def logical_lines(text: str, line: int, *, old: bool = False) -> Iterator[tuple[int, str]]:
    """Unfolded lines with the number of their first physical line; linear, however long they are."""
    held: list[str] = []
    began, quoted = line, False
    # One at a time: as a list the lines would take ten times the text.
    for number, ended in enumerate(io.StringIO(text, newline="\n"), line):
        row = ended.removesuffix("\n")
        if held and quoted:
            held[-1] = held[-1][:-1]
            held.append(row)
            quoted = row.endswith("=")
            continue
        if held and row[:1] in (" ", "\t"):
            held.append(row if old and row.strip() else row[1:])
            continue
        if held:
            yield began, "".join(held)
        held, began = [row], number
        quoted = row.endswith("=") and "QUOTED-PRINTABLE" in row.partition(":")[0].upper()
    if held:
        yield began, "".join(held)


def _head_end(row: str) -> int:
    """Where the colon before the value stands: the first that is not inside quotation marks, -1 when there is none."""
    at, colon = 0, row.find(":")
    while colon >= 0:
        opened = row.find('"', at, colon)
        closed = row.find('"', opened + 1) if opened >= 0 else -1
        if closed < 0:
            return colon
        at = closed + 1
        if colon < at:
            colon = row.find(":", at)
    return colon


def property_of(row: str, number: int, *, old: bool = False) -> Property | None:
    """One unfolded line as a property, or None when it is none."""
    end = _head_end(row)
    if end < 0:
        return None
    head, value = row[:end], row[end + 1 :]
    first, _semicolon, params = head.strip().partition(";")
    group, dot, name = first.rpartition(".")
    name = name.strip().upper()
    if not _NAME.match(name):
        return None
    if old or "QUOTED-PRINTABLE" in params.upper():
        params, value = _modernised(name, params, value)
    return Property(group.strip() if dot else "", name, params, value, number)


def _modernised(name: str, params: str, value: str) -> tuple[str, str]:
    """Parameters and value of 2.1 as 3.0 has them: types named, text decoded and escaped, binary as `b`."""
    kept, charset, quoted, binary = [], "", False, False
    for one in params.split(";") if params else []:
        key, equals, said = one.partition("=")
        upper, said = key.strip().upper(), said.strip().strip('"')
        if upper == "CHARSET":
            charset = said
        elif (upper == "ENCODING" and said.upper() == "QUOTED-PRINTABLE") or upper == "QUOTED-PRINTABLE":
            quoted = True
        elif (upper == "ENCODING" and said.upper() in ("BASE64", "B")) or upper == "BASE64":
            binary = True
        elif upper in ("ENCODING", "8BIT", "7BIT"):
            continue
        elif upper:
            kept.append(one.strip() if equals else f"TYPE={one.strip()}")
    if binary:
        return ";".join(["ENCODING=b", *kept]), "".join(value.split())
    value = from_quoted(value, charset) if quoted else value
    return ";".join(kept), modern(name, value, decoded=quoted)
