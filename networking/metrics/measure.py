"""What a number of the pages is: its word in addresses, its name, its definition, its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from networking.accounts.models import User
from networking.metrics.belonging import Where
from networking.metrics.figures import Counted
from networking.metrics.rows import Rows
from networking.metrics.windows import Window

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Measure:
    """A number that opens its rows; `definition` is the first sentence of the docstring of `rows`."""

    slug: str
    name: _StrPromise
    definition: _StrPromise
    rows: Rows


@dataclass(frozen=True)
class Count(Measure):
    """One of the four counts: the numbers of its figure's `extras` stand beside it."""

    figure: Callable[[User, Window, Where], Counted]
    # The same in one word, for a tab and the head of a column.
    word: _StrPromise


@dataclass(frozen=True)
class Proof(Measure):
    """A number that stands beside a rating, and is never mixed into it; `mean_of` names what is averaged over its rows.

    `out_of` is the word of the number beside it that it is a part of; `besides` are rows of another kind
    that count too.
    """

    mean_of: str = ""
    out_of: str = ""
    besides: tuple[Rows, ...] = ()

    @property
    def parts(self) -> tuple[Rows, ...]:
        """All rows that it counts."""
        return self.rows, *self.besides


@dataclass(frozen=True)
class Rating(Measure):
    """One of the four rated figures, with its evidence."""

    word: _StrPromise
    proofs: tuple[Proof, ...]
