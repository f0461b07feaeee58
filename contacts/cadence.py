"""How often somebody is thought of: two numbers of days, and what a depth of tie says when nothing else does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from contacts.models import RhythmDefault, Tie
from contacts.prepared import prepared


@dataclass(frozen=True)
class Cadence:
    """From `ideal` days on somebody is due; more than `at_most` days are too many."""

    ideal: int
    at_most: int | None = None


def cadence(ideal: int | None, at_most: int | None) -> Cadence | None:
    """The two days as they are stored; with the second alone, that is when somebody is due. None: nothing is set."""
    if ideal is None and at_most is None:
        return None
    return Cadence(ideal or at_most or 1, at_most)


# What holds until an owner says otherwise. People one only knows of ask for nothing.
SHIPPED: dict[int, Cadence | None] = {
    Tie.CLOSE: Cadence(14, 30),
    Tie.TRUSTING: Cadence(30, 60),
    Tie.TALKING: Cadence(60, 120),
    Tie.ACQUAINTED: Cadence(180, 365),
    Tie.AWARE: None,
}


def tie_defaults(owner: AbstractBaseUser) -> dict[int, Cadence]:
    """The cadence of each depth of tie that has one; one query."""
    return with_shipped(_own_defaults(owner))


def with_shipped(rows: Iterable[tuple[int, int | None, int | None]]) -> dict[int, Cadence]:
    """The same from what an owner has set: a tie and its two days."""
    own = {tie: cadence(ideal, at_most) for tie, ideal, at_most in rows}
    return {tie: found for tie, found in {**SHIPPED, **own}.items() if found}


@prepared
def _own_defaults(owner: AbstractBaseUser) -> QuerySet[RhythmDefault, Any]:
    return RhythmDefault.objects.for_owner(owner).order_by("tie").values_list("tie", "ideal", "at_most")
