"""The four counts of a month, each a pure function of owner, window and, if wanted, community or family.

SELECT only; one query each, or one for all. The definition of every number is the docstring of its rows in `rows.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from communities.models.event import EventFormat, EventKind, EventRole
from networking.accounts.models import User
from networking.metrics import rows as of
from networking.metrics.belonging import Where
from networking.metrics.counting import over_windows
from networking.metrics.grid import Wanted
from networking.metrics.rows import Rows
from networking.metrics.windows import Window


@dataclass(frozen=True)
class Figure:
    """A number and the rows that it is made from; no value means that there is no data."""

    value: float | None
    # Makes the query set of the rows; a page that shows the number alone does not need it.
    find: Callable[[], QuerySet[Any]]
    denominator: int | None = None

    @property
    def rows(self) -> QuerySet[Any]:
        return self.find() if self.value is not None else self.find().none()


@dataclass(frozen=True)
class Counted(Figure):
    """How many rows there are, and the numbers beside that, by their words."""

    value: int | None
    extras: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Beside:
    """A piece of evidence: a number of rows, what it is a part of, or the mean of a mark over those rows."""

    slug: str
    number: int
    out_of: int | None = None
    mean: float | None = None


@dataclass(frozen=True)
class Rated(Figure):
    """The mean of the owner's marks, of which there are `denominator`; evidence stands beside it, never in it."""

    evidence: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class _Asked:
    """What one figure counts; `out_of` names the number beside it that is its denominator."""

    rows: Rows
    beside: dict[str, Rows]
    out_of: str = ""


def new_contacts(owner: User, window: Window, community: Where = None) -> Counted:
    """People met in the month; beside it those talked to again, and people whose meeting day is not known."""
    return _alone(owner, window, community, _new_contacts())


def interactions(owner: User, window: Window, community: Where = None) -> Counted:
    """Interactions of the month that count; beside it the people reached, of the members of the community."""
    return _alone(owner, window, community, _interactions(community))


def referrals_received(owner: User, window: Window, community: Where = None) -> Counted:
    """Referrals received in the month; beside it those given, those of use, and those not yet thanked for."""
    return _alone(owner, window, community, _referrals_received())


def events_attended(owner: User, window: Window, community: Where = None) -> Counted:
    """Events of the month that the owner went to; beside it by role, format and kind, and the people there."""
    return _alone(owner, window, community, _events_attended())


def four_and_earlier(
    owner: User, window: Window, earlier: Sequence[Window], community: Where, beside: Collection[str]
) -> tuple[list[Counted], list[list[int | None]]]:
    """The four counts in the order of the pages with those numbers beside them that are named, and what each of the
    four was in other windows; one query for them all."""
    asked = _asked(community)
    named = [replace(one, beside={word: one.beside[word] for word in one.beside if word in beside}) for one in asked]
    wanted = [one.rows for one in named]
    extras = [rows for one in named for rows in one.beside.values()]
    counts, *others = over_windows(owner, wanted, [window, *earlier], community, of_first=extras)
    before = [[None if numbers is None else numbers[place] for numbers in others] for place in range(len(named))]
    found = [partial(one.rows, owner, window, community) for one in named]
    if counts is None:
        return [Counted(None, find) for find in found], before
    numbers = iter(counts[len(named) :])
    pairs = zip(named, found, counts, strict=False)
    return [_figure(one, find, chain([value], numbers)) for one, find, value in pairs], before


def four_and_more(
    owner: User, window: Window, community: Where, more: Sequence[Wanted] = ()
) -> tuple[list[Counted], list[int] | None]:
    """The four counts and the numbers of what else is wanted, None where there is no data; one query for them all."""
    asked = _asked(community)
    wanted = [rows for one in asked for rows in (one.rows, *one.beside.values())]
    counts = over_windows(owner, [*wanted, *more], [window], community)[0]
    if counts is None:
        return [Counted(None, partial(one.rows, owner, window, community)) for one in asked], None
    numbers = iter(counts)
    return [_figure(one, partial(one.rows, owner, window, community), numbers) for one in asked], [*numbers]


def _asked(community: Where) -> list[_Asked]:
    return [_new_contacts(), _interactions(community), _referrals_received(), _events_attended()]


def _new_contacts() -> _Asked:
    return _Asked(of.new_contacts, {"talked-again": of.talked_again, "undated": of.undated})


def _interactions(community: Where) -> _Asked:
    reached: dict[str, Rows] = {"people-reached": of.people_reached}
    if community is None:
        return _Asked(of.interactions, reached)
    return _Asked(of.interactions, {**reached, "members": of.members}, out_of="members")


def _referrals_received() -> _Asked:
    beside: dict[str, Rows] = {
        "referrals-given": of.referrals_given,
        "referrals-useful": of.referrals_useful,
        "referrals-not-thanked": of.referrals_not_thanked,
    }
    return _Asked(of.referrals_received, beside)


def _events_attended() -> _Asked:
    beside = {f"events-as-{role.value}": of.events_as(role) for role in EventRole}
    beside |= {f"events-as-{form.value}": of.events_in(form) for form in EventFormat}
    beside |= {f"events-as-{kind.value}": of.events_of(kind) for kind in EventKind}
    return _Asked(of.events_attended, {**beside, "people-at-events": of.people_at_events})


def _alone(owner: User, window: Window, community: Where, asked: _Asked) -> Counted:
    counts = over_windows(owner, [asked.rows, *asked.beside.values()], [window], community)[0]
    found = partial(asked.rows, owner, window, community)
    return Counted(None, found) if counts is None else _figure(asked, found, iter(counts))


def _figure(asked: _Asked, found: Callable[[], QuerySet[Any]], numbers: Iterator[int]) -> Counted:
    value = next(numbers)
    extras = {word: next(numbers) for word in asked.beside}
    return Counted(value, found, extras.get(asked.out_of), extras)
