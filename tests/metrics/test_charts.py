"""The charts of many months: what is drawn, the table under it, and the rows behind are the same numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from communities.models import Community, Reflection
from networking.accounts.models import User
from tests.browsing import Opener
from tests.factories import (
    make_community,
    make_contact,
    make_event,
    make_interaction,
    make_membership,
    make_referral,
)

CHARTS = "/metrics/2026-10/charts/"


@pytest.fixture(autouse=True)
def frozen_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def guild(owner: User) -> Community:
    guild = make_community(owner=owner, name="Guild", family="internal", kind="technical")
    anna = make_contact(owner=owner, name="Anna", met_on=date(2026, 8, 3))
    make_membership(contact=anna, community=guild)
    for month in (8, 10, 10):
        make_interaction(owner=owner, contacts=[anna], day=date(2026, month, 5))
    make_referral(owner=owner, giver=anna, made_on=date(2026, 9, 7))
    make_referral(owner=owner, receiver=anna, subject=make_contact(owner=owner), made_on=date(2026, 10, 7))
    Reflection.objects.create(owner=owner, month=date(2026, 10, 1), depth=4, knowledge=2)
    Reflection.objects.create(owner=owner, month=date(2026, 9, 1), depth=1)
    return guild


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def drawn(text: str) -> dict[str, dict[str, Any]]:
    found = [json.loads(unescape(one)) for one in re.findall(r'data-chart="(.+?)"', text)]
    return {f"{one['kind']}{place}": one for place, one in enumerate(found)}


def tables(text: str) -> list[list[list[str]]]:
    found = []
    for one in re.findall(r"<tbody>(.*?)</tbody>", text, re.S):
        rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in re.findall(r"<tr>(.*?)</tr>", one, re.S)]
        found.append([[re.sub("<[^>]+>", "", cell) for cell in row] for row in rows])
    return found


def said(value: float | None) -> str:
    return "—" if value is None else f"{value:g}".replace(".", ",")


def test_what_is_drawn(client_of_owner: Client, guild: Community) -> None:
    charts = drawn(page(client_of_owner, CHARTS))
    assert list(charts) == ["heat0", "pair1", "radar2", "pair3"]
    heat, referrals, qualities, families = charts.values()
    assert [one["name"] for one in heat["series"]] == ["Guild"]
    assert heat["series"][0]["values"][-4:] == [None, 1, 0, 2]
    assert heat["series"][0]["addresses"][-1] == f"/metrics/2026-10/interactions/?community={guild.pk}"
    assert [one["values"][-3:] for one in referrals["series"]] == [[0, 0, 1], [0, 1, 0]]
    assert referrals["series"][0]["addresses"][-1] == "/metrics/2026-10/referrals-given/"
    assert [one["values"][-1] for one in families["series"]] == [2, 0]
    assert [one["values"] for one in qualities["series"]] == [[4, 2, None, None], [1, None, None, None]]


def test_the_tables_say_the_same(client_of_owner: Client, guild: Community) -> None:
    text = page(client_of_owner, CHARTS)
    for chart, table in zip(drawn(text).values(), tables(text), strict=True):
        columns = [[said(value) for value in one["values"]] for one in chart["series"]]
        rows = [[title, *cells] for title, *cells in zip(chart["titles"], *columns, strict=True)]
        assert table == (rows if chart["kind"] == "radar" else rows[::-1])


def test_the_choice_is_kept(client_of_owner: Client, owner: User, guild: Community) -> None:
    make_community(owner=owner, name="Other")
    text = page(client_of_owner, f"{CHARTS}?community={guild.pk}")
    assert list(drawn(text)) == ["heat0", "pair1"]
    assert drawn(text)["pair1"]["series"][0]["addresses"][-1].endswith(f"?community={guild.pk}")
    families = drawn(page(client_of_owner, f"{CHARTS}?families=new-contacts"))["pair3"]
    assert families["series"][0]["values"][-3:] == [1, 0, 0]
    assert [one["kind"] for one in drawn(page(client_of_owner, f"{CHARTS}?family=professional")).values()] == ["pair"]


def test_a_strangers_community(client_of_stranger: Client, guild: Community) -> None:
    page(client_of_stranger, f"{CHARTS}?community={guild.pk}", 404)
    assert "Guild" not in page(client_of_stranger, CHARTS)


def test_as_many_queries_at_one_community_as_at_three(
    client_of_owner: Client, owner: User, guild: Community, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(client_of_owner, CHARTS)
    for _ in range(2):
        with django_assert_num_queries(10):
            page(client_of_owner, CHARTS)
        for _ in range(2):
            person = make_contact(owner=owner)
            make_membership(contact=person, community=make_community(owner=owner))
            make_interaction(owner=owner, contacts=[person], day=date(2026, 10, 9))


@pytest.mark.browser
def test_the_browser_draws_what_htmx_brings(open_page: Opener, guild: Community, errors: list[str]) -> None:
    page = open_page("/metrics/2026-10/")
    page.locator("[data-chart] canvas").first.wait_for()
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.locator("#charts [data-chart] canvas").nth(3).wait_for()
    # A tab brings the month anew; its chart is drawn again.
    page.get_by_role("link", name="Связи", exact=True).last.click()
    page.wait_for_url("**figure=depth**")
    page.locator("#months [data-chart] canvas").wait_for()
    assert not errors


@pytest.mark.browser
def test_a_month_is_one_sheet_of_paper(open_page: Opener, owner: User, guild: Community) -> None:
    for number in range(9):
        person = make_contact(owner=owner, met_on=date(2026, 10, 1 + number))
        make_membership(contact=person, community=make_community(owner=owner))
        make_event(owner=owner, mine="attended", my_role=["listener", "speaker", "organiser"][number % 3])
    page = open_page("/metrics/2026-10/", theme="dark")
    page.locator("[data-chart] canvas").first.wait_for()
    page.locator(".practices .row-item").nth(11).wait_for()
    assert re.findall(rb"/Count (\d+)", page.pdf(prefer_css_page_size=True)) == [b"1"]
