"""People as the lines of a long list: everything is made ready here once, because a template asks for each dot anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contacts.addresses import around_id
from contacts.finding.people import Found
from contacts.templatetags.ui import days_said, face


class Row(NamedTuple):
    """What the list says of one person."""

    pk: int
    name: str
    address: str
    face: SafeString
    note: str
    last: SafeString | str
    where: str
    before: str
    word: str
    after: str


def rows_of(found: Iterable[Found], today: date) -> list[Row]:
    """The lines of people whose last contact is known, in their order."""
    before, after = around_id("contacts:contact")
    when = days_said(today)
    never, in_notes = _("no talk yet"), _("in notes")
    rows = []
    for one in found:
        person = one.contact
        said = (person.work, person.city, in_notes if one.in_notes and not one.place else "")
        last = when(person.last_contact) if person.last_contact else never
        name, address = person.name, f"{before}{person.pk}{after}"
        rows.append(Row(person.pk, name, address, face(person), " · ".join(filter(None, said)), last, *_where(one)))
    return rows


def _where(found: Found) -> tuple[str, str, str, str]:
    """The place that shows why somebody is found."""
    if not (place := found.place):
        return "", "", "", ""
    return pgettext("search", "found in %(where)s:") % {"where": place.where}, place.before, place.word, place.after
