"""What to do next in a community, who introduced me to whom there, and its people as a table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from communities import introductions
from communities.advice.facts import Around
from communities.advice.people import Stranger
from communities.advice.rules import RULES, advice
from communities.models import Community, Event, Opportunity, Participation
from communities.models.contribution import ContributionKind
from contacts.models import Contact
from contacts.overdue import Overdue
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import (
    make_community,
    make_contact,
    make_contribution,
    make_event,
    make_interaction,
    make_membership,
    make_opportunity,
    make_participation,
)

TODAY = date(2026, 10, 15)
CLUB = Community(pk=7, name="Club", kind="sig", family="professional")
EVENT = Event(pk=3, name="Meetup", starts=datetime(2026, 10, 1, 16, tzinfo=UTC))
ALL_GIVEN = frozenset(ContributionKind.values)
NOW = datetime(2026, 10, 15, 12, tzinfo=UTC)


def part(**fields: Any) -> Participation:
    return Participation(pk=5, community=CLUB, **{"status": "active", "aims": ["exchange"], **fields})


def late(days: int, pace: int = 14, *, pk: int = 1, spoken: bool = True) -> Overdue:
    """Somebody with whom one talked so many days ago, or whom one only met then."""
    day = TODAY - timedelta(days)
    return Overdue(pk, 5, pace, day + timedelta(pace), day if spoken else None, f"P{pk}", "", "")


def around(**facts: Any) -> Around:
    """A community that asks for nothing, but for what a test says."""
    mine = facts.pop("mine", part())
    club = Community(pk=7, name="Club", kind="sig", family="professional")
    last = facts.pop("last", None)
    vars(club).update(ahead=facts.pop("ahead", True), somebody=facts.pop("somebody", True), here=1, last=last)
    found = Around(User(pk=1), club, NOW, mine=mine, status=mine.status if mine else "")
    vars(found).update({"waiting": None, "overdue": None, "stranger": None, "given": ALL_GIVEN, "undecided": None})
    vars(found).update(facts)
    return found


def said(facts: Around) -> list[tuple[str, str]]:
    return [(one.rule, one.reason) for one in advice(facts)]


def test_nothing_presses_where_everything_is_done() -> None:
    assert advice(around()) == []


@pytest.mark.parametrize(
    ("facts", "rule", "reason"),
    [
        ({"waiting": EVENT}, "debrief", "it was on 1 October, and nothing is written down of it yet"),
        ({"mine": part(renewal_on=TODAY + timedelta(14))}, "renew", "its day is 29 October"),
        ({"mine": part(renewal_on=TODAY - timedelta(1))}, "renew", "its day was 14 October"),
        ({"mine": part(renewal_on=TODAY + timedelta(15))}, "", ""),
        ({"mine": part(next_review=TODAY)}, "review", "you wanted to look again on 15 October"),
        ({"mine": part(next_review=TODAY + timedelta(1))}, "", ""),
        ({"mine": None}, "decide", "you only know about it so far"),
        ({"mine": part(status="considering")}, "decide", "you still consider it"),
        ({"mine": part(status="considering", since=date(2026, 5, 1))}, "decide",
         "you have been considering it since 1 May"),
        ({"overdue": late(14)}, "due", "14 days without a talk, the rhythm is every 14 days"),
        ({"undecided": Opportunity(pk=1, what="Talk", kind="talk", received_on=TODAY - timedelta(14))}, "outcome",
         "received on 1 October and still open"),
        ({"undecided": Opportunity(pk=1, what="Talk", kind="talk", received_on=TODAY - timedelta(13))}, "", ""),
        ({"overdue": late(60, spoken=False)}, "due",
         "you met 60 days ago and have not talked yet, the rhythm is every 14 days"),
        ({"somebody": False}, "people", "nobody whom you know there is written down"),
        ({"mine": part(aims=[])}, "aims", "without an aim no month can say whether it was worth it"),
        ({"mine": part(aims=[], why="For fun")}, "", ""),
        ({"stranger": Stranger(2, "P2", "participant", never=1, there=2)}, "acquaint",
         "you have never talked to 1 of 2 people here"),
        ({"stranger": Stranger(2, "P2", "organiser", never=8, there=42)}, "acquaint",
         "organiser; you have never talked to 8 of 42 people here"),
        ({"stranger": Stranger(2, "P2", "participant")}, "acquaint", "you have never talked"),
        ({"ahead": False}, "plan", "no event is written down yet"),
        ({"ahead": False, "last": datetime(2025, 9, 3, 16, tzinfo=UTC)}, "plan",
         "nothing is ahead, the last one was on 3 September 2025"),
        ({"ahead": False, "last": datetime(2026, 9, 3, 16, tzinfo=UTC)}, "plan",
         "nothing is ahead, the last one was on 3 September"),
        ({"ahead": False, "mine": part(status="paused")}, "", ""),
        ({"given": frozenset()}, "give", "you have not given anything here yet"),
        ({"given": ALL_GIVEN - {"help"}}, "give",
         "of the 8 kinds of contribution you have made 7 here, this one never"),
        ({"given": frozenset(), "mine": part(status="paused")}, "", ""),
    ],
)  # fmt: skip
def test_each_rule_says_its_reason(facts: dict[str, Any], rule: str, reason: str) -> None:
    from django.utils import translation

    with translation.override("en"):
        assert said(around(**facts)) == ([(rule, reason)] if rule else [])


def test_the_most_urgent_three_are_said_in_order() -> None:
    everything = around(
        mine=part(renewal_on=TODAY, next_review=TODAY, aims=[]), waiting=EVENT, ahead=False, given=frozenset()
    )
    assert [one.rule for one in advice(everything)] == ["debrief", "renew", "review"]
    assert [one.rule for one in advice(around(mine=part(aims=[]), ahead=False, given=frozenset()))] == [
        "aims", "plan", "give",
    ]  # fmt: skip


def test_a_community_that_is_left_asks_for_a_debrief_at_most() -> None:
    left = part(status="left", renewal_on=TODAY, aims=[])
    assert advice(around(mine=left, ahead=False, somebody=False)) == []
    assert [one.rule for one in advice(around(mine=left, waiting=EVENT, somebody=False))] == ["debrief"]


def test_what_is_not_wanted_is_not_asked(owner: User, django_assert_num_queries: Any) -> None:
    """Three suggestions are found without the people, who are many."""
    busy = around(mine=part(renewal_on=TODAY, next_review=TODAY), waiting=EVENT)
    for fact in ("overdue", "stranger", "given", "undecided"):
        del vars(busy)[fact]
    with django_assert_num_queries(0):
        assert len(advice(busy)) == 3


@pytest.fixture
def club(owner: User) -> Community:
    return make_community(owner=owner, name="Клуб")


@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_the_panel_gathers_its_facts(client_of_owner: Client, owner: User, stranger: User, club: Community) -> None:
    make_participation(community=club, status="active", aims=["exchange"])
    anna = make_contact(owner=owner, name="Анна Петрова", tie=5)
    boris = make_contact(owner=owner, name="Борис", tie=1)
    gone, asleep = make_contact(owner=owner, tie=5), make_contact(owner=owner, tie=5, archived_on=date(2026, 1, 1))
    for one in (anna, boris, asleep):
        make_membership(contact=one, community=club)
    make_membership(contact=gone, community=club, until=date(2026, 1, 1))
    make_interaction(owner=owner, contacts=[anna, gone, asleep], day=date(2026, 8, 1))
    make_interaction(owner=owner, contacts=[boris], day=date(2026, 10, 1), answered=False)
    event = make_event(owner=owner, community=club, name="Было", starts=datetime(2026, 10, 10, 16, tzinfo=UTC))
    make_event(owner=owner, community=club, starts=datetime(2026, 6, 10, 16, tzinfo=UTC))
    make_contribution(owner=owner, community=club, kind="discussion")
    make_contribution(owner=owner, community=make_community(owner=owner), kind="topic")
    address = reverse("communities:community_next", args=[club.pk])
    answer = client_of_owner.get(address)
    assert [(one.rule, one.text) for one in answer.context["advice"]] == [
        ("debrief", "Разберите «Было»"), ("due", "Напишите: Анна Петрова"), ("acquaint", "Познакомьтесь ближе: Борис"),
    ]  # fmt: skip
    page = answer.content.decode()
    assert reverse("events:debrief", args=[event.pk]) in page
    assert "75 дней без разговора, ритм — раз в 14 дней" in page
    assert "вы ещё не говорили с 1 из 2 здешних людей" in page
    event.debriefed_at = datetime(2026, 10, 11, tzinfo=UTC)
    event.save()
    make_opportunity(owner=owner, community=club, received_on=date(2026, 9, 1), what="Доклад весной")
    rules = [one.rule for one in client_of_owner.get(address).context["advice"]]
    assert rules == ["due", "outcome", "acquaint"]
    part = client_of_owner.get(address, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert "Доклад весной" in part


@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_each_suggestion_leads_to_a_page_or_does_it(client_of_owner: Client, owner: User, club: Community) -> None:
    mine = make_participation(
        community=club, status="active", renewal_on=date(2026, 10, 1), next_review=date(2026, 10, 1), fee_period="year"
    )
    seen = set()
    # What is done makes room for what comes next.
    for _round in range(6):
        for one in client_of_owner.get(reverse("communities:community_next", args=[club.pk])).context["advice"]:
            seen.add(one.rule)
            if one.post:
                answer = client_of_owner.post(one.address, {"next": club.get_absolute_url()})
                assert answer.url == club.get_absolute_url()  # type: ignore[attr-defined]
            else:
                assert client_of_owner.get(one.address).status_code == 200, one
        mine.refresh_from_db()
        mine.aims = ["exchange"] if "aims" in seen else []
        mine.save()
        if "people" in seen and not club.memberships.exists():
            make_membership(contact=make_contact(owner=owner), community=club)
    assert seen == {"renew", "review", "people", "aims", "acquaint", "plan", "give"}
    assert seen < {rule.__name__ for rule in RULES}
    assert mine.renewal_on == date(2027, 10, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_panels_ask_the_same_whatever_is_there(client_of_owner: Client, owner: User, rows: int) -> None:
    club = make_community(owner=owner)
    for number in range(rows):
        make_participation(community=club, since=date(2024 + number, 1, 1), until=date(2024 + number, 2, 1))
        person = make_contact(owner=owner, introduced_by=make_contact(owner=owner))
        make_membership(contact=person, community=club)
        make_interaction(owner=owner, contacts=[person])
        make_event(owner=owner, community=club)
        make_contribution(owner=owner, community=club)
        make_opportunity(owner=owner, community=club)
    assert queries_of(client_of_owner, reverse("communities:community_next", args=[club.pk])) == 6
    assert queries_of(client_of_owner, reverse("communities:community_introductions", args=[club.pk])) == 6
    assert queries_of(client_of_owner, f"{club.get_absolute_url()}?people=table") == 9


def test_what_presses_nowhere_asks_most(client_of_owner: Client, owner: User, club: Community) -> None:
    """Every rule is asked before only the last ones speak."""
    make_participation(community=club, status="active", aims=["exchange"])
    person = make_contact(owner=owner)
    make_membership(contact=person, community=club)
    make_interaction(owner=owner, contacts=[person])
    address = reverse("communities:community_next", args=[club.pk])
    assert [one.rule for one in client_of_owner.get(address).context["advice"]] == ["plan", "give"]
    assert queries_of(client_of_owner, address) == 10


@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_a_planned_talk_that_has_been_counts(client_of_owner: Client, owner: User, club: Community) -> None:
    """Nobody opened any page on the day on which the rhythm changed."""
    make_participation(community=club, status="active", aims=["exchange"])
    anna = make_contact(owner=owner, name="Анна", tie=5)
    make_membership(contact=anna, community=club)
    make_interaction(owner=owner, contacts=[anna], day=date(2026, 9, 1))
    make_interaction(owner=owner, contacts=[anna], day=date(2026, 10, 16))
    address = reverse("communities:community_next", args=[club.pk])
    assert "due" in [one.rule for one in client_of_owner.get(address).context["advice"]]
    with time_machine.travel("2026-10-17 12:00:00+03:00"):
        assert "due" not in [one.rule for one in client_of_owner.get(address).context["advice"]]


@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_who_introduced_me_to_whom_there(client_of_owner: Client, owner: User, club: Community) -> None:
    anna, boris = make_contact(owner=owner, name="Анна"), make_contact(owner=owner, name="Борис")
    thrown = make_contact(owner=owner, name="Убранный")
    for name, introducer in (("Вера", anna), ("Глеб", anna), ("Дина", boris), ("Егор", None), ("Жанна", thrown)):
        person = make_contact(owner=owner, name=name, introduced_by=introducer)
        make_membership(contact=person, community=club)
        make_membership(contact=person, community=club, role="speaker")
    make_membership(contact=boris, community=club)
    past = make_contact(owner=owner, name="Бывший", introduced_by=boris)
    make_membership(contact=past, community=club, until=date(2026, 1, 1))
    thrown.throw_away()
    answer = client_of_owner.get(reverse("communities:community_introductions", args=[club.pk]))
    found = answer.context["introductions"]
    assert [(one.person.name, [who.name for who in one.introduced], one.here) for one in found] == [
        ("Анна", ["Вера", "Глеб"], False), ("Борис", ["Дина"], True),
    ]  # fmt: skip
    assert "не состоит здесь" in answer.content.decode()


def test_of_very_many_introductions_the_first_are_told(
    client_of_owner: Client, owner: User, club: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(introductions, "MOST", 2)
    introductions._led._made.cache_clear()
    anna, boris = make_contact(owner=owner, name="Анна"), make_contact(owner=owner, name="Борис")
    for name, introducer in (("Яна", boris), ("Глеб", boris), ("Вера", anna)):
        make_membership(contact=make_contact(owner=owner, name=name, introduced_by=introducer), community=club)
    found, more = introductions.introductions_in(club, TODAY)
    assert [(one.person.name, [who.name for who in one.introduced]) for one in found] == [("Борис", ["Глеб", "Яна"])]
    assert more
    page = client_of_owner.get(reverse("communities:community_introductions", args=[club.pk])).content.decode()
    assert "первые" in page
    Contact.objects.get(given_name="Вера").throw_away()
    assert introductions.introductions_in(club, TODAY)[1] is False
    introductions._led._made.cache_clear()


@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_people_as_a_table(client_of_owner: Client, owner: User, club: Community) -> None:
    boris = make_contact(owner=owner, name="Борис")
    anna = make_contact(owner=owner, name="Анна", tie=4, introduced_by=boris)
    make_membership(contact=anna, community=club, role="speaker", since=date(2026, 1, 5))
    make_interaction(owner=owner, contacts=[anna], day=date(2026, 10, 14))
    page = client_of_owner.get(f"{club.get_absolute_url()}?people=table").content.decode()
    table = page[page.index("<table") : page.index("</table>")]
    for told in ("Анна", "докладчик · с 5 января 2026", "4 из 5", "вчера", "Борис"):
        assert told in table
    faces = client_of_owner.get(club.get_absolute_url(), headers={"hx-request": "true"}).content.decode()
    assert "<table" not in faces
    assert "?people=table" in faces


@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_somebody_with_two_periods_was_there_once(client_of_owner: Client, owner: User, club: Community) -> None:
    anna, boris = make_contact(owner=owner), make_contact(owner=owner)
    for year in (2023, 2024):
        make_membership(contact=anna, community=club, since=date(year, 1, 1), until=date(year, 5, 1))
    make_membership(contact=boris, community=club, until=date(2025, 1, 1))
    make_membership(contact=boris, community=club, since=date(2026, 1, 1))
    assert client_of_owner.get(club.get_absolute_url()).context["all_were"] == 1


def test_the_page_brings_its_panels(client_of_owner: Client, club: Community) -> None:
    make_participation(community=club, role="organiser")
    make_event(owner=club.owner, community=club)
    page = client_of_owner.get(club.get_absolute_url()).content.decode()
    for route in ("communities:community_next", "communities:community_introductions", "communities:community_giving"):
        assert f'data-hx-get="{reverse(route, args=[club.pk])}"' in page
    assert f'data-hx-get="{reverse("metrics:panel")}?community={club.pk}"' in page
    for place in ("kind:sig", "role:organiser"):
        assert f'data-hx-get="{reverse("guidance:shown_on", args=[place])}"' in page
