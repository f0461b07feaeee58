"""What a file is, by what stands in it; its name says nothing."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import IO
from zoneinfo import ZoneInfo

from networking.exchange.formats import ics, monica, table, telegram, vcard, workbook
from networking.exchange.formats.encodings import decode
from networking.exchange.formats.problems import Problem, Trouble, Unreadable
from networking.exchange.formats.rows import Reading

_CARD = re.compile(r"^[ \t\ufeff]*BEGIN[ \t]*:[ \t]*VCARD", re.I | re.M)
_CALENDAR = re.compile(r"^[ \t\ufeff]*BEGIN[ \t]*:[ \t]*V(?:CALENDAR|EVENT)", re.I | re.M)
# Beginnings of what is no address book, whatever its name says: pictures, archives, PDF, programs, databases.
_OTHERS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"MZ", b"SQLite f",
           b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"Rar!")  # fmt: skip
LARGEST = 64 * 1024 * 1024
HEAD = 65536


def read(
    file: IO[bytes],
    mapping: Mapping[int, str] | None = None,
    *,
    zone: ZoneInfo | None = None,
    now: datetime | None = None,
) -> Reading:
    """Read a file of any known kind; raises Unreadable when it is none. Only Telegram's may be of any size.

    `zone` is the clock of moments that name none, `now` the moment from which series are counted ahead.
    """
    head = file.read(HEAD)
    file.seek(0)
    if not head.strip():
        raise Unreadable(Trouble.EMPTY)
    if head.startswith(b"PK\x03\x04") and workbook.is_workbook(file):
        return _told(_table(lambda: table.read_workbook(file, mapping)))
    if head.startswith(b"PK\x03\x04") and zipfile.is_zipfile(file):
        raise Unreadable(Trouble.ARCHIVE)
    if head.startswith(_OTHERS):
        raise Unreadable(Trouble.UNKNOWN)
    text = decode(head)[0].lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        reading = monica.read(file) if monica.looks_like(text) else telegram.read(file)
    else:
        data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise Unreadable(Trouble.TOO_LARGE)
        if _CALENDAR.match(text):
            reading = ics.read(data, zone or ZoneInfo("UTC"), now or datetime.now(UTC))
        else:
            reading = vcard.read(data) if _CARD.search(text) else _table(lambda: table.read(data, mapping))
    return _told(reading)


def _told(reading: Reading) -> Reading:
    if not reading.people and not reading.meetings and not reading.problems:
        reading.problems.append(Problem(Trouble.EMPTY))
    return reading


def _table(read_it: Callable[[], Reading]) -> Reading:
    try:
        return read_it()
    except Unreadable as unreadable:
        if unreadable.problem.trouble is Trouble.NO_HEADER:
            raise Unreadable(Trouble.UNKNOWN) from None
        raise
