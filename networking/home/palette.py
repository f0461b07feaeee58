"""What the palette offers for a typed query: people, communities, events, notes, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any, TypeVar

from django.db.models import Case, Model, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from communities.models import Community, Event
from contacts.finding.among import active_of
from contacts.finding.layout import other_layout
from contacts.finding.people import Found, find
from contacts.finding.stems import stem
from contacts.prepared import prepared
from contacts.text import words
from networking.accounts.models import User
from networking.guidance.finding.searching import first_of
from networking.guidance.models import address_of
from networking.home.deeds import DEEDS, Deed, meant_by

SHOWN = 6
MOST_WORDS = 6
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Entry:
    """One line of the palette: where it leads, and what stands on it."""

    text: str
    address: str
    note: str = ""
    icon: str = ""
    person: int | None = None
    dialog: bool = False


@dataclass(frozen=True)
class Group:
    """Lines of one kind; `more` is where all of them are."""

    name: str
    entries: list[Entry]
    more: str = ""


def palette_of(owner: User, query: str) -> list[Group]:
    """At most six lines of each kind, kinds that have none left out; without a query, what can be done."""
    query = query.strip()
    if not query:
        return [Group(_("Do"), [_deed(one) for one in DEEDS[:SHOWN]])]
    found = find(active_of(owner), query, limit=SHOWN + 1, notes=True)
    said = _said_in(query)
    people, deeds = _people(found, query), Group(_("Do"), _deeds(query))
    # Somebody of whom it is only written, or who is a guess, stands behind what is called so.
    guessed = bool(found) and found[0].maybe
    sure = bool(found) and not (found[0].in_notes or guessed)
    named = [
        Group(_("Communities"), [_community(one) for one in _named(_communities, owner, said)]),
        Group(_("Events"), [_event(one, owner) for one in _named(_latest_events, owner, said)]),
    ]
    nothing = not any(one.entries for one in (*named, deeds, people))
    groups = [
        *([people] if sure else []),
        *named,
        deeds,
        *([] if sure else [people]),
        Group(_("Knowledge"), _notes(query, turned=not guessed, alone=nothing)),
        *([] if deeds.entries else [Group(_("Do"), [_new_person(query)])]),
    ]
    return [group for group in groups if group.entries]


def _people(found: list[Found], query: str) -> Group:
    more = f"{reverse('contacts:list')}?{urlencode({'q': query})}" if len(found) > SHOWN else ""
    return Group(_("People"), [_person(one) for one in found[:SHOWN]], more)


def _person(found: Found) -> Entry:
    one = found.contact
    why = _("perhaps") if found.maybe else _("in notes") if found.in_notes else ""
    note = " · ".join(filter(None, (why, one.work or one.city)))
    return Entry(one.name, one.get_absolute_url(), note, person=one.pk)


def _community(one: Community) -> Entry:
    note = ", ".join(part for part in (one.field, one.city) if part)
    return Entry(one.name, one.get_absolute_url(), note, icon="affiliate")


def _communities(owner: User) -> QuerySet[Community]:
    return Community.objects.for_owner(owner).only("name", "field", "city")


def _latest_events(owner: User) -> QuerySet[Event]:
    return Event.objects.for_owner(owner).only("name", "starts").order_by("-starts", "-pk")


def _event(one: Event, owner: User) -> Entry:
    day = date_format(one.starts.astimezone(owner.zone), "j E Y")
    return Entry(one.name, one.get_absolute_url(), day, icon="calendar-event")


def _notes(query: str, *, turned: bool, alone: bool) -> list[Entry]:
    """Notes; when there are none, those in the other keyboard layout, as far as asked for. Where nothing else was found
    either, those of the other language too."""
    other = other_layout(query) if turned else ""
    notes = first_of(query, SHOWN, elsewhere=alone) or (first_of(other, SHOWN, elsewhere=alone) if other else [])
    return [Entry(title, address_of(slug), icon="notebook") for title, slug in notes]


def _said_in(query: str) -> list[list[str]]:
    """What is looked for in kept texts: of each word how it begins and its stem; as typed, and in the other layout."""
    both = [words(text)[:MOST_WORDS] for text in (query, other_layout(query)) if text]
    return [[piece for word in said for piece in (f" {word}", f" {stem(word)}")] for said in both if said]


def _named(rows: Callable[[User], QuerySet[M]], owner: User, either: list[list[str]]) -> list[M]:
    """Rows in whose kept text every word of the query begins a word, in the other keyboard layout if in none."""
    if not either:
        return []
    pieces = [piece for said in either for piece in said]
    found = _rows(owner, *pieces, rows=rows, lengths=tuple(map(len, either)))
    return [one for one in found if one.turned == found[0].turned]


@prepared
def _rows(owner: User, *pieces: str, rows: Callable[[User], QuerySet[Any]], lengths: tuple[int, ...]) -> QuerySet[Any]:
    given, asked = iter(pieces), rows(owner)
    either = [_begun([*islice(given, length)]) for length in lengths]
    order = [*(asked.query.order_by or asked.model._meta.ordering or ())]
    turned = Case(When(either[0], then=Value(0)), default=Value(1))
    found: QuerySet[Any] = asked.filter(reduce(or_, either)).annotate(turned=turned).order_by("turned", *order)
    return found[:SHOWN]


def _begun(pieces: list[str]) -> Q:
    condition = Q()
    for word, stemmed in zip(pieces[::2], pieces[1::2], strict=True):
        condition &= Q(search_text__has=word) | Q(search_text__has=stemmed)
    return condition


def _deeds(query: str) -> list[Entry]:
    for text in filter(None, (query, other_layout(query))):
        if found := meant_by(words(text)):
            return [_deed(one) for one in found[:SHOWN]]
    return []


def _deed(one: Deed) -> Entry:
    return Entry(str(one.name), reverse(one.route), icon=one.icon, dialog=one.dialog)


def _new_person(query: str) -> Entry:
    text: Any = _("New person “%(name)s”") % {"name": query}
    return Entry(text, f"{reverse('contacts:add')}?{urlencode({'name': query})}", icon="user-plus")
