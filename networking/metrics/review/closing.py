"""The figures of a month as a closing keeps them, and what differs from them later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from communities.models import QUALITIES, Community, Reflection
from networking.accounts.models import User
from networking.metrics.counting import over_windows
from networking.metrics.measures import COUNTS
from networking.metrics.models import FIGURES
from networking.metrics.practices.scorecard import scorecard
from networking.metrics.split import by_community
from networking.metrics.windows import Month, Standpoint

# Of the shape below. A closing of an older shape is compared by what both have.
VERSION = 1
Snapshot = dict[str, Any]


def snapshot(owner: User, month: Month, seen: Standpoint) -> Snapshot:
    """All figures of a month: together, by community, and the practices; nine queries.

    `all` and every community: figure → number or None. Practices: slug → [count, of what or None].
    """
    window = seen.month(month)
    counts = over_windows(owner, [count.rows for count in COUNTS], [window])[0]
    marks = {row.community_id: row for row in Reflection.objects.for_owner(owner).of_month(month.first)}
    together: dict[str, int | None] = dict.fromkeys(FIGURES)
    if counts is not None:
        together |= {count.slug: number for count, number in zip(COUNTS, counts, strict=True)}
    together |= _marks(marks.get(None))
    places = [*Community.objects.for_owner(owner).only("pk", "name", "family")]
    shares = {share.community.pk: share.numbers for share in by_community(owner, window, places).shares()}
    communities = {
        str(place.pk): {
            "name": place.name,
            **{count.slug: number for count, number in shares.get(place.pk, [(one, 0) for one in COUNTS])},
            **_marks(marks.get(place.pk)),
        }
        for place in places
        if place.pk in shares or place.pk in marks
    }
    practices = {one.practice.slug: [one.count, one.of] for one in scorecard(owner, month, window)}
    return {"version": VERSION, "all": together, "communities": communities, "practices": practices}


def _marks(row: Reflection | None) -> dict[str, int | None]:
    return {quality: getattr(row, quality) if row else None for quality in QUALITIES}


@dataclass(frozen=True)
class Difference:
    """A number that is not what it was at the closing. `where` is a community's name, or empty for all together."""

    where: str
    slug: str
    then: str
    now: str


def differences(then: Snapshot, now: Snapshot) -> list[Difference]:
    """What was edited since: every number of two snapshots that differs, all together first."""
    found = [*_differing("", then.get("all", {}), now.get("all", {}))]
    mine, theirs = then.get("communities", {}), now.get("communities", {})
    for pk in sorted({*mine, *theirs}, key=int):
        before, after = mine.get(pk, {}), theirs.get(pk, {})
        found += _differing(str((after or before).get("name", "")), before, after)
    return [*found, *_practices(then.get("practices", {}), now.get("practices", {}))]


def _differing(where: str, then: dict[str, Any], now: dict[str, Any]) -> Iterator[Difference]:
    for slug in FIGURES:
        none = None if not where or slug in QUALITIES else 0
        before, after = then.get(slug, none), now.get(slug, none)
        if before != after:
            yield Difference(where, slug, _said(before), _said(after))


def _practices(then: dict[str, Any], now: dict[str, Any]) -> Iterator[Difference]:
    for slug in [*then, *(slug for slug in now if slug not in then)]:
        before, after = then.get(slug, [None, None]), now.get(slug, [None, None])
        if list(before) != list(after):
            yield Difference("", slug, _share(*before), _share(*after))


def _share(count: int | None, of: int | None) -> str:
    return _said(count) if of is None else f"{_said(count)} / {of}"


def _said(number: int | None) -> str:
    return "—" if number is None else str(number)
