"""Two communities become one, and two of their people: in whatever order it is undone, everything comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import product

import pytest

from communities.actions.uniting import UniteRefused, take_apart, unite
from contacts.actions.merging import MergeRefused, merge, unmerge
from networking.accounts.models import User
from tests.communities.test_uniting import everything_kept_is_right, rows
from tests.factories import make_community, make_contact, make_membership

JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)
Days = tuple[date | None, date | None]

pytestmark = pytest.mark.django_db


def refusal_of(undo: Callable[[], object]) -> MergeRefused | UniteRefused | None:
    try:
        undo()
    except (MergeRefused, UniteRefused) as refused:
        return refused
    return None


@pytest.mark.parametrize(("first", "undone"), product(["merge", "unite"], repeat=2))
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((None, None), (None, None)),
        ((JANUARY, None), (JANUARY, None)),
        ((JANUARY, MARCH), (MARCH, JUNE)),
        ((None, JUNE), (JANUARY, None)),
    ],
)
def test_everything_comes_back(owner: User, first: str, undone: str, one: Days, other: Days) -> None:
    kept, gone = make_community(owner=owner), make_community(owner=owner)
    stays, goes = make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Аня Петрова")
    for person, place, (since, until) in ((stays, kept, one), (goes, gone, other), (stays, gone, other)):
        make_membership(contact=person, community=place, since=since, until=until)
    before = rows()
    if first == "merge":
        merged = merge(owner=owner, kept=stays, gone=goes, chosen={})
        joined = unite(owner=owner, kept=kept, gone=gone)
    else:
        joined = unite(owner=owner, kept=kept, gone=gone)
        merged = merge(owner=owner, kept=stays, gone=goes, chosen={})
    ways: dict[str, Callable[[], object]] = {
        "merge": partial(unmerge, merged=merged),
        "unite": partial(take_apart, change=joined),
    }
    other_way = "unite" if undone == "merge" else "merge"
    refused = refusal_of(ways[undone])
    ways[other_way]()
    if refused:
        # What came first waits for the other, where both moved the same rows.
        assert (undone, refused.code) == (first, "later")
        assert refused.name in (joined.what, str(merged))
        ways[undone]()
    everything_kept_is_right()
    left = {label: found for label, found in rows().items() if label != "contacts.Merge"}
    assert left == {label: found for label, found in before.items() if label != "contacts.Merge"}
