"""The worked example of the definitions, as the scorecard, the closing, the returns and the trends see it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from networking.metrics import ratings
from networking.metrics.facts import standpoint
from networking.metrics.opened import OPENED, lines_of
from networking.metrics.practices.scorecard import scorecard
from networking.metrics.qualities.series import second_talk_share
from networking.metrics.returns.counting import returns
from networking.metrics.review import actions
from networking.metrics.review.closing import Difference, differences, snapshot
from networking.metrics.review.open_ends import open_ends
from networking.metrics.windows import Month
from tests.factories import make_interaction
from tests.metrics.test_worked_example import OCTOBER, Example, example  # noqa: F401  # a fixture

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_second_talks(example: Example) -> None:  # noqa: F811
    window = example.window()
    score = {one.practice.slug: one for one in scorecard(example.owner, OCTOBER, window)}["second-talks"]
    # Anna again on the 5th; with Vera nothing but the day of the meeting. Boris was met in another month.
    assert (score.count, score.of) == (1, 2)
    assert [line.title for line in lines_of(OPENED["second-talks"], example.owner, window)] == ["Анна"]
    assert [line.title for line in lines_of(OPENED["without-second-talk"], example.owner, window)] == ["Вера"]
    there = {one.slug: one.number for one in ratings.depth(example.owner, window, example.q).evidence}
    assert there["talked-soon"] == 1


def test_who_was_met_once(example: Example) -> None:  # noqa: F811
    ends = open_ends(example.owner, example.window(), NOW)
    assert [person.name for person in ends.people] == ["Вера"]
    assert (ends.events, ends.promises) == ([], [])


def test_the_closing_of_october(example: Example) -> None:  # noqa: F811
    seen = standpoint(example.owner, TODAY)
    closing = actions.close_month(owner=example.owner, month=OCTOBER, seen=seen, now=NOW, last_seen=0)
    closing.refresh_from_db()
    assert closing.figures["all"] == {
        "new-contacts": 2,
        "interactions": 3,
        "referrals-received": 0,
        "events-attended": 0,
        "depth": None,
        "knowledge": None,
        "usefulness": None,
        "recognition": None,
    }
    communities = closing.figures["communities"]
    for place in (example.p, example.q):
        found = communities[str(place.pk)]
        assert (found["name"], found["new-contacts"], found["interactions"]) == (place.name, 1, 1)
    assert differences(closing.figures, snapshot(example.owner, OCTOBER, seen)) == []
    # I5 is answered after all.
    example.talks["I5"].answered = True
    example.talks["I5"].save()
    assert differences(closing.figures, snapshot(example.owner, OCTOBER, seen)) == [
        Difference("", "interactions", "3", "4"),
        Difference("P", "interactions", "1", "2"),
        Difference("Q", "interactions", "1", "2"),
    ]


def test_returns_of_the_year(example: Example) -> None:  # noqa: F811
    in_p, in_q = returns(example.owner, standpoint(example.owner, TODAY), [example.p, example.q])
    # Boris, met on 20 December 2025, was no member then but joined in these months.
    assert (in_p.numbers.new_contacts, in_q.numbers.new_contacts) == (2, 1)
    # He was talked to twice, on the 5th and the 20th of October: later than 90 days after.
    assert (in_p.numbers.kept, in_q.numbers.kept) == (1, 0)


def test_the_share_of_second_talks_over_months(example: Example) -> None:  # noqa: F811
    make_interaction(owner=example.owner, contacts=[example.people["Вера"]], day=date(2026, 11, 20))
    months = standpoint(example.owner, TODAY).months(Month(2026, 11), 2)
    assert [(point.value, point.of) for point in second_talk_share(example.owner, months)] == [(100, 2), (None, None)]
