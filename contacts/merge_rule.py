"""What a model says about its rows when two people, or two communities, turn out to be one; read by
`contacts/actions/moving.py`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MergeRule:
    """Without any rule rows simply move, and those that a unique constraint forbids are united.

    `same`: two live rows equal in these, and in their links to what becomes one, are one, if what they say in
    `agreeing` does not differ. So every link that tells rows apart stands in it, whichever it is that becomes one.
    `distinct`: links of which a later one is emptied where it would repeat an earlier one.
    `of_two`: the two ends of a row that means nothing between a person and themself.
    `sorted_ends`: the smaller id stands in the first of `of_two`.
    `keeps_own`: when two rows are united, the one that stays takes nothing from the other.
    `forgotten`: rows are worked out anew and go instead of moving.
    """

    same: tuple[str, ...] = ()
    agreeing: tuple[str, ...] = ()
    distinct: tuple[str, ...] = ()
    of_two: tuple[str, ...] = ()
    sorted_ends: bool = False
    keeps_own: bool = False
    forgotten: bool = False
