"""Asks our pages and those made by hand turn about, and says what both took."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import quote

from networking.benchmark.measure import ask

_LINE = "{:<26} {:>9} {:>9} {:>8} {:>13} {:>8}"
HEAD = _LINE.format("page", "ours, ms", "by hand", "ratio", "spread", "queries")
PART_HEAD = "{:<26} {:>9} {:>9} {:>8}  {}".format("part", "ours, ms", "other", "× faster", "other way")


@dataclass(frozen=True)
class Pair:
    """A page of ours beside the one made by hand, in milliseconds inside the server."""

    page: str
    ours_ms: float
    by_hand_ms: float
    ratios: tuple[float, ...]
    queries: int

    def said(self) -> str:
        spread = f"{min(self.ratios):.2f}–{max(self.ratios):.2f}"
        ratio = f"{median(self.ratios):.2f}"
        return _LINE.format(self.page, f"{self.ours_ms:.1f}", f"{self.by_hand_ms:.1f}", ratio, spread, self.queries)


def pairs(port: int, account: dict[str, Any], *, rounds: int, requests: int) -> Iterator[Pair]:
    """Each page once to warm up, then rounds of requests turn about."""
    month, year = account["month"], account["month"][:4]
    addresses = {"month": f"/metrics/{month}/", "year": f"/metrics/{year}/", "24 months": f"/metrics/{month}/charts/"}
    for kind, address in addresses.items():
        other = f"/benchmark/by-hand/{quote(kind)}/{month}/"
        yield _pair(port, account["cookie"], kind, address, other, rounds, requests)


def _pair(port: int, cookie: str, kind: str, address: str, other: str, rounds: int, requests: int) -> Pair:
    fragment = kind == "24 months"
    for one in (address, other):
        first = ask(port, cookie, one, fragment=fragment)
        if first.status != 200:
            raise RuntimeError(f"{one} answered {first.status}")
    ours: list[float] = []
    theirs: list[float] = []
    ratios, queries = [], 0
    for _round in range(rounds):
        found = [(ask(port, cookie, address, fragment=fragment), ask(port, cookie, other)) for _ in range(requests)]
        mine, hand = [one.server_ms for one, _ in found], [two.server_ms for _, two in found]
        ratios.append(median(mine) / median(hand))
        ours, theirs, queries = [*ours, *mine], [*theirs, *hand], found[0][0].queries
    return Pair(kind, median(ours), median(theirs), tuple(ratios), queries)


def part_said(part: dict[str, Any]) -> str:
    faster = part["other_ms"] / part["ours_ms"]
    same = "" if part["same"] else " (another answer)"
    return "{:<26} {:>9} {:>9} {:>8}  {}{}".format(
        part["name"], f"{part['ours_ms']:.2f}", f"{part['other_ms']:.1f}", f"{faster:.0f}", part["other"], same
    )
