"""The ledger of promises: what is open between me and people, by direction and by age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count

from contacts.models import Contact, Promise, PromiseQuerySet
from contacts.models.promise import Age, Direction

SHOWN = 100
OFFERED = 300


@dataclass(frozen=True)
class Group:
    """Promises of one age: how many there are, and those that are shown."""

    age: Age
    count: int
    promises: list[Promise]


@dataclass(frozen=True)
class Side:
    """What I owe, or what is owed to me."""

    direction: Direction
    count: int
    late: int
    groups: list[Group]


def ledger(promises: PromiseQuerySet, today: date) -> list[Side]:
    """Both directions with their groups, the oldest first; three queries whatever their length."""
    open_ones = promises.open().either_way()
    rows = promises.open().aged(today)
    counts: dict[tuple[str, str], int] = {}
    # `aged` adds the field that the type checker misses.
    for row in open_ones.aged(today).order_by().values("direction", "age").annotate(count=Count("pk")):  # type: ignore[misc]  # `age` is annotated
        counts[row["direction"], row["age"]] = row["count"]
    late = dict(open_ones.filter(due_on__lt=today).order_by().values_list("direction").annotate(Count("pk")))
    shown = [one for side in Direction for one in rows.filter(direction=side).select_related("contact")[:SHOWN]]
    return [_side(side, counts, late.get(side, 0), shown) for side in Direction]


def _side(side: Direction, counts: dict[tuple[str, str], int], late: int, shown: list[Promise]) -> Side:
    groups = []
    for age in Age:
        of_age = [one for one in shown if one.direction == side and getattr(one, "age", "") == age]
        if counts.get((side, age)):
            groups.append(Group(age, counts[side, age], of_age))
    return Side(side, sum(group.count for group in groups), late, groups)


def people_with_open_promises(owner: AbstractBaseUser) -> list[Contact]:
    """For the filter by person: the first of them by name."""
    open_ones = Promise.objects.for_owner(owner).open().either_way().order_by().values("contact")
    return [*Contact.objects.for_owner(owner).filter(pk__in=open_ones).order_by("name_key", "pk")[:OFFERED]]
