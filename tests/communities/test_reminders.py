"""What a participation asks for on its days: the renewal of a fee, a look whether it is worth it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from communities.models import Community, Participation
from communities.renewal import day_of_renewal, meant_day, months_later, reminders, renewed
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_community, make_contact, make_opportunity, make_participation

NOW = "2026-11-20 12:00:00+03:00"
TODAY = date(2026, 11, 20)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.fixture
def frozen() -> Any:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def club(owner: User) -> Community:
    return make_community(owner=owner, name="Клуб")


def said(owner: User) -> list[tuple[str, date]]:
    return [(one.what, one.on) for one in reminders(owner, TODAY)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"renewal_on": "2026-12-04", "fee_period": "year"}, ["renew"]),
        ({"renewal_on": "2026-12-05", "fee_period": "year"}, []),
        ({"renewal_on": "2026-11-23", "fee_period": "month"}, ["renew"]),
        ({"renewal_on": "2026-11-24", "fee_period": "month"}, []),
        ({"renewal_on": "2025-01-01", "fee_period": ""}, ["renew"]),
        ({"next_review": "2026-11-20"}, ["review"]),
        ({"next_review": "2026-11-21"}, []),
        ({"next_review": "2026-11-01", "renewal_on": "2026-11-10"}, ["review", "renew"]),
        ({"next_review": "2026-11-01", "status": "left"}, []),
        ({"next_review": "2026-11-01", "until": "2026-11-19"}, []),
        ({"next_review": "2026-11-01", "until": "2026-11-20", "status": "considering"}, ["review"]),
        ({"renewal_on": "2026-11-30", "until": "2026-11-29"}, []),
        ({"renewal_on": "2026-11-30", "until": "2026-11-30"}, ["renew"]),
    ],
)
def test_in_time_and_not_before(owner: User, club: Community, fields: dict[str, str], expected: list[str]) -> None:
    make_participation(community=club, **fields)
    assert [what for what, _on in said(owner)] == expected


@given(day=DAYS, today=DAYS, period=st.sampled_from(["month", "year"]))
def test_the_next_day_of_a_fee_is_the_first_one_ahead(day: date, today: date, period: str) -> None:
    step = {"month": 1, "year": 12}[period]
    ahead = (months_later(day, n * step) for n in range(1, 1300))
    assert renewed(day, period, today, day.day) == next(one for one in ahead if one > today)


@given(first=DAYS, meant=st.integers(1, 31), known=st.booleans(), period=st.sampled_from(["month", "year"]))
def test_over_24_renewals_the_day_stays_the_one_that_is_meant(
    first: date, meant: int, known: bool, period: str
) -> None:
    length = monthrange(first.year, first.month)[1]
    # Of what somebody writes down themselves nothing is hidden: they mean the day that they write.
    meant = meant if known else min(meant, length)
    part = Participation(fee_period=period, renewal_on=first.replace(day=min(meant, length)))
    part.renewal_day = meant if known else None
    month = first.year * 12 + first.month - 1
    for _time in range(24):
        assert part.renewal_on
        part.renewal_day = day_of_renewal(part, part.renewal_on)
        part.renewal_on = renewed(part.renewal_on, period, part.renewal_on, part.renewal_day)
        month += 1 if period == "month" else 12
        length = monthrange(month // 12, month % 12 + 1)[1]
        assert part.renewal_on == date(month // 12, month % 12 + 1, min(meant, length))


def test_the_end_of_a_month_does_not_wander() -> None:
    assert renewed(date(2026, 1, 31), "month", date(2026, 2, 1)) == date(2026, 2, 28)
    assert renewed(date(2026, 1, 31), "month", date(2026, 3, 1)) == date(2026, 3, 31)
    assert renewed(date(2024, 2, 29), "year", date(2027, 6, 1)) == date(2028, 2, 29)
    assert renewed(date(2026, 2, 28), "month", date(2026, 2, 28), 31) == date(2026, 3, 31)
    assert renewed(date(2026, 4, 30), "month", date(2026, 4, 30)) == date(2026, 5, 30)
    assert renewed(date(2026, 2, 27), "month", date(2026, 2, 28)) == date(2026, 3, 27)
    assert renewed(date(2026, 1, 1), "once", TODAY) is None
    assert renewed(date(2026, 1, 1), "", TODAY) is None


@pytest.mark.parametrize(("number", "march"), [(28, 28), (29, 29), (30, 30), (31, 31), (5, 28)])
def test_the_day_on_which_it_began_says_what_february_hides(number: int, march: int) -> None:
    assert meant_day(date(2026, 2, 28), date(2025, 12, number)) == march


@pytest.mark.parametrize(
    ("written", "then"),
    [
        ("2026-11-30", ["2026-12-30", "2027-01-30", "2027-02-28", "2027-03-30"]),
        ("2026-12-31", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
    ],
)
@pytest.mark.usefixtures("frozen")
def test_the_day_that_was_written_is_the_day_of_the_fee(
    client_of_owner: Client, club: Community, written: str, then: list[str]
) -> None:
    part = make_participation(community=club, status="active", since=date(2025, 6, 4))
    _write(client_of_owner, part, renewal_on=written)
    assert _renewals(client_of_owner, part, 2) == then[:2]
    # Nothing else that is edited makes another day of it.
    _write(client_of_owner, part, why="Доклады")
    assert _renewals(client_of_owner, part, 2) == then[2:]
    # A day put back by the Undo, and another day that is written.
    client_of_owner.post(reverse("communities:participation_day", args=[part.pk]) + f"?renewal_on={then[2]}")
    assert _renewals(client_of_owner, part, 1) == then[3:]
    _write(client_of_owner, part, renewal_on="2027-06-30")
    assert _renewals(client_of_owner, part, 1) == ["2027-07-30"]
    _write(client_of_owner, part, renewal_on="")
    assert part.renewal_day is None


def _write(client: Client, part: Participation, **fields: str) -> None:
    part.refresh_from_db()
    data = {"status": "active", "role": part.role, "since": str(part.since), "fee": "500", "fee_period": "month",
            "renewal_on": str(part.renewal_on or ""), "version": part.version, **fields}  # fmt: skip
    answer = client.post(reverse("communities:participation_edit", args=[part.pk]), data)
    assert answer.status_code == 302, answer.context["form"].errors
    part.refresh_from_db()


def _renewals(client: Client, part: Participation, times: int) -> list[str]:
    days = []
    for _time in range(times):
        client.post(reverse("communities:participation_renew", args=[part.pk]))
        part.refresh_from_db()
        days.append(str(part.renewal_on))
    return days


@pytest.mark.usefixtures("frozen")
def test_a_touch_on_the_reminder_asks_when_it_began(client_of_owner: Client, club: Community) -> None:
    days = {"since": date(2025, 10, 30), "renewal_on": date(2026, 11, 30)}
    part = make_participation(community=club, fee_period="month", **days)
    client_of_owner.post(reverse("communities:participation_renew", args=[part.pk]))
    part.refresh_from_db()
    assert part.renewal_on == date(2026, 12, 30)


@pytest.mark.usefixtures("frozen")
def test_a_fee_is_renewed_in_one_touch_and_back(client_of_owner: Client, owner: User, club: Community) -> None:
    part = make_participation(community=club, renewal_on=TODAY - timedelta(days=2), fee=1500, fee_period="year")
    page = client_of_owner.get(reverse("communities:reminders")).content.decode()
    assert "1\xa0500\xa0₽ в год" in page
    assert "просрочено на 2 дня" in page
    answer = client_of_owner.post(
        reverse("communities:participation_renew", args=[part.pk]), {"next": "/"}, follow=True
    )
    part.refresh_from_db()
    assert part.renewal_on == date(2027, 11, 18)
    undo = f"{reverse('communities:participation_day', args=[part.pk])}?renewal_on=2026-11-18"
    assert f'action="{undo}"' in answer.content.decode()
    client_of_owner.post(undo)
    part.refresh_from_db()
    assert part.renewal_on == date(2026, 11, 18)
    for nonsense in ("2026-13-40", "вчера", ""):
        wrong = reverse("communities:participation_day", args=[part.pk], query={"renewal_on": nonsense})
        assert client_of_owner.post(wrong).status_code == 400
    part.refresh_from_db()
    assert part.renewal_on == date(2026, 11, 18)


@pytest.mark.usefixtures("frozen")
def test_a_look_is_put_three_months_on(client_of_owner: Client, club: Community) -> None:
    part = make_participation(community=club, next_review=date(2026, 11, 1))
    client_of_owner.post(reverse("communities:participation_review", args=[part.pk]))
    part.refresh_from_db()
    assert part.next_review == date(2027, 2, 20)
    assert part.version == 2
    form = {"status": "active", "role": "reader", "version": "1", "next_review": "2026-11-01"}
    stale = client_of_owner.post(reverse("communities:participation_edit", args=[part.pk]), form)
    assert stale.status_code == 409


@pytest.mark.usefixtures("frozen")
def test_today_fetches_what_waits(client_of_owner: Client, owner: User, stranger: User, club: Community) -> None:
    make_contact(owner=owner)
    make_participation(community=club, next_review=TODAY)
    make_opportunity(owner=owner, what="Своя вакансия", community=club)
    make_opportunity(owner=owner, what="Решённая", community=club, outcome="taken", outcome_on=TODAY)
    theirs = make_community(owner=stranger, name="Тайный круг")
    make_participation(community=theirs, next_review=TODAY, renewal_on=TODAY)
    make_opportunity(owner=stranger, what="Чужая вакансия")
    address = reverse("communities:reminders")
    assert f'data-hx-get="{address}"' in client_of_owner.get("/").content.decode()
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}
    panel = client_of_owner.get(address, headers=headers).content.decode()
    assert [word in panel for word in ("Клуб", "Своя вакансия", "Остаюсь")] == [True] * 3
    assert not [word for word in ("Решённая", "Тайный круг", "Чужая вакансия", "<html") if word in panel]
    assert 'name="next" value="/"' in panel


@pytest.mark.usefixtures("frozen")
def test_a_strangers_days_are_out_of_reach(client_of_owner: Client, stranger: User) -> None:
    part = make_participation(community=make_community(owner=stranger), renewal_on=TODAY, next_review=TODAY)
    for name in ("renew", "not_renew", "review", "day", "stay"):
        address = reverse(f"communities:participation_{name}", args=[part.pk])
        assert client_of_owner.post(f"{address}?renewal_on=2030-01-01").status_code == 404
    assert Participation.objects.get(pk=part.pk).renewal_on == TODAY


@pytest.mark.usefixtures("frozen")
def test_one_row_asks_as_many_queries_as_three(client_of_owner: Client, owner: User) -> None:
    asked = []
    for more in (1, 2):
        for _ in range(more):
            place = make_community(owner=owner)
            make_participation(community=place, next_review=TODAY, renewal_on=TODAY)
            make_opportunity(owner=owner, community=place, contact=make_contact(owner=owner))
        asked.append(queries_of(client_of_owner, reverse("communities:reminders")))
    assert asked[0] == asked[1] <= 7


def _days(owner: User) -> list[tuple[str, date | None, date | None, date | None]]:
    rows = Participation.objects.for_owner(owner).order_by("since", "pk")
    return [(one.status, one.since, one.until, one.renewal_on) for one in rows]


@pytest.mark.parametrize(
    ("renewal", "until", "leaves"),
    [
        (TODAY + timedelta(days=3), None, TODAY + timedelta(days=3)),
        (TODAY, None, TODAY),
        (TODAY - timedelta(days=9), None, TODAY),
        (TODAY, date(2027, 3, 1), TODAY),
    ],
)
@pytest.mark.usefixtures("frozen")
def test_a_fee_is_not_renewed_in_one_touch_and_back(
    client_of_owner: Client, owner: User, club: Community, renewal: date, until: date | None, leaves: date
) -> None:
    stood = {"since": date(2025, 1, 10), "until": until, "renewal_on": renewal}
    part = make_participation(community=club, status="active", role="speaker", fee=900, fee_period="month", **stood)
    before = _days(owner)
    address = reverse("communities:participation_not_renew", args=[part.pk])
    page = client_of_owner.get(reverse("communities:reminders")).content.decode()
    assert f'formaction="{address}">Не продлеваю</button>' in page
    answer = client_of_owner.post(address, {"next": "/"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert _days(owner) == [
        ("active", date(2025, 1, 10), leaves - timedelta(days=1), renewal),
        ("left", leaves, None, None),
    ]
    assert said(owner) == []
    left = Participation.objects.get(status="left")
    assert left.role == "speaker"
    undo = f"{reverse('communities:participation_stay', args=[left.pk])}?days=2025-01-10..{until or ''}"
    assert f'action="{undo}"' in answer.content.decode()
    client_of_owner.post(undo)
    assert _days(owner) == before
    assert said(owner) == [("renew", renewal)]
    assert client_of_owner.post(undo).status_code == 404


@pytest.mark.usefixtures("frozen")
def test_what_began_only_now_is_ended_by_hand(client_of_owner: Client, owner: User, club: Community) -> None:
    part = make_participation(community=club, since=TODAY, renewal_on=TODAY, fee_period="month")
    answer = client_of_owner.post(reverse("communities:participation_not_renew", args=[part.pk]), {"next": "/"})
    assert answer["Location"].startswith(reverse("communities:participation_edit", args=[part.pk]))
    assert _days(owner) == [("joined", TODAY, None, TODAY)]


@time_machine.travel("2026-11-20 12:00:00+03:00")
def test_a_renewal_without_a_period_is_not_forgotten(client_of_owner: Client, owner: User) -> None:
    """Where nothing says when it comes round again, one is asked, and the reminder stays."""
    part = make_participation(community=make_community(owner=owner), renewal_on=date(2026, 11, 25), fee=5000)
    asked = client_of_owner.post(reverse("communities:participation_renew", args=[part.pk]), {"next": "/"})
    assert asked["Location"] == reverse("communities:participation_edit", args=[part.pk]) + "?next=%2F"
    assert "как часто" in client_of_owner.get(asked["Location"]).content.decode()
    part.refresh_from_db()
    assert part.renewal_on == date(2026, 11, 25)


@time_machine.travel("2026-11-20 12:00:00+03:00")
def test_not_renewing_what_began_today_says_what_to_fill_in(client_of_owner: Client, owner: User) -> None:
    part = make_participation(
        community=make_community(owner=owner), since=date(2026, 11, 20), renewal_on=date(2026, 11, 18)
    )
    asked = client_of_owner.post(reverse("communities:participation_not_renew", args=[part.pk]), {"next": "/"})
    assert "началось только что" in client_of_owner.get(asked["Location"]).content.decode()
