"""The four rated figures of a month, each a pure function of owner, window and, if wanted, community or family.

SELECT only. A figure is the owner's own mark; its evidence is counted, stands beside it and is never mixed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from networking.accounts.models import User
from networking.metrics.belonging import Where
from networking.metrics.figures import Beside, Counted, Rated, four_and_more
from networking.metrics.grid import Total, Wanted
from networking.metrics.marks import Mark, marks_in, marks_of, mean
from networking.metrics.measure import Rating
from networking.metrics.rated import RATINGS
from networking.metrics.windows import Window


def depth(owner: User, window: Window, community: Where = None) -> Rated:
    """How deep the ties of the month became: your mark, 1 to 5, or the mean of your marks for communities."""
    return _one("depth", owner, window, community)


def knowledge(owner: User, window: Window, community: Where = None) -> Rated:
    """How good the knowledge of the month was: your mark, 1 to 5, or the mean of your marks for communities."""
    return _one("knowledge", owner, window, community)


def usefulness(owner: User, window: Window, community: Where = None) -> Rated:
    """How useful the month's opportunities were: your mark, 1 to 5, or the mean of your marks for communities."""
    return _one("usefulness", owner, window, community)


def recognition(owner: User, window: Window, community: Where = None) -> Rated:
    """How much others recognised you in the month: your mark, 1 to 5, or the mean of your marks for communities."""
    return _one("recognition", owner, window, community)


def _one(slug: str, owner: User, window: Window, community: Where) -> Rated:
    rated = all_eight(owner, window, marks_of(owner, [window]), community)[1]
    return next(one for rating, one in zip(RATINGS, rated, strict=True) if rating.slug == slug)


def all_eight(
    owner: User, window: Window, marks: Sequence[Mark], community: Where = None
) -> tuple[list[Counted], list[Rated]]:
    """The four counts and the four ratings with their evidence, in the order of the pages; one query for them all."""
    proofs = [proof for rating in RATINGS for proof in rating.proofs]
    rated = [proof for proof in proofs if proof.mean_of]
    parts = [(proof.slug, rows) for proof in proofs for rows in proof.parts]
    more: list[Wanted] = [rows for _slug, rows in parts]
    more += [Total(proof.rows, proof.mean_of) for proof in rated]
    counted, found = four_and_more(owner, window, community, more)
    if found is None:
        return counted, [Rated(None, partial(rating.rows, owner, window, community)) for rating in RATINGS]
    numbers = {"new-contacts": counted[0].value or 0}
    for (slug, _rows), number in zip(parts, found, strict=False):
        numbers[slug] = numbers.get(slug, 0) + number
    sums = {proof.slug: total for proof, total in zip(rated, found[len(parts) :], strict=True)}
    made = []
    for rating in RATINGS:
        given, find = marks_in(marks, rating.slug, window, community), partial(rating.rows, owner, window, community)
        made.append(Rated(mean(given), find, len(given), _evidence(rating, numbers, sums)))
    return counted, made


def _evidence(rating: Rating, numbers: dict[str, int], sums: dict[str, int]) -> tuple[Beside, ...]:
    return tuple(
        Beside(
            proof.slug,
            numbers[proof.slug],
            numbers[proof.out_of] if proof.out_of else None,
            sums[proof.slug] / numbers[proof.slug] if proof.mean_of and numbers[proof.slug] else None,
        )
        for proof in rating.proofs
    )
