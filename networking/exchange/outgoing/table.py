"""People as a table for a spreadsheet; the import understands its columns in either language."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from django.utils.translation import gettext as _

from contacts.mentions.tokens import plain
from contacts.models import Contact, ContactQuerySet, Tie
from contacts.models.channel import ChannelKind
from contacts.models.important_date import DateKind
from contacts.spreadsheets import BOM, SEPARATORS, harmless
from networking.exchange.outgoing.people import in_chunks

# Between several addresses in one cell, as Google writes them.
MANY = " ::: "
_COLUMNS = (ChannelKind.PHONE, ChannelKind.EMAIL, ChannelKind.TELEGRAM, ChannelKind.VK, ChannelKind.LINKEDIN,
            ChannelKind.GITHUB, ChannelKind.WHATSAPP, ChannelKind.WEBSITE)  # fmt: skip


def write(people: ContactQuerySet, separator: str) -> Iterator[str]:
    """The table piece by piece; `separator` is one of semicolon, comma and tab."""
    yield BOM + _line(_header(), separator)
    for some in in_chunks(people):
        yield "".join(_line(_cells(one), separator) for one in some)


def _line(cells: Iterable[str], separator: str) -> str:
    text = StringIO()
    csv.writer(text, delimiter=SEPARATORS[separator]).writerow([harmless(cell) for cell in cells])
    return text.getvalue()


def _header() -> list[str]:
    before = [_("Last name"), _("First name"), _("Middle name"), _("Nickname"), _("Company"), _("Job title"),
              _("Department"), _("City")]  # fmt: skip
    ways = [_("Phone"), _("E-mail"), "Telegram", _("VK"), "LinkedIn", "GitHub", "WhatsApp", _("Website"),
            _("Other addresses")]  # fmt: skip
    after = [_("Birthday"), _("Tags"), _("Met on"), _("How we met"), _("Introduced by"), _("Depth of the tie"),
             _("Trust, 1 to 5"), _("Last talk"), _("Expertise"), _("Authority"), _("Notes")]  # fmt: skip
    return [*before, *ways, *after]


def _cells(one: Contact) -> list[str]:
    names = [one.family_name, one.given_name, one.patronymic, one.nickname]
    work = [one.company, one.position, one.department, one.city]
    ways = [(channel.kind, channel.value) for channel in one.channels.all()]
    other = [f"{ChannelKind(kind).label}: {value}" for kind, value in ways if kind not in _COLUMNS]
    addresses = [MANY.join(value for kind, value in ways if kind == column) for column in _COLUMNS]
    tags = ", ".join(tag.name for tag in one.tags.all())
    met = one.met_on.isoformat() if one.met_on else ""
    last = one.last_on.isoformat() if one.last_on else ""
    by = one.introduced_by.name if one.introduced_by and one.introduced_by.trash_id is None else ""
    tie, trust = str(Tie(one.tie).label) if one.tie else "", str(one.trust or "")
    after = [_birthday(one), tags, met, one.how_met, by, tie, trust, last]
    known_for = [one.expertise, one.authority, plain(one.about)]
    return [*names, *work, *addresses, MANY.join(other), *after, *known_for]


def _birthday(one: Contact) -> str:
    for date in one.dates.all():
        if date.kind == DateKind.BIRTHDAY:
            day = f"{date.day:02d}.{date.month:02d}."
            return f"{date.year:04d}-{date.month:02d}-{date.day:02d}" if date.year else day
    return ""
