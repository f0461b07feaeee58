"""Rows that the scorecard and the review open: each number by the word in its address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.models import Contribution, Opportunity
from contacts.models import ImportantDate, Mentorship, Promise
from networking.accounts.models import User
from networking.metrics import lines as plain
from networking.metrics.lines import Line
from networking.metrics.practices import rows
from networking.metrics.practices.listing import PRACTICES
from networking.metrics.rows import Rows, Where, new_contacts
from networking.metrics.windows import Window

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Opened:
    """A number that is counted from rows of one or several kinds."""

    slug: str
    name: _StrPromise
    definition: _StrPromise
    parts: tuple[Rows, ...]


_BESIDE = (
    Opened("people-met", _("People met"), _("People whom you met in the month."), (new_contacts,)),
    Opened(
        "without-second-talk",
        _("No second talk yet"),
        _("People met in the month with whom nothing has passed on any later day."),
        (rows.without_second_talk,),
    ),
    Opened(
        "promises-due",
        _("Promises due"),
        _("Promises of yours whose day was in the month; one taken back by that day is not among them."),
        (rows.promises_due,),
    ),
    Opened(
        "dates-due",
        _("Dates to congratulate on"),
        _("Dates to congratulate on that came in the month, of people known by then and not archived."),
        (rows.dates_due,),
    ),
)

OPENED = {
    **{one.slug: Opened(one.slug, one.name, one.definition, one.parts) for one in PRACTICES},
    **{one.slug: one for one in _BESIDE},
}


def lines_of(opened: Opened, owner: User, window: Window, community: Where = None) -> list[Line]:
    """A line for every row that a number counts, the newest first."""
    if not window.has_data:
        return []
    found = [line for part in opened.parts for line in _lines(part(owner, window, community), owner)]
    return sorted(found, key=lambda line: line.day or date.min, reverse=True)


def _lines(found: QuerySet[Any], owner: User) -> Iterable[Line]:
    if found.model in (Contribution, Opportunity):
        return [_given(row, owner.zone) for row in found.select_related("community", "event", "contact")]
    if found.model in (Promise, ImportantDate, Mentorship):
        return [_with_person(row) for row in found.select_related("contact")]
    return plain.lines(plain.in_order(found, owner), owner.zone)


def _given(row: Contribution | Opportunity, zone: ZoneInfo) -> Line:
    day = row.day if isinstance(row, Contribution) else row.received_on
    note = " · ".join(str(part) for part in (row.person, row.occasion, row.place) if part)
    return Line(str(row), row.get_absolute_url(), note, day)


def _with_person(row: Promise | ImportantDate | Mentorship) -> Line:
    person = row.contact
    face = (person.name, person.pk)
    if isinstance(row, Promise):
        return Line(row.text, row.get_absolute_url(), person.name, row.due_on, face)
    if isinstance(row, Mentorship):
        return Line(person.name, person.get_absolute_url(), row.goal, row.started_on, face)
    return Line(person.name, person.get_absolute_url(), f"{row}, {row.day}.{row.month:02}", None, face)
