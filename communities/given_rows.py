"""Pages of contributions and opportunities; each shape of a list is made ready once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet

from communities.models import Contribution, Opportunity
from communities.models.opportunity import Outcome
from communities.models.setting import Setting
from contacts.models.contact import NAMES
from contacts.prepared import prepared

# What a row says of where it was; reading the rest costs more than finding it.
_SETTING = ("community__name", "community__trash", "event__name", "event__trash", "contact__trash", "contact__photo")
_IN_A_ROW: dict[type[Setting], tuple[str, ...]] = {
    Contribution: ("kind", "day", "note"),
    Opportunity: ("kind", "what", "received_on", "usefulness", "outcome", "outcome_on"),
}


@dataclass(frozen=True)
class Shape:
    """What a list is narrowed by: the kind itself; of the month, the community and the row before, only whether."""

    model: type[Setting]
    day: str
    most: int
    kind: str = ""
    is_open: bool | None = None
    month: bool = False
    community: bool = False
    before: bool = False


def rows_of(
    owner: AbstractBaseUser,
    shape: Shape,
    *,
    month: tuple[date, date] | None,
    community: int | None,
    before: tuple[date, int] | None = None,
) -> list[Any]:
    """Rows with their setting: open ones the oldest first, others the newest first, going on after one of them."""
    chosen = replace(shape, month=bool(month), community=community is not None, before=bool(before))
    values = [*(month or ()), *([community] if community is not None else []), *(before or ())]
    return _rows(owner, *values, shape=chosen)


@prepared
def _rows(owner: AbstractBaseUser, *values: Any, shape: Shape) -> QuerySet[Any]:
    rest = iter(values)
    rows: QuerySet[Any] = shape.model.objects.for_owner(owner)  # type: ignore[attr-defined]  # both of them have it
    if shape.kind:
        rows = rows.filter(kind=shape.kind)
    if shape.is_open is not None:
        rows = rows.filter(outcome=Outcome.OPEN) if shape.is_open else rows.filter(outcome_on__isnull=False)
    if shape.month:
        rows = rows.filter(**{f"{shape.day}__gte": next(rest), f"{shape.day}__lt": next(rest)})
    if shape.community:
        rows = rows.filter(community=next(rest))
    if shape.before:
        day, pk = next(rest), next(rest)
        rows = rows.filter(Q(**{f"{shape.day}__lt": day}) | Q(**{shape.day: day, "pk__lt": pk}))
    names = [f"contact__{name}" for name in NAMES]
    rows = rows.select_related("community", "event", "contact").only(*_IN_A_ROW[shape.model], *_SETTING, *names)
    order = (shape.day, "pk") if shape.is_open else (f"-{shape.day}", "-pk")
    return rows.order_by(*order)[: shape.most]


def first_day(owner: AbstractBaseUser, shape: Shape) -> date | None:
    """The day of the first row of all; it reads one row of the index, however many there are."""
    found = _first_day(owner, model=shape.model, day=shape.day)
    return found[0][0] if found else None


@prepared
def _first_day(owner: AbstractBaseUser, *, model: type[Setting], day: str) -> QuerySet[Any, tuple[date]]:
    rows: QuerySet[Any] = model.objects.for_owner(owner)  # type: ignore[attr-defined]  # both of them have it
    return rows.order_by(day, "pk").values_list(day)[:1]
