"""People as the lines of a long list: everything is made ready here once, because a template asks for each dot anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from contacts.finding.people import Found
from contacts.finding.reasons import Place
from contacts.templatetags.ui import face, when


class Row(NamedTuple):
    """What the list says of one person."""

    pk: int
    name: str
    address: str
    face: SafeString
    note: str
    last: SafeString | str
    place: Place | None


def rows_of(found: Iterable[Found], today: date) -> list[Row]:
    """The lines of people whose last contact is known, in their order."""
    before, _zero, after = reverse("contacts:contact", args=[0]).partition("0")
    never, in_notes = _("no talk yet"), _("in notes")
    rows = []
    for one in found:
        person = one.contact
        said = (person.work, person.city, in_notes if one.in_notes and not one.place else "")
        last = when(person.last_contact, today) or never
        name, address = person.name, f"{before}{person.pk}{after}"
        rows.append(Row(person.pk, name, address, face(person), " · ".join(filter(None, said)), last, one.place))
    return rows
