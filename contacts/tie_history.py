"""How the tie with a person grew, in words: what it is since when, and what it was before."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contacts.models import Contact, Tie, TieChange

SHOWN = 6
# Russian says "with October" in a case of its own, which Django's month names do not have.
_SINCE_RU = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


def tie_history(owner: AbstractBaseUser, person: Contact, today: date) -> list[str]:
    """Lines such as "since October; acquainted before that", the newest first; one query."""
    rows = [*TieChange.objects.for_owner(owner).filter(contact=person).order_by("-day")[:SHOWN]]
    return [_line(row, today, is_current=place == 0) for place, row in enumerate(rows)]


def _line(row: TieChange, today: date, *, is_current: bool) -> str:
    since = _since(row.day, today)
    said = since if is_current else f"{_word(row.tie)} {since}"
    return _("%(since)s; before that %(before)s") % {"since": said, "before": _word(row.before)}


def _word(tie: int | None) -> str:
    return str(Tie(tie).label) if tie else _("not rated")


def _since(day: date, today: date) -> str:
    """ "since today", "since 3 November" within a month, else "since October", with the year when it is another."""
    if day == today:
        return _("since today")
    is_russian = get_language() == "ru"
    if (today - day).days < 31:
        said = _("since %(day)s") % {"day": date_format(day, "j E" if is_russian else "j F")}
        return said.replace("с 2 ", "со 2 ", 1) if is_russian and day.day == 2 else said
    month = _SINCE_RU[day.month - 1] if is_russian else str(MONTHS[day.month])
    return _("since %(day)s") % {"day": month if day.year == today.year else f"{month} {day.year}"}
