"""The periods of two communities that become one: who was there in both is there once on each day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from communities.models import Membership, Participation
from communities.models.participation import Status
from contacts.actions.journal import Journal, values_of
from contacts.actions.moving import fill, move_links

Row = Membership | Participation
# From the first day to the last one, both inside; the ends of the calendar stand for unknown ones.
Days = tuple[date, date]
_DAY = timedelta(days=1)


@dataclass
class _Laid:
    """Days that a period has already; `came` is the community that they come from."""

    row: Row
    days: Days
    came: int


def unite_periods(journal: Journal, model: type[Membership] | type[Participation], gone: int, kept: int) -> list[int]:
    """Lay the periods of whoever has some in both communities side by side; returns the ids of those that were made.

    A day of which both speak is that of the period whose beginning is known, then of the community that stays; having
    left gives way to being there. Of the other period its further days stay. Whoever is in one of the two alone
    is left to `move_links`.
    """
    found: dict[int, list[Row]] = defaultdict(list)
    for row in model._base_manager.filter(community__in=[gone, kept], trash=None).order_by("pk"):
        found[getattr(row, "contact_id", 0)].append(row)
    made: list[int] = []
    for rows in found.values():
        if len({row.community_id for row in rows}) == 2:
            made += _lay(journal, rows, kept)
    return made


def _order(kept: int) -> Callable[[Row], tuple[Any, ...]]:
    def order(row: Row) -> tuple[Any, ...]:
        left = getattr(row, "status", "") == Status.LEFT
        return left, row.since is None, row.community_id != kept, row.since or date.min, row.pk

    return order


def _lay(journal: Journal, rows: Iterable[Row], kept: int) -> list[int]:
    laid: list[_Laid] = []
    made: list[int] = []
    for row in sorted(rows, key=_order(kept)):
        before, came, whole = values_of(row), row.community_id, _days_of(row)
        others = [one for one in laid if one.came != came]
        left = []
        for days in free(whole, [one.days for one in others]):
            beside = _neighbour(row, days, others) if days != whole else None
            if beside is None:
                left.append(days)
            else:
                _add_to(journal, beside, days)
                laid.append(_Laid(beside, days, came))
        if not left:
            stays = next(one.row for one in others if _meet(one.days, whole))
            _take_over(journal, stays, row)
            continue
        row.community_id = kept
        row.since, row.until = _known(left[0])
        if values_of(row) != before:
            row.version += 1
            journal.save(row, before)
        further = [_copy(row, days) for days in left[1:]]
        made += [one.pk for one in further]
        laid += [_Laid(one, days, came) for one, days in zip([row, *further], left, strict=True)]
    return made


def free(whole: Days, taken: Iterable[Days]) -> list[Days]:
    """What is left of some days when others are taken from them, in their order."""
    found = []
    first, last = whole
    for begins, ends in sorted(taken):
        if ends < first or begins > last:
            continue
        if begins > first:
            found.append((first, begins - _DAY))
        if ends >= last:
            return found
        first = ends + _DAY
    return [*found, (first, last)]


def _neighbour(row: Row, days: Days, others: Iterable[_Laid]) -> Row | None:
    """A period that says the same as a row and stands next to some days."""
    for one in others:
        first, last = _days_of(one.row)
        before = days[1] < date.max and days[1] + _DAY == first
        after = last < date.max and last + _DAY == days[0]
        if (before or after) and _said(one.row) == _said(row):
            return one.row
    return None


def _add_to(journal: Journal, row: Row, days: Days) -> None:
    """Let a period last for some days next to it, too; where these have no known beginning, it keeps its own."""
    if days[0] == date.min:
        return
    first, last = _days_of(row)
    before = values_of(row)
    row.since, row.until = _known((min(first, days[0]), max(last, days[1])))
    row.version += 1
    journal.save(row, before)


def _take_over(journal: Journal, stays: Row, goes: Row) -> None:
    """A period of which no day is left goes; what only it says is said by the one that stands on its days."""
    before = values_of(stays)
    fill(stays, goes, without=("community_id", "since", "until"))
    if isinstance(stays, Participation) and isinstance(goes, Participation):
        stays.aims = [*dict.fromkeys([*stays.aims, *goes.aims])]
    if values_of(stays) != before:
        stays.version += 1
        journal.save(stays, before)
    move_links(journal, type(goes), goes.pk, stays.pk)
    journal.delete(goes, into=stays)


def _copy(row: Row, days: Days) -> Row:
    model = type(row)
    since, until = _known(days)
    values = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
    for name in ("id", "created_at", "updated_at"):
        del values[name]
    made: Row = model(**{**values, "since": since, "until": until, "version": 1})
    model.objects.bulk_create([made])
    return made


def _said(row: Row) -> tuple[str, str]:
    return row.role, getattr(row, "status", "")


def _meet(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _days_of(row: Row) -> Days:
    return row.since or date.min, row.until or date.max


def _known(days: Days) -> tuple[date | None, date | None]:
    first, last = days
    return None if first == date.min else first, None if last == date.max else last
