"""The file for spreadsheets says what the page says."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.test import Client

from communities.models import Community, Reflection
from networking.accounts.models import User
from networking.metrics.models import Target
from tests.factories import make_community, make_contact, make_event, make_interaction, make_membership

Lines = dict[tuple[str, str, str], list[str]]


@pytest.fixture(autouse=True)
def frozen_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def guild(owner: User) -> Community:
    guild = make_community(owner=owner, name="=Guild; of all")
    anna = make_contact(owner=owner, name="Anna", met_on=date(2026, 9, 3))
    make_membership(contact=anna, community=guild)
    for month in (9, 10, 10):
        make_interaction(owner=owner, contacts=[anna], day=date(2026, month, 5))
    make_event(owner=owner, community=guild, mine="attended", knowledge=4)
    Reflection.objects.create(owner=owner, month=date(2026, 10, 1), community=guild, depth=4)
    Reflection.objects.create(owner=owner, month=date(2026, 10, 1), community=make_community(owner=owner), depth=3)
    Target.objects.create(owner=owner, figure="interactions", month=date(2026, 9, 1), value=5)
    return guild


def lines(client: Client, address: str, separator: str = ";") -> Lines:
    response = client.get(address)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(StringIO(text[1:]), delimiter=separator))
    assert {len(row) for row in rows} == {7}
    return {(row[0], row[1], row[2]): row[3:] for row in rows[1:]}


def test_the_same_numbers_as_on_the_page(client_of_owner: Client, guild: Community) -> None:
    found = lines(client_of_owner, "/metrics/2026-10/figures.csv")
    text = client_of_owner.get("/metrics/2026-10/").content.decode()
    names = re.findall(r'class="figure-name">(.+?)</span>\s*<span class="figure-value">(\d+)<', text)
    assert [found["2026-10", "все сообщества", name][0] for name, _value in names] == [value for _name, value in names]
    assert found["2026-10", "все сообщества", "Взаимодействия"] == ["2", "1", "1", "5"]
    assert found["2026-10", "все сообщества", "Глубина связей"] == ["3,5", "", "", ""]
    assert found["2026-10", "все сообщества", "Мероприятия с оценкой знаний"][0] == "1"
    assert found["2026-09", "все сообщества", "Взаимодействия"][0] == "1"
    assert found["2026-08", "все сообщества", "Взаимодействия"][0] == ""


def test_communities_and_what_looks_like_a_formula(client_of_owner: Client, guild: Community) -> None:
    found = lines(client_of_owner, "/metrics/2026-10/figures.csv")
    assert found["2026-10", "'=Guild; of all", "Взаимодействия"][0] == "2"
    assert found["2026-10", "'=Guild; of all", "Глубина связей"][0] == "4"
    alone = lines(client_of_owner, f"/metrics/2026-10/figures.csv?community={guild.pk}")
    assert {place[1] for place in alone} == {"'=Guild; of all"}


@pytest.mark.parametrize(
    ("name", "separator", "number"), [("semicolon", ";", "3,5"), ("comma", ",", "3.5"), ("tab", "\t", "3,5")]
)
def test_the_separator_is_chosen(
    client_of_owner: Client, guild: Community, name: str, separator: str, number: str
) -> None:
    found = lines(client_of_owner, f"/metrics/2026-10/figures.csv?separator={name}", separator)
    assert found["2026-10", "все сообщества", "Глубина связей"][0] == number


def test_in_english_and_over_a_year(client_of_owner: Client, owner: User, guild: Community) -> None:
    owner.language = "en"
    owner.save()
    found = lines(client_of_owner, "/metrics/2026/figures.csv", ",")
    assert found["2026", "all communities", "Interactions"][0] == "3"
    assert found["2026-10", "all communities", "Depth of ties"][0] == "3.5"


def test_the_page_offers_every_separator(client_of_owner: Client, guild: Community) -> None:
    text = client_of_owner.get(f"/metrics/2026-10/?community={guild.pk}&figure=depth").content.decode()
    for name in ("semicolon", "comma", "tab"):
        assert f'href="/metrics/2026-10/figures.csv?community={guild.pk}&amp;separator={name}"' in text


def test_no_such_file(client_of_owner: Client, client_of_stranger: Client, guild: Community) -> None:
    for address in ("2026-10/figures.csv?separator=pipe", "2026-13/figures.csv", "0000-01/figures.csv"):
        assert client_of_owner.get(f"/metrics/{address}").status_code == 404
    assert client_of_stranger.get(f"/metrics/2026-10/figures.csv?community={guild.pk}").status_code == 404
    theirs = lines(client_of_stranger, "/metrics/2026-10/figures.csv")
    assert not any("Guild" in place[1] for place in theirs)
