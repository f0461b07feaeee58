"""The four counts of a month, each a pure function of owner, window and, if wanted, community or family.

SELECT only; one query each, or one for all. The definition of every number is the docstring of its rows in `rows.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from communities.models.event import EventRole
from networking.accounts.models import User
from networking.metrics import rows as of
from networking.metrics.counting import over_windows
from networking.metrics.rows import Rows, Where
from networking.metrics.windows import Window


@dataclass(frozen=True)
class Figure:
    """A number, the rows that it counts, and what stands beside it; no value means that there is no data."""

    value: int | None
    rows: QuerySet[Any]
    denominator: int | None = None
    extras: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Asked:
    """What one figure counts; `out_of` names the number beside it that is its denominator."""

    rows: Rows
    beside: dict[str, Rows]
    out_of: str = ""


def new_contacts(owner: User, window: Window, community: Where = None) -> Figure:
    """People met in the month; beside it those talked to again, and people whose meeting day is not known."""
    return _figures(owner, window, community, [_new_contacts()])[0]


def interactions(owner: User, window: Window, community: Where = None) -> Figure:
    """Interactions of the month that count; beside it the people reached, of the members of the community."""
    return _figures(owner, window, community, [_interactions(community)])[0]


def referrals_received(owner: User, window: Window, community: Where = None) -> Figure:
    """Referrals received in the month; beside it those given, those of use, and those not yet thanked for."""
    return _figures(owner, window, community, [_referrals_received()])[0]


def events_attended(owner: User, window: Window, community: Where = None) -> Figure:
    """Events of the month that the owner went to; beside it by role, and the people who came to them."""
    return _figures(owner, window, community, [_events_attended()])[0]


def all_four(owner: User, window: Window, community: Where = None) -> list[Figure]:
    """The four counts in the order of the pages; one query for them all."""
    asked = [_new_contacts(), _interactions(community), _referrals_received(), _events_attended()]
    return _figures(owner, window, community, asked)


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
    return _Asked(of.events_attended, {**beside, "people-at-events": of.people_at_events})


def _figures(owner: User, window: Window, community: Where, asked: Sequence[_Asked]) -> list[Figure]:
    wanted = [rows for one in asked for rows in (one.rows, *one.beside.values())]
    counts = over_windows(owner, wanted, [window], community)[0]
    if counts is None:
        return [Figure(None, one.rows(owner, window, community).none()) for one in asked]
    numbers = iter(counts)
    return [_figure(one, one.rows(owner, window, community), numbers) for one in asked]


def _figure(asked: _Asked, found: QuerySet[Any], numbers: Iterator[int]) -> Figure:
    value = next(numbers)
    extras = {word: next(numbers) for word in asked.beside}
    return Figure(value, found, extras.get(asked.out_of), extras)
