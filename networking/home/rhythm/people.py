from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from django.db.models import Q, QuerySet, Value

from communities.models import Membership
from contacts.cadence import Cadence, cadence, with_shipped
from contacts.last_contact import read_last_contact
from contacts.models import Contact, Participant, RhythmDefault
from contacts.prepared import prepared
from networking.accounts.models import User

# The columns of a person that their rhythm is told from.
OF_RHYTHM = (
    *("tie", "met_on", "last_on", "created_at", "cadence_ideal", "cadence_at_most"),
    *("snoozed_until", "rhythm_off", "archived_on", "trash"),
)


class Source(enum.Enum):
    """Where a cadence was taken from."""

    CONTACT = "contact"
    COMMUNITY = "community"
    TIE = "tie"
    NONE = "none"


@dataclass(frozen=True)
class Rhythm:
    """When a person is due, as seen from a day. `community` names the one that the cadence comes from."""

    today: date
    last: date | None
    clock: date | None
    cadence: Cadence | None
    source: Source
    community: str = ""
    snoozed_until: date | None = None
    asleep: bool = False

    @property
    def days(self) -> int | None:
        """Days since the clock began: the last contact, else the meeting, else the day the person was added."""
        return (self.today - self.clock).days if self.clock else None

    @property
    def due(self) -> date | None:
        """The day from which the person is due, or None while they ask for nothing."""
        if self.cadence is None or self.clock is None or self.asleep:
            return None
        day = self.clock + timedelta(days=self.cadence.ideal)
        return max(day, self.snoozed_until) if self.snoozed_until else day

    @property
    def state(self) -> str:
        """`late` after more than at most, `soon` from the ideal on, else empty."""
        if self.due is None or self.cadence is None or self.clock is None or self.today < self.due:
            return ""
        at_most = self.cadence.at_most
        return "late" if at_most and (self.today - self.clock).days > at_most else "soon"

    @property
    def snoozed(self) -> bool:
        return self.snoozed_until is not None and self.today < self.snoozed_until


def rhythm_of(owner: User, people: Iterable[Contact], today: date) -> dict[int, Rhythm]:
    """The rhythm of each of the people of a page, read just now, by id; at most two queries whatever their number,
    and one more where a talk lies ahead."""
    people = [*people]
    if not people:
        return {}
    read_last_contact(people, owner, today)
    shared, ties = _nearest(owner, people, today)
    tried = _with_any_interaction(owner, [one for one in people if not (one.last_contact or one.met_on)])
    return {one.pk: _rhythm(owner, one, today, shared, ties, one.pk in tried) for one in people}


def _rhythm(
    owner: User,
    person: Contact,
    today: date,
    shared: dict[int, tuple[Cadence, str]],
    ties: dict[int, Cadence],
    tried: bool,
) -> Rhythm:
    own = cadence(person.cadence_ideal, person.cadence_at_most)
    community, found, source = "", own, Source.CONTACT
    if found is None and person.pk in shared:
        (found, community), source = shared[person.pk], Source.COMMUNITY
    if found is None and person.tie in ties:
        found, source = ties[person.tie], Source.TIE
    clock = person.last_contact or person.met_on
    # Somebody who only came with a list asks for nothing, unless the owner gave them a rhythm by hand.
    if clock is None and (tried or own):
        clock = person.created_at.astimezone(owner.zone).date()
    return Rhythm(
        today=today,
        last=person.last_contact,
        clock=clock,
        cadence=found,
        source=source if found else Source.NONE,
        community=community,
        snoozed_until=person.snoozed_until,
        asleep=bool(person.rhythm_off or person.archived_on or person.trash_id),
    )


def _nearest(
    owner: User, people: list[Contact], today: date
) -> tuple[dict[int, tuple[Cadence, str]], dict[int, Cadence]]:
    """The shortest cadence among the communities in which each of the people is today, and those of the ties."""
    rows = _paces(owner, today, [one.pk for one in people])
    places, ties = [row for row in rows if row[-1]], [row for row in rows if not row[-1]]
    found: dict[int, tuple[Cadence, str]] = {}
    for pk, ideal, at_most, name, *_place in sorted(places, key=itemgetter(4, 5)):
        said = cadence(ideal, at_most)
        if said and (pk not in found or _length(said) < _length(found[pk][0])):
            found[pk] = (said, name)
    return found, with_shipped(row[:3] for row in ties)


@prepared
def _paces(owner: User, today: date, people: list[int]) -> QuerySet[Any, Any]:
    """Who, which days, the name of a community, what it is sorted by and its id; of a tie the last is 0."""
    sets_one = Q(community__cadence_ideal__isnull=False) | Q(community__cadence_at_most__isnull=False)
    rows = Membership.objects.for_owner(owner).on(today).filter(sets_one, contact__in=people).order_by()
    place = [f"community__{name}" for name in ("cadence_ideal", "cadence_at_most", "name", "name_key")]
    own = RhythmDefault.objects.for_owner(owner).order_by()
    unsaid = {"name": Value(""), "key": Value(""), "place": Value(0)}
    ties = own.annotate(**unsaid).values_list("tie", "ideal", "at_most", *unsaid)
    return rows.values_list("contact_id", *place, "community_id").union(ties, all=True)


def _length(one: Cadence) -> tuple[int, int]:
    return one.ideal, one.at_most or 10_000


def _with_any_interaction(owner: User, people: list[Contact]) -> set[int]:
    """Those to whom something was at least tried, or is planned."""
    if not people:
        return set()
    rows = Participant.objects.for_owner(owner).filter(contact__in=[one.pk for one in people])
    return set(rows.values_list("contact_id", flat=True))
