from __future__ import annotations

from collections.abc import Sequence

_STEP = 50


def filled(pks: Sequence[int]) -> list[int]:
    """Ids for a query made ready once: the last one again until the list has one of few lengths."""
    return [*pks, *([pks[-1]] * (-len(pks) % _STEP))] if pks else []
