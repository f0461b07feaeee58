from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from communities.models import Community
from contacts.models import Contact
from networking.accounts.models import User
from networking.metrics import ratings
from networking.metrics.facts import standpoint
from networking.metrics.measure import Proof
from networking.metrics.measures import MEASURES
from networking.metrics.rated import RATINGS
from networking.metrics.summary import month_figures
from tests.factories import (
    make_attendance,
    make_community,
    make_contact,
    make_event,
    make_interaction,
    make_membership,
    make_referral,
)

TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
OCTOBER = "/metrics/2026-10/"
LINE = re.compile(r'class="row-title row-link" href="([^"]+)"')


@pytest.fixture(autouse=True)
def frozen_day() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def community(owner: User) -> Community:
    """October in one community: two new people, two talks, a referral, a meetup."""
    community = make_community(owner=owner, name="MoscowPython")
    anna, boris = (make_contact(owner=owner, name=name, met_on=date(2026, 10, 3)) for name in ("Анна", "Борис"))
    make_contact(owner=owner, name="Давно знакомый Глеб")
    make_membership(contact=anna, community=community, since=date(2026, 9, 1))
    make_interaction(owner=owner, contacts=[anna], day=date(2026, 10, 5), topics="asyncio")
    make_interaction(owner=owner, contacts=[boris], day=date(2026, 9, 5))
    make_interaction(owner=owner, contacts=[anna, boris], day=date(2026, 10, 6))
    make_referral(owner=owner, giver=anna, made_on=date(2026, 10, 7))
    meetup = make_event(owner=owner, community=community, mine="attended", my_role="speaker", name="Митап об очередях")
    make_attendance(event=meetup, contact=boris, came=True)
    return community


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_the_month_says_its_numbers(client_of_owner: Client, community: Community) -> None:
    text = page(client_of_owner, OCTOBER)
    assert "Октябрь 2026" in text
    assert re.findall(r'class="figure-value">(\d+)<', text) == ["2", "2", "1", "1"]
    assert "второй разговор: 2 из 2" in text
    assert "Больше новых знакомств, чем обычно, и со всеми был второй разговор." in text
    assert "+1 против сентября" in text
    assert "с 2 людьми" in text
    assert "1 без благодарности" in text
    assert "1 с докладом" in text
    assert "MoscowPython" in text


def test_in_english(client_of_owner: Client, owner: User, community: Community) -> None:
    owner.language = "en"
    owner.save()
    text = page(client_of_owner, OCTOBER)
    assert "More new people than usual, and you have talked to all of them again." in text
    assert "+1 against September" in text


def test_the_chart_and_its_table_say_the_same(client_of_owner: Client, community: Community) -> None:
    text = page(client_of_owner, f"{OCTOBER}?figure=interactions")
    found = re.search(r'data-chart="(.+?)"', text)
    assert found
    chart = json.loads(unescape(found[1]))
    assert (len(chart["values"]), chart["values"][-3:]) == (24, [None, 1, 2])
    assert chart["addresses"][-1] == "/metrics/2026-10/interactions/"
    assert (chart["titles"][0], chart["labels"][-1]) == ("Ноябрь 2024", "окт")
    table = re.findall(r'<td class="num">(.+?)</td></tr>', text)
    assert [re.sub("<[^>]+>", "", cell) for cell in table] == ["2", "1", *["нет данных"] * 22]


@pytest.mark.parametrize("query", ["", "?community=", "?family=professional", "?family=internal"])
@pytest.mark.parametrize("slug", sorted(MEASURES.keys() - {rating.slug for rating in RATINGS}))
def test_the_rows_page_shows_as_many_rows_as_the_month_says(
    client_of_owner: Client, community: Community, query: str, slug: str
) -> None:
    query = query.replace("community=", f"community={community.pk}")
    month, rows = page(client_of_owner, OCTOBER + query), page(client_of_owner, f"{OCTOBER}{slug}/{query}")
    shown = len(LINE.findall(rows))
    assert f": {shown}</h1>" in rows
    link = re.escape(f'href="{OCTOBER}{slug}/{query}"')
    if isinstance(MEASURES[slug], Proof):
        # Evidence says its number in words; what was counted as nothing is left out.
        said = re.search(link + r">([^<]+)<", month)
        assert str(shown) in re.findall(r"\d+", said[1]) if said else not shown
        return
    # The number stands in the same link as the address of its rows, or in the line beside it.
    said = re.search(link + r'.*?(?:figure-value">|<strong>)(\d+)<', month, re.S)
    if said:
        assert int(said[1]) == shown
    else:
        assert shown == 0
        assert slug.startswith("events-as-") or (slug == "members" and not query)


def test_what_is_reckoned_from_the_numbers(client_of_owner: Client, owner: User, community: Community) -> None:
    make_event(owner=owner, community=community, mine="attended", format="online", kind="webinar")
    text = page(client_of_owner, OCTOBER)
    for name, said in (("Знакомых на мероприятии", "0,5"), ("Рекомендации: получено минус дано", "+1")):
        assert re.search(rf"{name}</div>.*?<strong>{re.escape(said)}</strong>", text), name
    for slug, number in (("online", 1), ("in_person", 1), ("webinar", 1), ("meetup", 1)):
        assert re.search(rf"{OCTOBER}events-as-{slug}/.*?<strong>{number}</strong>", text), slug
    assert "events-as-hybrid" not in text
    through = page(client_of_owner, f"{OCTOBER}?community={community.pk}")
    assert re.search(r"Взаимодействий на участника</div>.*?<strong>2</strong>", through)


def test_rows_lead_to_what_they_are(client_of_owner: Client, owner: User, community: Community) -> None:
    anna = Contact.objects.for_owner(owner).get(given_name="Анна")
    people, talks = page(client_of_owner, f"{OCTOBER}new-contacts/"), page(client_of_owner, f"{OCTOBER}interactions/")
    events, referrals = (
        page(client_of_owner, f"{OCTOBER}{slug}/") for slug in ("events-attended", "referrals-received")
    )
    assert f"/contacts/{anna.pk}/" in LINE.findall(people)
    assert "asyncio" in talks
    assert "Анна, Борис" in talks
    assert "Митап об очередях" in events
    assert "Анна" in referrals
    assert "Глеб" in page(client_of_owner, f"{OCTOBER}undated/")


def test_the_running_month_is_held_against_as_many_days(client_of_owner: Client, owner: User) -> None:
    for day in (date(2026, 10, 20), date(2026, 10, 21), date(2026, 11, 2), date(2026, 11, 20), date(2026, 10, 1)):
        make_interaction(owner=owner, contacts=[make_contact(owner=owner)], day=day)
    text = page(client_of_owner, "/metrics/2026-11/")
    assert "месяц ещё идёт" in text
    assert "без изменений" in text  # 2 by the 20th of both months, 3 in the whole of October
    cards = month_figures(owner, standpoint(owner, TODAY.date()))
    assert [(card.figure.value, card.before, card.median) for card in cards[1:2]] == [(2, 2, 3)]
    assert cards[1].running


def test_an_empty_account_is_invited_and_shown_no_zeros(client_of_owner: Client, owner: User) -> None:
    text = page(client_of_owner, "/metrics/2026-11/")
    assert "Здесь будет видно, что принёс месяц" in text
    assert "figure-value" not in text
    assert [card.figure.value for card in month_figures(owner, standpoint(owner, TODAY.date()))] == [None] * 4
    assert "За это время нет данных" in page(client_of_owner, "/metrics/2026-11/new-contacts/")


def test_a_month_before_the_first_fact(client_of_owner: Client, community: Community) -> None:
    text = page(client_of_owner, "/metrics/2026-08/")
    assert text.count('class="figure-value is-none">нет данных') == 4
    assert "За этот месяц нет данных" in text
    assert re.findall(r'class="figure-value">(\d+)<', page(client_of_owner, "/metrics/2026-09/")) == [
        "0",
        "1",
        "0",
        "0",
    ]


@pytest.mark.parametrize("month", ["2026-13", "0000-01", "2026-00", "1899-12", "26-10", "2026-1"])
def test_no_such_month(client_of_owner: Client, month: str) -> None:
    page(client_of_owner, f"/metrics/{month}/", 404)
    page(client_of_owner, f"/metrics/{month}/new-contacts/", 404)


def test_now_and_the_future_lead_to_the_running_month(client_of_owner: Client) -> None:
    assert client_of_owner.get("/metrics/").headers["Location"] == "/metrics/2026-11/"
    response = client_of_owner.get("/metrics/2026-12/?family=internal")
    assert response.headers["Location"] == "/metrics/2026-11/?family=internal"


@pytest.mark.parametrize("query", ["community=x", "community=0", "community=99999999999999999999", "family=private"])
def test_no_such_choice(client_of_owner: Client, query: str) -> None:
    page(client_of_owner, f"{OCTOBER}?{query}", 404)
    page(client_of_owner, f"{OCTOBER}interactions/?{query}", 404)
    page(client_of_owner, f"{OCTOBER}gossip/", 404)


def test_the_community_of_a_stranger(client_of_owner: Client, client_of_stranger: Client, community: Community) -> None:
    for address in (f"{OCTOBER}?community={community.pk}", f"{OCTOBER}new-contacts/?community={community.pk}"):
        page(client_of_stranger, address, 404)
        assert "MoscowPython" in page(client_of_owner, address)


def test_rows_of_a_stranger_are_never_counted(
    client_of_stranger: Client, client_of_owner: Client, stranger: User, community: Community
) -> None:
    make_contact(owner=stranger, name="Свой", met_on=date(2026, 10, 1))
    theirs, mine = page(client_of_stranger, OCTOBER), page(client_of_owner, OCTOBER)
    assert re.findall(r'class="figure-value">(\d+)<', theirs) == ["1", "0", "0", "0"]
    assert re.findall(r'class="figure-value">(\d+)<', mine) == ["2", "2", "1", "1"]
    for slug in MEASURES:
        rows = page(client_of_stranger, f"{OCTOBER}{slug}/")
        assert "Анна" not in rows
        assert "Митап об очередях" not in rows


def test_what_lies_in_the_trash_counts_nowhere(client_of_owner: Client, owner: User, community: Community) -> None:
    Contact.objects.for_owner(owner).get(given_name="Анна").throw_away()
    text = page(client_of_owner, OCTOBER)
    assert re.findall(r'class="figure-value">(\d+)<', text)[0] == "1"
    assert "Анна" not in page(client_of_owner, f"{OCTOBER}people-reached/")


def test_the_liveliest_communities_stand_first_and_the_rest_a_step_away(client_of_owner: Client, owner: User) -> None:
    person = make_contact(owner=owner)
    for number in range(14):
        there = make_contact(owner=owner)
        make_membership(contact=there, community=make_community(owner=owner, name=f"Сообщество № {number}"))
        for _ in range(number + 1):
            make_interaction(owner=owner, contacts=[person, there], day=date(2026, 10, 5))
    named = re.compile(r">Сообщество № (\d+)</a>")
    text = page(client_of_owner, f"{OCTOBER}?figure=interactions")
    assert [int(number) for number in named.findall(text)] == [*range(13, 1, -1)]
    more = re.search(r'<a href="([^"]+)#by-community">Все 14 сообществ</a>', text)
    assert more
    every = page(client_of_owner, more[1].replace("&amp;", "&"))
    assert "figure=interactions" in more[1]
    assert [int(number) for number in named.findall(every)] == [*range(13, -1, -1)]
    assert "Все 14" not in every


def test_htmx_gets_the_month_without_the_frame(client_of_owner: Client, community: Community) -> None:
    response = client_of_owner.get(OCTOBER, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert text.lstrip().startswith('<div id="month">')
    assert "HX-Request" in response.headers["Vary"]


def test_as_many_queries_at_one_community_as_at_three(
    client_of_owner: Client, owner: User, community: Community, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(client_of_owner, OCTOBER)
    for _ in range(2):
        with django_assert_num_queries(11):
            page(client_of_owner, OCTOBER)
        with django_assert_num_queries(8):
            page(client_of_owner, f"{OCTOBER}interactions/")
        for person in list(Contact.objects.for_owner(owner)[:2]):
            make_membership(contact=person, community=make_community(owner=owner))
            make_interaction(owner=owner, contacts=[person], day=date(2026, 10, 9))


def test_definitions_are_those_of_the_code() -> None:
    with translation.override("en"):
        for slug, measure in MEASURES.items():
            if "-as-" not in slug:
                assert str(measure.definition) == (measure.rows.__doc__ or "").splitlines()[0]
        for rating in RATINGS:
            assert str(rating.definition) == getattr(ratings, rating.slug).__doc__
