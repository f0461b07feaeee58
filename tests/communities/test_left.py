"""A community that I have left: the catalogue says so and takes me back, and nothing there invites me."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from communities.models import Community, Participation
from communities.overview import latest_of, status_on
from networking.accounts.models import User
from tests.factories import make_community, make_contact, make_entry, make_membership, make_participation

NOW = "2026-10-15 12:00:00+03:00"
TODAY = date(2026, 10, 15)


@pytest.mark.parametrize(
    ("periods", "left"),
    [
        ([], False),
        ([("joined", date(2026, 1, 1), None)], False),
        ([("paused", date(2026, 1, 1), None)], False),
        ([("left", date(2026, 1, 1), None)], True),
        ([("joined", date(2025, 1, 1), date(2026, 10, 14)), ("left", date(2026, 10, 15), None)], True),
        ([("joined", date(2025, 1, 1), date(2026, 10, 14))], True),
        ([("left", date(2025, 1, 1), date(2025, 12, 31)), ("active", date(2026, 1, 1), None)], False),
        ([("joined", date(2025, 1, 1), date(2026, 12, 31)), ("left", date(2027, 1, 1), None)], False),
        ([("active", None, None), ("left", date(2024, 1, 1), date(2024, 2, 1))], False),
    ],
)
@time_machine.travel(NOW)
def test_what_i_left_reads_so_and_can_be_joined_again(
    client_of_owner: Client, owner: User, periods: list[tuple[str, date | None, date | None]], left: bool
) -> None:
    entry = make_entry(name="Клуб")
    club = make_community(owner=owner, entry=entry)
    for status, since, until in periods:
        make_participation(community=club, status=status, since=since, until=until)
    mine = [*Participation.objects.for_owner(owner)]
    assert (status_on(latest_of(mine, TODAY), TODAY) == "left") is left
    join = reverse("communities:join", args=[entry.slug])
    for address in (reverse("communities:catalogue"), entry.get_absolute_url()):
        page = client_of_owner.get(address).content.decode()
        assert (">вы были там</a>" in page, f'action="{join}"' in page, "Вступить снова" in page) == (left, left, left)
        assert ("вы там" in page) is not left
        assert f'href="{club.get_absolute_url()}"' in page
    assert ("?joined" in client_of_owner.post(join)["Location"]) is (left or not periods)
    page = client_of_owner.get(entry.get_absolute_url()).content.decode()
    assert "вы там" in page
    assert "Вступить" not in page


@time_machine.travel(NOW)
def test_joining_again_is_not_taken_back_by_deleting_the_community(client_of_owner: Client, owner: User) -> None:
    entry = make_entry()
    club = make_community(owner=owner, entry=entry)
    make_participation(community=club, status="active", since=date(2025, 1, 1), until=date(2026, 10, 14))
    make_participation(community=club, status="left", role="speaker", since=date(2026, 10, 15))
    joined = client_of_owner.post(reverse("communities:join", args=[entry.slug]), follow=True).content.decode()
    assert "с сегодняшнего дня." in joined
    assert joined.count(reverse("communities:delete", args=[club.pk])) == 1  # in the menu alone
    rows = Participation.objects.for_owner(owner).order_by("since").values_list("status", "role", "since", "until")
    assert [*rows] == [
        ("active", "participant", date(2025, 1, 1), date(2026, 10, 14)),
        ("joined", "speaker", date(2026, 10, 15), None),
    ]


@pytest.mark.parametrize(("before", "ends"), [("considering", None), ("left", date(2026, 12, 31))])
@time_machine.travel(NOW)
def test_joining_leaves_no_two_periods_on_a_day(
    client_of_owner: Client, owner: User, before: str, ends: date | None
) -> None:
    entry = make_entry()
    club = make_community(owner=owner, entry=entry)
    make_participation(community=club, status=before, since=date(2026, 1, 1), until=date(2026, 12, 31))
    client_of_owner.post(reverse("communities:join", args=[entry.slug]))
    rows = Participation.objects.for_owner(owner).order_by("since").values_list("status", "since", "until")
    assert [*rows] == [(before, date(2026, 1, 1), date(2026, 10, 14)), ("joined", date(2026, 10, 15), ends)]


def test_where_i_still_am_comes_before_what_i_left(client_of_owner: Client, owner: User) -> None:
    entry = make_entry(name="Клуб")
    double = make_entry(name="Клуб-двойник", is_published=False, merged_into=entry)
    own, second = make_community(owner=owner, entry=entry), make_community(owner=owner, entry=double)
    make_participation(community=own, status="left")
    make_participation(community=second, status="active")
    page = client_of_owner.get(entry.get_absolute_url())
    assert page.context["mine"] == (second.pk, False, False)
    assert "вы были там" not in page.content.decode()


INVITATIONS = ("Скажите, зачем вы здесь", 'id="first-step"', 'class="empty-state"', "btn-primary", ">добавить людей<")


@pytest.mark.parametrize(
    "part", [{"status": "left"}, {"status": "active", "until": date(2026, 10, 1), "next_review": date(2026, 9, 1)}]
)
@time_machine.travel(NOW)
def test_what_i_left_invites_to_nothing(client_of_owner: Client, owner: User, part: dict[str, Any]) -> None:
    club = make_community(owner=owner)
    period = make_participation(community=club, status="active")
    there = client_of_owner.get(club.get_absolute_url()).content.decode()
    assert [one for one in INVITATIONS if one not in there] == []
    Participation.objects.for_owner(owner).filter(pk=period.pk).update(renewal_on=date(2026, 10, 1), **part)
    left = client_of_owner.get(club.get_absolute_url()).content.decode()
    assert [one for one in INVITATIONS if one in left] == []
    assert "больше не участвуете" in left
    assert "Продлить" not in left
    # What was there can still be written down.
    for address in (reverse("communities:member_add"), reverse("events:add")):
        assert left.count(f"{address}?community={club.pk}") == 1
    rows = client_of_owner.get(club.get_absolute_url(), {"before": ""}, headers={"HX-Request": "true"})
    assert "Сейчас там нет никого из ваших знакомых." in rows.content.decode()
    given = client_of_owner.get(reverse("communities:community_giving", args=[club.pk])).content.decode()
    assert "Ничего не записано." in given
    assert "Начать можно" not in given
    make_membership(contact=make_contact(owner=owner, name="Анна"), community=club)
    assert "Анна" in client_of_owner.get(club.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("until", "asked"),
    [(None, (True, True)), (date(2026, 10, 14), (False, False)), (date(2026, 11, 30), (False, True))],
)
@time_machine.travel(NOW)
def test_nothing_is_asked_after_the_end(
    client_of_owner: Client, owner: User, until: date | None, asked: tuple[bool, bool]
) -> None:
    club = make_community(owner=owner)
    days = {"next_review": date(2026, 12, 1), "renewal_on": date(2026, 11, 30)}
    make_participation(community=club, status="active", since=date(2025, 1, 1), until=until, **days)
    page = client_of_owner.get(club.get_absolute_url()).content.decode()
    assert ("1 декабря" in page, ">30 ноября</time>" in page) == asked


@pytest.mark.parametrize(
    ("status", "until", "takes"),
    [
        ("active", None, True),
        ("active", date(2026, 10, 15), True),
        ("active", date(2026, 10, 14), False),
        ("left", None, False),
    ],
)
@time_machine.travel(NOW)
def test_what_i_left_takes_no_time_and_no_money(
    client_of_owner: Client, owner: User, status: str, until: date | None, takes: bool
) -> None:
    club = make_community(owner=owner)
    costs = {"hours_per_month": Decimal(3), "fee": Decimal(1500), "fee_period": "year"}
    make_participation(community=club, status=status, since=date(2025, 1, 1), until=until, **costs)
    page = client_of_owner.get(club.get_absolute_url()).content.decode()
    assert ("На это уходит <strong>3</strong> часа в месяц" in page, "1 500" in page.replace("\xa0", " ")) == (
        takes,
        takes,
    )


@pytest.mark.parametrize(
    ("hours", "russian", "english"),
    [
        ("0.5", "0,5 часа", "0.5 hours"),
        ("1", "1 час", "1 hour"),
        ("1.5", "1,5 часа", "1.5 hours"),
        ("2", "2 часа", "2 hours"),
        ("5", "5 часов", "5 hours"),
        ("21", "21 час", "21 hours"),
        ("10.5", "10,5 часа", "10.5 hours"),
    ],
)
def test_hours_a_month_are_counted(
    client_of_owner: Client, owner: User, hours: str, russian: str, english: str
) -> None:
    club = make_community(owner=owner)
    make_participation(community=club, status="active", hours_per_month=Decimal(hours))
    for language, said in (("ru", f"{russian} в месяц"), ("en", f"{english} a month")):
        User.objects.filter(pk=owner.pk).update(language=language)
        page = client_of_owner.get(club.get_absolute_url()).content.decode()
        number, words = said.split(" ", 1)
        assert f"<strong>{number}</strong> {words}</div>" in page


def _stored(owner: User) -> list[tuple[Any, ...]]:
    rows = Participation.objects.for_owner(owner).order_by("since", "pk")
    return [*rows.values_list("status", "since", "until", "renewal_on")]


def _undo(page: str) -> str:
    found = re.search(r'action="(/communities/participations/\d+/stay/[^"]*)"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize("way", ["edit", "add"])
@pytest.mark.parametrize("until", [None, date(2027, 5, 1)])
@time_machine.travel(NOW)
def test_leaving_by_a_form_has_a_way_back(client_of_owner: Client, owner: User, way: str, until: date | None) -> None:
    club = make_community(owner=owner)
    days = {"since": date(2025, 1, 1), "until": until, "renewal_on": date(2026, 11, 30)}
    part = make_participation(community=club, status="active", fee=900, fee_period="month", **days)
    before = _stored(owner)
    address = reverse(f"communities:participation_{way}", args=[part.pk if way == "edit" else club.pk])
    data = {"status": "left", "role": "reader", "since": str(TODAY if way == "add" else part.since)}
    data |= {"until": str(until or "") if way == "edit" else "", "version": "1"}
    page = client_of_owner.post(address, data, follow=True).content.decode()
    assert _stored(owner) == [
        ("active", date(2025, 1, 1), date(2026, 10, 14), date(2026, 11, 30)),
        ("left", TODAY, None, None),
    ]
    client_of_owner.post(_undo(page))
    assert _stored(owner) == before


@time_machine.travel(NOW)
def test_leaving_is_not_taken_back_over_what_came_since(client_of_owner: Client, owner: User) -> None:
    club = make_community(owner=owner)
    part = make_participation(community=club, status="active", since=date(2025, 1, 1))
    data = {"status": "left", "role": "reader", "since": "2025-01-01", "version": "1"}
    address = reverse("communities:participation_edit", args=[part.pk])
    undo = _undo(client_of_owner.post(address, data, follow=True).content.decode())
    Participation.objects.filter(status="left").update(until=date(2026, 10, 20))
    make_participation(community=club, status="joined", since=date(2026, 10, 21))
    before = _stored(owner)
    assert "поправьте даты сами" in client_of_owner.post(undo, follow=True).content.decode()
    assert _stored(owner) == before
    for nonsense in ("вчера", "2025-01-01..2026-13-01"):
        wrong = undo.split("?")[0] + f"?days={nonsense}"
        assert client_of_owner.post(wrong).status_code == 400


@pytest.mark.parametrize(
    ("left", "renewal", "again"),
    [
        (date(2026, 9, 1), date(2026, 11, 30), date(2026, 11, 30)),
        (date(2026, 3, 1), date(2026, 2, 28), date(2026, 10, 28)),
        (TODAY, date(2026, 10, 15), TODAY),
    ],
)
@time_machine.travel(NOW)
def test_coming_back_keeps_the_day_of_renewal(
    client_of_owner: Client, owner: User, left: date, renewal: date, again: date
) -> None:
    club = make_community(owner=owner, entry=make_entry(name="Клуб"))
    until = left - timedelta(days=1)
    fee = {"fee": Decimal(900), "fee_period": "month"}
    make_participation(community=club, status="active", since=date(2025, 1, 1), until=until, renewal_on=renewal, **fee)
    make_participation(community=club, status="left", since=left, **fee)
    form = client_of_owner.get(reverse("communities:participation_add", args=[club.pk])).context["form"]
    assert (form.initial["renewal_on"], form.initial["fee_period"]) == (again, "month")
    assert form.initial["renewal_day"] == renewal.day
    if left == TODAY:
        client_of_owner.post(_join_address(club))
        assert _stored(owner)[-1] == ("joined", TODAY, None, again)


@time_machine.travel(NOW)
def test_coming_back_knows_which_day_was_meant(client_of_owner: Client, owner: User) -> None:
    club = make_community(owner=owner, entry=make_entry(name="Клуб"))
    fee = {"fee": Decimal(900), "fee_period": "month", "since": date(2025, 1, 1), "until": date(2026, 2, 20)}
    make_participation(community=club, status="active", renewal_on=date(2026, 2, 28), renewal_day=31, **fee)
    make_participation(community=club, status="left", since=date(2026, 2, 21))
    address = reverse("communities:participation_add", args=[club.pk])
    form = client_of_owner.get(address).context["form"]
    offered = {name: form[name].value() for name in ("role", "since", "renewal_on")}
    client_of_owner.post(address, {**offered, "fee": "900", "fee_period": "month", "status": "active"})
    again = Participation.objects.for_owner(owner).get(since=TODAY)
    assert (again.renewal_on, again.renewal_day) == (date(2026, 10, 31), 31)


def _join_address(club: Community) -> str:
    assert club.entry is not None
    return reverse("communities:join", args=[club.entry.slug])


@time_machine.travel(NOW)
def test_what_i_only_consider_is_not_where_i_am(client_of_owner: Client, owner: User) -> None:
    entry = make_entry(name="Клуб")
    club = make_community(owner=owner, entry=entry)
    make_participation(community=club, status="considering", since=date(2026, 9, 1))
    for address in (reverse("communities:catalogue"), entry.get_absolute_url()):
        page = client_of_owner.get(address).content.decode()
        assert "вы там" not in page
        assert f'href="{club.get_absolute_url()}">вы присматриваетесь</a>' in page
        assert f'action="{_join_address(club)}"' in page
    joined = client_of_owner.post(_join_address(club), follow=True).content.decode()
    assert joined.count(reverse("communities:delete", args=[club.pk])) == 1  # in the menu alone
    assert "вы там" in client_of_owner.get(entry.get_absolute_url()).content.decode()
