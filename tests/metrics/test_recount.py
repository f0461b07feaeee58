"""Figures, their rows, their series and their split by community against a recount in plain Python."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.models import Family
from networking.accounts.models import User
from networking.metrics import ratings, talks
from networking.metrics.belonging import Where
from networking.metrics.cards import board
from networking.metrics.counting import over_windows
from networking.metrics.facts import standpoint
from networking.metrics.marks import marks_of, value_of
from networking.metrics.measures import COUNTS
from networking.metrics.rated import RATINGS
from networking.metrics.series import series_of
from networking.metrics.split import numbers_of
from networking.metrics.windows import Month, Span, Standpoint
from tests.factories import make_contact, make_interaction, make_user
from tests.metrics.life import ERAS, Life
from tests.metrics.proofs import Proofs
from tests.metrics.world import Recount, ids

TODAY = date(2026, 11, 20)
PROOFS = {proof.slug: proof for rating in RATINGS for proof in rating.proofs}
pytestmark = pytest.mark.django_db(transaction=False)
tried = settings(max_examples=12, deadline=None, suppress_health_check=[*HealthCheck])
seeds, eras = st.integers(0, 10**9), st.sampled_from(ERAS)


def lived(seed: int, era: tuple[str, Month]) -> tuple[Life, Standpoint, list[Where]]:
    """A life beside a stranger's that is just the same, and the places through which it can be looked at."""
    zone, month = era
    owner, stranger = make_user(time_zone=zone), make_user(time_zone=zone)
    life = Life(owner, Random(seed), month)
    communities = life.live()
    Life(stranger, Random(seed), month).live()
    return life, standpoint(owner, life.today), [None, Family.INTERNAL, Family.PROFESSIONAL, *communities]


@tried
@given(seed=seeds, era=eras)
def test_every_way_of_counting_agrees_with_a_recount(db: None, seed: int, era: tuple[str, Month]) -> None:
    life, seen, places = lived(seed, era)
    owner, recount, months = life.owner, Recount(life.owner, life.today), seen.months(life.month, 5)
    for where in places:
        windows = [window for _month, window in months]
        series = over_windows(owner, [count.rows for count in COUNTS], windows, where)
        drawn = series_of(owner, windows, where)
        assert [drawn[count.slug] for count in COUNTS] == [
            [None if numbers is None else numbers[place] for numbers in series] for place in range(len(COUNTS))
        ]
        looked_into = life.chance.randrange(len(months))
        for (month, window), numbers in zip(months, series, strict=True):
            expected = [sorted(recount.ways[count.slug]({month}, where)) for count in COUNTS]
            counts = [len(rows) for rows in expected]
            assert numbers == (counts if window.has_data else None)
            assert {type(number) for number in numbers or ()} <= {int}
            if month == months[looked_into][0]:
                figures = [count.figure(owner, window, where) for count in COUNTS]
                assert [ids(figure.rows) for figure in figures] == (expected if window.has_data else [[]] * len(COUNTS))
                assert [figure.value for figure in figures] == [*(numbers or (None,) * len(COUNTS))]


@tried
@given(seed=seeds, era=eras)
def test_communities_by_month_agree_with_a_recount(db: None, seed: int, era: tuple[str, Month]) -> None:
    life, seen, places = lived(seed, era)
    recount, communities = Recount(life.owner, life.today), [one for one in places if one and not isinstance(one, str)]
    months = [(month, window) for month, window in seen.months(life.month, 5) if window.has_data]
    for month, window in months:
        split = numbers_of(life.owner, window, communities)
        assert split == [[len(recount.ways[count.slug]({month}, one)) for count in COUNTS] for one in communities]
    if months:
        heat = talks.by_month(life.owner, months[0][1].first, months[-1][1].after_lived)
        expected = {
            (one.pk, str(month)): len(recount.interactions_in({month}, one))
            for one in communities
            for month, _w in months
        }
        assert heat == {place: number for place, number in expected.items() if number}


@tried
@given(seed=seeds, era=eras, length=st.integers(1, 5))
def test_ratings_and_their_evidence_agree_with_a_recount(
    db: None, seed: int, era: tuple[str, Month], length: int
) -> None:
    life, seen, places = lived(seed, era)
    owner, recount = life.owner, Proofs(life.owner, life.today)
    first = life.month.moved(1 - length)
    stretch = life.month if length == 1 else Span(first, life.month)
    window, months = seen.month(stretch), {first.moved(place) for place in range(length)}
    where = life.chance.choice(places)
    for rating in RATINGS:
        figure = getattr(ratings, rating.slug)(owner, window, where)
        marks = recount.marks(rating.slug, months, where)
        if not window.has_data:
            assert (figure.value, ids(figure.rows), figure.evidence) == (None, [], ())
            continue
        assert figure.denominator == len(marks)
        assert figure.value == (pytest.approx(sum(marks) / len(marks)) if marks else None)
        assert sorted(getattr(row, rating.slug) for row in figure.rows) == sorted(marks)
        for beside in figure.evidence:
            expected = sorted(recount.evidence[beside.slug](months, where))
            if beside.slug == "events-organised":
                expected += sorted(recount.organised_besides(months, where))
            assert (beside.slug, beside.number) == (beside.slug, len(expected))
            found = [ids(rows(owner, window, where)) for rows in PROOFS[beside.slug].parts]
            assert [pk for part in found for pk in part] == expected
            if beside.slug == "talked-soon":
                assert beside.out_of == len(recount.new_contacts(months, where))
            if beside.slug == "events-rated":
                given = [recount.events[pk].knowledge or 0 for pk in expected]
                assert beside.mean == (sum(given) / len(given) if given else None)
            if beside.slug == "opportunities-rated":
                given = [row.usefulness or 0 for row in recount.opportunities if row.pk in expected]
                assert beside.mean == (sum(given) / len(given) if given else None)


@tried
@given(seed=seeds, era=eras)
def test_a_span_counts_what_a_recount_of_its_months_does(db: None, seed: int, era: tuple[str, Month]) -> None:
    life, seen, places = lived(seed, era)
    recount, span = Proofs(life.owner, life.today), Span(life.month.moved(-3), life.month)
    where = life.chance.choice(places)
    shown = board(life.owner, span, seen, where)
    for card in shown.counts:
        found = recount.ways[card.measure.slug](span.months, where)
        assert card.figure.value == (len(found) if seen.month(span).has_data else None)
        assert ids(card.figure.rows) == (sorted(found) if seen.month(span).has_data else [])
    for rating in shown.ratings:
        by_month = [
            value_of(marks_of(life.owner, [window]), rating.measure.slug, window, where)
            for _month, window in shown.months
        ]
        assert shown.series[rating.measure.slug] == by_month


def test_the_recount_can_tell(owner: User) -> None:
    """The control: where a row is left out of the recount, the two do not agree."""
    make_interaction(owner=owner, contacts=[make_contact(owner=owner)], day=date(2026, 10, 5))
    recount, window = Recount(owner, TODAY), standpoint(owner, TODAY).month(Month(2026, 10))
    recount.interactions.pop()
    assert COUNTS[1].figure(owner, window, None).value != len(recount.interactions_in({Month(2026, 10)}, None))
