"""Single numbers of the pages, in one process and turn about with another way to count the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Any

from networking.accounts.models import User
from networking.benchmark.figures import by_hand
from networking.benchmark.figures.size import MONTHS
from networking.metrics import talks
from networking.metrics.measures import COUNTS
from networking.metrics.series import series_of
from networking.metrics.windows import Month, Standpoint

ROUNDS = 9


@dataclass(frozen=True)
class Part:
    """Milliseconds of ours and of the other way, medians over the rounds; `same` tells that both found the same."""

    name: str
    other: str
    ours_ms: float
    other_ms: float
    same: bool

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def parts(owner: User, month: Month, seen: Standpoint) -> list[Part]:
    windows = [window for _month, window in seen.months(month, MONTHS)]
    first, lived = windows[0].first, windows[-1].after_lived
    talking = [COUNTS[1]]

    def series() -> list[int]:
        return [number or 0 for number in series_of(owner, windows, None, talking)["interactions"]]

    def truncated() -> list[int]:
        return [
            number for _month, number in sorted((row[0], row[1]) for row in by_hand.truncated(owner.pk, first, lived))
        ]

    def matrix() -> dict[tuple[int, str], int]:
        return talks.by_month(owner, first, lived)

    def live() -> dict[tuple[int, str], int]:
        return {(row[0], row[1]): row[2] for row in by_hand.matrix(owner.pk, first, lived)}

    return [
        _part("interactions of 24 months", "TruncMonth", series, truncated),
        _part("communities × 24 months", "live", matrix, live),
    ]


def _part(name: str, other_name: str, ours: Callable[[], Any], other: Callable[[], Any]) -> Part:
    same = ours() == other()
    times: list[tuple[float, float]] = [(_ms(ours), _ms(other)) for _round in range(ROUNDS)]
    return Part(name, other_name, median(a for a, _b in times), median(b for _a, b in times), same)


def _ms(call: Callable[[], Any]) -> float:
    begin = perf_counter()
    call()
    return (perf_counter() - begin) * 1000
