"""A year, and from one month to another: addresses, numbers, and what cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from communities.models import Community, Reflection
from contacts.models import Contact
from networking.accounts.models import User
from networking.metrics.windows import Month, Span, parse_stretch
from tests.factories import make_community, make_contact, make_interaction, make_membership

TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
months = st.builds(Month, st.integers(1920, 2179), st.integers(1, 12))


@pytest.fixture(autouse=True)
def frozen_day() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def club(owner: User) -> Community:
    """Two talks in March, one in May, one in November 2025, each with a member of the club."""
    club = make_community(owner=owner, name="Club")
    anna = make_contact(owner=owner, name="Anna", met_on=date(2025, 11, 3))
    make_membership(contact=anna, community=club)
    for day in (date(2026, 3, 1), date(2026, 3, 31), date(2026, 5, 2), date(2025, 11, 21), date(2025, 11, 20)):
        make_interaction(owner=owner, contacts=[anna], day=day)
    Reflection.objects.create(owner=owner, month=date(2026, 3, 1), community=club, depth=2)
    Reflection.objects.create(owner=owner, month=date(2026, 5, 1), depth=4)
    return club


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def table(text: str) -> dict[str, list[str]]:
    """The rows of the table by month: name, and what stands in the eight columns."""
    part = text.split("Все восемь по месяцам")[1].split("</table>")[0]
    rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S) for row in re.findall(r"<tr>(.*?)</tr>", part, re.S)]
    cells = [[re.sub("<[^>]+>", "", cell).strip() for cell in row] for row in rows]
    return {row[0]: row[1:] for row in cells}


def test_a_year(client_of_owner: Client, club: Community) -> None:
    text = page(client_of_owner, "/metrics/2026/")
    rows = table(text)
    assert list(rows)[:2] == ["Месяц", "Ноябрь 2026"]
    assert rows["Март 2026"] == ["0", "2", "0", "0", "2", "—", "—", "—"]
    assert rows["2026"] == ["0", "3", "0", "0", "3", "—", "—", "—"]
    assert "Декабрь 2026" not in rows
    assert "ещё не закончен" in text
    # Until 20 November 2025 there was one talk; the other was on the day after.
    assert "+2 против тех же дней 2025" in text
    assert 'href="/metrics/2025/"' in text
    before = table(page(client_of_owner, "/metrics/2025/"))
    assert before["2025"][1] == "2"
    assert before["Октябрь 2025"] == ["—"] * 8


def test_from_one_month_to_another(client_of_owner: Client, club: Community) -> None:
    text = page(client_of_owner, "/metrics/2026-03--2026-04/")
    assert "Март–апрель 2026" in text
    assert table(text)["Март–апрель 2026"][1] == "2"
    assert "+2 против 2 месяцев до этого" in text
    assert 'href="/metrics/2026-01--2026-02/"' in text
    assert "Ноябрь 2025 – март 2026" in page(client_of_owner, "/metrics/2025-11--2026-03/")


def test_every_number_opens_its_rows(client_of_owner: Client, club: Community) -> None:
    rows = page(client_of_owner, "/metrics/2026/interactions/")
    assert "Взаимодействия: 3</h1>" in rows
    assert rows.count('class="row-item"') == 3
    through = page(client_of_owner, f"/metrics/2026/interactions/?community={club.pk}")
    assert f'href="/metrics/2026/?community={club.pk}"' in through
    depth = page(client_of_owner, "/metrics/2026/depth/")
    assert "Глубина связей: 3</h1>" in depth
    assert depth.count('aria-label="2 из 5"') == depth.count('aria-label="4 из 5"') == 1


def test_by_community(client_of_owner: Client, club: Community) -> None:
    text = page(client_of_owner, "/metrics/2026-01--2026-06/")
    assert f'href="/metrics/2026-01--2026-06/interactions/?community={club.pk}">3<' in text
    assert f'href="/metrics/2026-01--2026-06/depth/?community={club.pk}">2<' in text


def test_strangers(client_of_stranger: Client, club: Community) -> None:
    for address in ("/metrics/2026/", "/metrics/2026/interactions/", "/metrics/2026/figures.csv"):
        page(client_of_stranger, f"{address}?community={club.pk}", 404)


@pytest.mark.parametrize(
    "span",
    ["0000", "1850", "2500", "26", "2026-13--2026-14", "2026-05--2026-04", "1990-01--2026-01", "2026-01--2026-01"],
)
def test_no_such_span(client_of_owner: Client, span: str) -> None:
    page(client_of_owner, f"/metrics/{span}/", 404)
    if span != "2026-01--2026-01":  # a month, under another address than its own
        page(client_of_owner, f"/metrics/{span}/interactions/", 404)


@pytest.mark.parametrize("address", ["/metrics/1920-01/", "/metrics/1920/", "/metrics/1920-01--1929-12/"])
def test_the_edge_of_the_calendar(client_of_owner: Client, club: Community, address: str) -> None:
    assert page(client_of_owner, address).count("нет данных") >= 4
    page(client_of_owner, f"{address}depth/")


def test_the_future_leads_to_the_running_month(client_of_owner: Client) -> None:
    assert client_of_owner.get("/metrics/2027/").headers["Location"] == "/metrics/2026-11/"
    assert "нет данных" in page(client_of_owner, "/metrics/2179/interactions/")


def test_the_form_leads_to_the_span(client_of_owner: Client) -> None:
    assert 'value="2026-06"' in page(client_of_owner, "/metrics/range/")
    for begin, end, wanted in (
        ("2026-01", "2026-06", "/metrics/2026-01--2026-06/"),
        ("01.2026", "12/2026", "/metrics/2026/"),
        ("2026-10", "2026-10", "/metrics/2026-10/"),
    ):
        response = client_of_owner.get("/metrics/range/", {"begin": begin, "end": end})
        assert response.headers["Location"] == wanted


@pytest.mark.parametrize(
    ("begin", "end", "said"),
    [
        ("2026-13", "2026-14", "Напишите месяц так: 2026-10."),
        ("2026-05", "2026-04", "раньше начала"),
        ("1990-01", "2026-01", "Слишком много месяцев"),
        ("", "2026-01", "invalid"),
    ],
)
def test_the_form_says_what_is_wrong(client_of_owner: Client, begin: str, end: str, said: str) -> None:
    response = client_of_owner.get("/metrics/range/", {"begin": begin, "end": end})
    assert response.status_code == 422
    assert said in response.content.decode()


def test_as_many_queries_at_one_community_as_at_three(
    client_of_owner: Client, owner: User, club: Community, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(client_of_owner, "/metrics/2026/")
    for _ in range(2):
        with django_assert_num_queries(10):
            page(client_of_owner, "/metrics/2026/")
        for person in list(Contact.objects.for_owner(owner)[:2]):
            make_membership(contact=person, community=make_community(owner=owner))
            make_interaction(owner=owner, contacts=[person], day=date(2026, 10, 9))


@given(begin=months, length=st.integers(2, 120))
def test_a_span_is_read_as_it_is_written(begin: Month, length: int) -> None:
    end = begin.moved(length - 1)
    if end.year < 2180:
        span = Span(begin, end)
        assert parse_stretch(str(span)) == span
        assert span.months[0] == begin
        assert len(span.months) == span.length == length
        assert span.moved(1).first == span.after_last
        assert span.moved(1).moved(-1) == span
        assert span.is_year == (str(span) == str(begin.year))
