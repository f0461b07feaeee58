"""Dates as address books write them; a year may be missing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_NO_YEAR = re.compile(r"--(\d\d)-?(\d\d)(?!\d)")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?(?!\d)")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_MONTH = re.compile("[A-Za-z]{3}")
_WORDS = ("%d %b %Y", "%d-%b-%y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y")
# Apple writes this year where there is none; some programs write 0000 or 1900-01-00 for "empty".
_NO_SUCH_YEARS = (1604, 0)
EMPTY = {"0.0.00", "0/0/00", "00.00.0000", "0000-00-00"}


def year_month_day(text: str) -> tuple[int | None, int, int] | None:
    """The parts of a date, None when it is none; the year is None when the text has none."""
    text = text.strip()
    if found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _NO_YEAR.match(text):
        year, month, day = 0, int(found[1]), int(found[2])
    elif found := _DOTS.match(text):
        year, month, day = _long(found[3]), int(found[2]), int(found[1])
    elif found := _SLASHES.match(text):
        year, month, day = int(found[3]), int(found[1]), int(found[2])
        if month > 12 >= day:
            month, day = day, month
    else:
        return _in_words(text)
    known = None if year in _NO_SUCH_YEARS else year
    return (known, month, day) if _is_day(known, month, day) else None


def whole_day(text: str) -> date | None:
    """A date with its year, or None."""
    parts = year_month_day(text)
    return date(parts[0], parts[1], parts[2]) if parts and parts[0] else None


def _long(year: str | None) -> int:
    if not year:
        return 0
    return int(year) if len(year) == 4 else (2000 if int(year) < 70 else 1900) + int(year)


def _is_day(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def _in_words(text: str) -> tuple[int | None, int, int] | None:
    if len(text) > 30 or not text.isascii() or not _MONTH.search(text):
        return None
    for form in _WORDS:
        try:
            day = datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        return day.year, day.month, day.day
    return None
