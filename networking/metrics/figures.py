"""The four counts of a month, each a pure function of owner, window and, if wanted, community or family.

SELECT only, one query each. The definition of every number is the docstring of its rows in `rows.py`.
"""

from __future__ import annotations

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


def new_contacts(owner: User, window: Window, community: Where = None) -> Figure:
    """People met in the month; beside it those talked to again, and people whose meeting day is not known."""
    beside: dict[str, Rows] = {"talked-again": of.talked_again, "undated": of.undated}
    return _figure(owner, window, community, of.new_contacts, beside)


def interactions(owner: User, window: Window, community: Where = None) -> Figure:
    """Interactions of the month that count; beside it the people reached, of the members of the community."""
    beside: dict[str, Rows] = {"people-reached": of.people_reached}
    if community is not None:
        beside["members"] = of.members
    return _figure(owner, window, community, of.interactions, beside, out_of="members")


def referrals_received(owner: User, window: Window, community: Where = None) -> Figure:
    """Referrals received in the month; beside it those given, those of use, and those not yet thanked for."""
    beside: dict[str, Rows] = {
        "referrals-given": of.referrals_given,
        "referrals-useful": of.referrals_useful,
        "referrals-not-thanked": of.referrals_not_thanked,
    }
    return _figure(owner, window, community, of.referrals_received, beside)


def events_attended(owner: User, window: Window, community: Where = None) -> Figure:
    """Events of the month that the owner went to; beside it by role, and the people who came to them."""
    beside = {f"events-as-{role.value}": of.events_as(role) for role in EventRole}
    return _figure(owner, window, community, of.events_attended, {**beside, "people-at-events": of.people_at_events})


def _figure(
    owner: User, window: Window, community: Where, rows: Rows, beside: dict[str, Rows], out_of: str = ""
) -> Figure:
    counts = over_windows(owner, [rows, *beside.values()], [window], community)[0]
    found = rows(owner, window, community)
    if counts is None:
        return Figure(None, found.none())
    value, *others = counts
    extras = dict(zip(beside, others, strict=True))
    return Figure(value, found, extras.get(out_of), extras)
