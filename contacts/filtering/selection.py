"""Which people a change of many is meant for: those who were ticked, or everybody whom a filter leaves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from contacts.filtering.narrowing import read
from contacts.filtering.registry import Asked
from contacts.finding.people import find
from contacts.models import Contact, ContactQuerySet

MOST_FOUND = 1_000
MOST_TICKED = 1_000


@dataclass(frozen=True)
class Selection:
    """The people of one owner for whom a change is meant."""

    people: ContactQuerySet

    @cached_property
    def count(self) -> int:
        return self.people.count()


def select(asked: Asked, data: QueryDict) -> Selection:
    """Read `person=1&person=2`, or `everybody=1&filter=…`; ids that are not the owner's count for nothing.

    Raises ValidationError when nobody is meant, or when a filter cannot be understood to the letter: leaving
    a part of it out would take in people whom nobody has seen.
    """
    people = _by_filter(asked, data.get("filter", "")) if data.get("everybody") else _ticked(asked, data)
    selection = Selection(people)
    if not selection.count:
        raise ValidationError(_("Nobody is ticked."), code="nobody")
    return selection


def _ticked(asked: Asked, data: QueryDict) -> ContactQuerySet:
    said = data.getlist("person")
    ids = {int(one) for one in said if one.isascii() and one.isdecimal() and len(one) < 19}
    if len(ids) > MOST_TICKED:
        raise ValidationError(_("Those are too many at once: tick everybody of the filter instead."), code="many")
    return Contact.objects.for_owner(asked.owner).filter(pk__in=ids)


def _by_filter(asked: Asked, query: str) -> ContactQuerySet:
    narrowing = read(asked, QueryDict(query))
    if narrowing.problems:
        raise ValidationError(narrowing.problems[0], code="filter")
    if not narrowing.search:
        return narrowing.people
    found = find(narrowing.among, narrowing.search, limit=MOST_FOUND, notes=True)
    return Contact.objects.for_owner(asked.owner).filter(pk__in=[one.contact.pk for one in found])
