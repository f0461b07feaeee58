"""The review of a month, step by step, as a form without JavaScript is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from communities.models import Community, Reflection
from contacts.models import TieChange
from networking.accounts.models import User
from networking.metrics.facts import standpoint
from networking.metrics.models import Dismissal, MonthClosing, Review, Target
from networking.metrics.ratings import all_eight
from networking.metrics.review import actions
from networking.metrics.review.closing import Difference, differences, snapshot
from networking.metrics.review.reminder import month_over, month_to_close
from networking.metrics.windows import Month
from tests.factories import (
    make_community,
    make_contact,
    make_contribution,
    make_event,
    make_interaction,
    make_membership,
    make_mentorship,
    make_opportunity,
    make_participation,
    make_promise,
    make_referral,
)

OCTOBER = Month(2026, 10)
REVIEW = "/metrics/2026-10/review/"
TODAY = date(2026, 11, 20)
MARKS = {
    "depth": "4",
    "depth_note": "Второй разговор с Анной",
    "knowledge": "",
    "knowledge_note": "",
    "usefulness": "",
    "usefulness_note": "",
    "recognition": "5",
    "recognition_note": "",
}


@pytest.fixture(autouse=True)
def frozen_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def community(owner: User) -> Community:
    """An October with a community, a meetup that nobody went through, a promise, and somebody met once."""
    place = make_community(owner=owner, name="MoscowPython")
    anna = make_contact(owner=owner, name="Анна", met_on=date(2026, 10, 3))
    make_contact(owner=owner, name="Вера", met_on=date(2026, 10, 4))
    make_membership(contact=anna, community=place, since=date(2026, 10, 1))
    make_interaction(owner=owner, contacts=[anna], day=date(2026, 10, 9))
    make_event(owner=owner, name="Забытый митап", community=place)
    make_promise(contact=anna, text="Прислать слайды", due_on=date(2026, 10, 20))
    return place


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def close(client: Client, last_seen: int = 0) -> int:
    return client.post(f"{REVIEW}close/", {"last_seen": last_seen}).status_code


# What is not written down


def test_what_has_no_end_is_listed_with_what_to_do(client_of_owner: Client, owner: User, community: Community) -> None:
    make_event(owner=owner, name="Ноябрьский", starts=datetime(2026, 11, 3, 16, tzinfo=UTC))
    make_event(owner=owner, name="Пропущенный", mine="missed")
    other = make_contact(owner=owner, name="Глеб", met_on=date(2026, 10, 7))
    make_promise(contact=other, text="Ноябрьское", due_on=date(2026, 11, 10))
    make_promise(contact=other, text="Сдержанное", kept_on=date(2026, 10, 20))
    text = page(client_of_owner, f"{REVIEW}open-ends/")
    for said in ("Забытый митап", "Прислать слайды", "Вера", "Разобрать", "Сдержано", "Записать разговор"):
        assert said in text, said
    for unsaid in ("Ноябрьский", "Пропущенный", "Ноябрьское", "Сдержанное"):
        assert unsaid not in text, unsaid
    assert 'class="row-title" href="/contacts/' in text
    assert text.count('name="contact"') == 2, "Вера and Глеб; Анна was talked to again"


@pytest.mark.parametrize(("what", "said"), [("event", "Забытый"), ("promise", "слайды"), ("contact", "Вера")])
def test_each_can_be_put_aside_and_taken_back(
    client_of_owner: Client, owner: User, community: Community, what: str, said: str
) -> None:
    text = page(client_of_owner, f"{REVIEW}open-ends/")
    pk = re.findall(rf'name="{what}" value="(\d+)"', text)[0]
    for _twice in range(2):
        client_of_owner.post(f"{REVIEW}put-aside/", {what: pk})
    assert Dismissal.objects.for_owner(owner).count() == 1
    after = page(client_of_owner, f"{REVIEW}open-ends/")
    assert f'name="{what}" value="{pk}"' not in after
    undo = re.findall(r"/metrics/put-aside/\d+/undo/", after)[0]
    client_of_owner.post(undo)
    assert said in page(client_of_owner, f"{REVIEW}open-ends/")
    client_of_owner.post(f"{REVIEW}put-aside/", {what: pk})
    client_of_owner.post(f"{REVIEW}take-back/")
    assert Dismissal.objects.for_owner(owner).count() == 0


def test_nothing_of_a_stranger_is_put_aside(client_of_stranger: Client, owner: User, community: Community) -> None:
    pk = make_contact(owner=owner).pk
    for body in ({"contact": pk}, {"event": "x"}, {"contact": "9" * 30}, {}):
        assert client_of_stranger.post(f"{REVIEW}put-aside/", body).status_code == 404
    assert not Dismissal.objects.exists()


def test_it_goes_on_where_it_stopped(client_of_owner: Client, community: Community) -> None:
    assert client_of_owner.get(REVIEW).headers["Location"] == f"{REVIEW}open-ends/"
    client_of_owner.post(f"{REVIEW}go-on/3/")
    client_of_owner.post(f"{REVIEW}go-on/2/")
    assert client_of_owner.get(REVIEW).headers["Location"] == f"{REVIEW}targets/"
    assert client_of_owner.post(f"{REVIEW}go-on/5/").status_code == 404


# Four marks


def test_marks_are_saved_and_the_next_community_follows(
    client_of_owner: Client, owner: User, community: Community
) -> None:
    idle = make_community(owner=owner, name="Zen")
    make_participation(community=idle)
    make_community(owner=owner, name="Чужое ремесло")
    first = page(client_of_owner, f"{REVIEW}marks/")
    assert "Чужое ремесло" not in first
    response = client_of_owner.post(f"{REVIEW}marks/?community={community.pk}", MARKS)
    assert response.headers["Location"] == f"{REVIEW}marks/?community={idle.pk}"
    saved = Reflection.objects.for_owner(owner).get()
    assert (saved.month, saved.community, saved.depth, saved.knowledge) == (date(2026, 10, 1), community, 4, None)
    assert saved.depth_note == "Второй разговор с Анной"
    assert Reflection.objects.for_owner(owner).overall().count() == 0
    response = client_of_owner.post(f"{REVIEW}marks/?community=all", MARKS)
    assert response.headers["Location"] == f"{REVIEW}targets/"
    assert client_of_owner.get(REVIEW).headers["Location"] == f"{REVIEW}targets/"


def test_marks_that_say_nothing_make_no_row(client_of_owner: Client, owner: User, community: Community) -> None:
    client_of_owner.post(f"{REVIEW}marks/?community={community.pk}", dict.fromkeys(MARKS, ""))
    assert Reflection.objects.for_owner(owner).count() == 0


@pytest.mark.parametrize("mark", ["0", "6", "-1", "4.5", "пять"])
def test_a_mark_outside_one_to_five_is_refused(
    client_of_owner: Client, owner: User, community: Community, mark: str
) -> None:
    response = client_of_owner.post(f"{REVIEW}marks/?community={community.pk}", {**MARKS, "recognition": mark})
    assert response.status_code == 422
    assert "Второй разговор с Анной" in response.content.decode()
    assert Reflection.objects.for_owner(owner).count() == 0


def test_two_tabs_rating_at_once(client_of_owner: Client, owner: User, community: Community) -> None:
    address = f"{REVIEW}marks/?community={community.pk}"
    client_of_owner.post(address, MARKS)
    # This tab was opened before there were any marks.
    response = client_of_owner.post(address, {**MARKS, "depth": "1"})
    assert response.status_code == 409
    assert [row.depth for row in Reflection.objects.for_owner(owner)] == [4]
    version = re.findall(r'name="version" value="(\d+)"', response.content.decode())[0]
    assert client_of_owner.post(address, {**MARKS, "depth": "1", "version": version}).status_code == 302
    assert [row.depth for row in Reflection.objects.for_owner(owner)] == [1]


def test_evidence_stands_beside_and_opens_its_rows(client_of_owner: Client, owner: User, community: Community) -> None:
    make_event(owner=owner, community=community, mine="attended", my_role="speaker", knowledge=4)
    make_event(owner=owner, community=community, mine="attended", my_role="organiser", knowledge=5)
    make_opportunity(owner=owner, community=community, kind="talk", usefulness=3, outcome="taken", outcome_on=TODAY)
    make_opportunity(owner=owner, kind="client", usefulness=5)
    person = make_contact(owner=owner, name="Борис")
    make_membership(contact=person, community=community)
    make_mentorship(contact=person, direction="me", started_on=date(2026, 1, 1))
    make_referral(owner=owner, giver=person)
    make_referral(owner=owner, giver=person, asked_on=date(2026, 10, 1))
    TieChange.objects.create(owner=owner, contact=person, day=date(2026, 10, 9), before=2, tie=3)
    TieChange.objects.create(owner=owner, contact=person, day=date(2026, 10, 12), before=3, tie=2)
    window = standpoint(owner, TODAY).month(OCTOBER)
    there, everywhere = (
        {beside.slug: beside for figure in all_eight(owner, window, [], where)[1] for beside in figure.evidence}
        for where in (community, None)
    )
    assert {slug: beside.number for slug, beside in there.items()} == {
        "ties-deepened": 1,
        "talked-soon": 1,
        "events-rated": 2,
        "opportunities": 1,
        "opportunities-rated": 1,
        "opportunities-as-taken": 1,
        "opportunities-as-declined": 0,
        "opportunities-as-nothing": 0,
        "opportunities-as-open": 0,
        "talks-given": 1,
        "events-organised": 1,
        "referrals-unasked": 1,
        "mentees": 1,
        "invitations": 1,
    }
    assert (there["events-rated"].mean, there["opportunities-rated"].mean) == (4.5, 3)
    assert (everywhere["opportunities"].number, everywhere["opportunities-rated"].mean) == (2, 4)
    text = page(client_of_owner, f"{REVIEW}marks/?community={community.pk}")
    assert "средняя оценка 4,5" in text
    for address, number in re.findall(r'<li><a href="([^"]+)">[^<]+: <strong>(\d+)</strong>', text):
        assert f": {number}</h1>" in page(client_of_owner, address), address


def test_evidence_never_becomes_a_mark(client_of_owner: Client, owner: User, community: Community) -> None:
    make_event(owner=owner, community=community, mine="attended", knowledge=5)
    assert re.search(r'value=""[^>]*checked', page(client_of_owner, f"{REVIEW}marks/?community={community.pk}"))
    assert snapshot(owner, OCTOBER, standpoint(owner, TODAY))["all"]["knowledge"] is None


# Targets


def test_targets_stand_beside_what_was(client_of_owner: Client, owner: User, community: Community) -> None:
    Reflection.objects.create(owner=owner, month=date(2026, 10, 1), depth=3)
    Reflection.objects.create(owner=owner, month=date(2026, 8, 1), depth=4)
    text = page(client_of_owner, f"{REVIEW}targets/")
    assert re.search(r"Новые контакты.*?в этом месяце: 2", text, re.S)
    assert re.search(r"Глубина связей.*?в этом месяце: 3.*?медиана 4", text, re.S)
    seen = re.findall(r'name="seen" value="([^"]*)"', text)[0]
    response = client_of_owner.post(f"{REVIEW}targets/", {"seen": seen, "new-contacts": "6", "depth": "4"})
    assert response.headers["Location"] == f"{REVIEW}close/"
    rows = Target.objects.for_owner(owner).values_list("figure", "month", "value")
    assert set(rows) == {("new-contacts", date(2026, 11, 1), 6), ("depth", date(2026, 11, 1), 4)}


def test_an_empty_target_ends_an_earlier_one(client_of_owner: Client, owner: User, community: Community) -> None:
    Target.objects.create(owner=owner, figure="interactions", month=date(2026, 9, 1), value=8)
    text = page(client_of_owner, f"{REVIEW}targets/")
    assert re.search(r'name="interactions"[^>]*value="8"', text)
    seen = re.findall(r'name="seen" value="([^"]*)"', text)[0]
    client_of_owner.post(f"{REVIEW}targets/", {"seen": seen, "interactions": ""})
    assert [*Target.objects.for_owner(owner).standing_in(date(2026, 10, 1)).values_list("value", flat=True)] == [8]
    assert not Target.objects.for_owner(owner).standing_in(date(2026, 11, 1)).exists()


@pytest.mark.parametrize(("figure", "value"), [("depth", "6"), ("new-contacts", "0"), ("interactions", "много")])
def test_a_target_that_cannot_be(client_of_owner: Client, community: Community, figure: str, value: str) -> None:
    response = client_of_owner.post(f"{REVIEW}targets/", {figure: value})
    assert response.status_code == 422
    assert f'value="{value}"' in response.content.decode()
    assert not Target.objects.exists()


def test_two_tabs_setting_targets(client_of_owner: Client, owner: User, community: Community) -> None:
    seen = re.findall(r'name="seen" value="([^"]*)"', page(client_of_owner, f"{REVIEW}targets/"))[0]
    client_of_owner.post(f"{REVIEW}targets/", {"seen": seen, "interactions": "8"})
    response = client_of_owner.post(f"{REVIEW}targets/", {"seen": seen, "interactions": "3"})
    assert response.status_code == 409
    assert [row.value for row in Target.objects.for_owner(owner)] == [8]
    fresh = re.findall(r'name="seen" value="([^"]*)"', response.content.decode())[0]
    client_of_owner.post(f"{REVIEW}targets/", {"seen": fresh, "interactions": "3"})
    assert [row.value for row in Target.objects.for_owner(owner)] == [3]


# Closing


def test_closing_keeps_the_figures_and_edits_are_shown_beside(
    client_of_owner: Client, owner: User, community: Community
) -> None:
    assert close(client_of_owner) == 302
    kept = MonthClosing.objects.for_owner(owner).get()
    assert kept.figures["all"]["new-contacts"] == 2
    assert kept.figures["communities"][str(community.pk)]["interactions"] == 1
    assert "С тех пор ничего не менялось." in page(client_of_owner, f"{REVIEW}close/")
    make_contact(owner=owner, met_on=date(2026, 10, 30))
    Reflection.objects.create(owner=owner, month=date(2026, 10, 1), community=community, depth=4)
    text = page(client_of_owner, f"{REVIEW}close/")
    assert "Изменён после закрытия" in text
    assert re.search(r'Новые контакты</td><td class="num">2</td><td class="num"><strong>3</strong>', text)
    assert re.search(r"Глубина связей<div[^>]*>MoscowPython</div></td>.*?—.*?<strong>4</strong>", text, re.S)
    panel = client_of_owner.get(f"{REVIEW}closing/", headers={"HX-Request": "true"}).content.decode()
    assert re.search(r'Новые контакты</td><td class="num">2</td><td class="num"><strong>3</strong>', panel)
    kept.refresh_from_db()
    assert kept.figures["all"]["new-contacts"] == 2
    assert kept.reopened_at is None


def test_the_second_of_two_tabs_is_told(client_of_owner: Client, owner: User, community: Community) -> None:
    assert close(client_of_owner) == 302
    response = client_of_owner.post(f"{REVIEW}close/", {"last_seen": 0})
    assert response.status_code == 409
    assert "Другая вкладка успела раньше." in response.content.decode()
    assert MonthClosing.objects.for_owner(owner).count() == 1


def test_the_database_itself_keeps_one_closing(owner: User, community: Community) -> None:
    seen, moment = standpoint(owner, TODAY), datetime(2026, 11, 1, tzinfo=UTC)
    first = actions.close_month(owner=owner, month=OCTOBER, seen=seen, now=moment, last_seen=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthClosing.objects.create(owner=owner, month=OCTOBER.first, closed_at=moment, figures={})
    with pytest.raises(actions.AlreadyClosed):
        # Whoever knows of the closing and closes again is refused by the constraint, not by the check before it.
        actions.close_month(owner=owner, month=OCTOBER, seen=seen, now=moment, last_seen=first.pk)
    assert [*MonthClosing.objects.for_owner(owner)] == [first]


def test_reopening_is_recorded_and_a_stale_tab_does_not_close_again(
    client_of_owner: Client, owner: User, community: Community
) -> None:
    close(client_of_owner)
    first = MonthClosing.objects.for_owner(owner).get()
    assert client_of_owner.get(REVIEW).headers["Location"] == f"{REVIEW}close/"
    client_of_owner.post(f"{REVIEW}reopen/", {"version": first.version + 5})
    assert MonthClosing.objects.for_owner(owner).standing().exists()
    client_of_owner.post(f"{REVIEW}reopen/", {"version": first.version})
    first.refresh_from_db()
    assert first.reopened_at == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert "снова открыт 20 ноября 2026" in page(client_of_owner, f"{REVIEW}close/")
    assert close(client_of_owner) == 409
    assert close(client_of_owner, last_seen=first.pk) == 302
    assert MonthClosing.objects.for_owner(owner).count() == 2
    assert client_of_owner.post("/metrics/2026-09/review/reopen/").status_code == 404


def test_a_running_month_and_one_without_data_are_not_closed(
    client_of_owner: Client, owner: User, community: Community
) -> None:
    for month in ("2026-11", "2020-01"):
        client_of_owner.post(f"/metrics/{month}/review/close/", {"last_seen": 0})
    assert not MonthClosing.objects.exists()
    assert "Месяц ещё идёт" in page(client_of_owner, "/metrics/2026-11/review/close/")
    assert "разбирать нечего" in page(client_of_owner, "/metrics/2020-01/review/close/")
    for step in ("open-ends", "marks", "targets", "close"):
        page(client_of_owner, f"/metrics/2026-12/review/{step}/", 404)
        page(client_of_owner, f"/metrics/2026-13/review/{step}/", 404)


def test_what_differs_between_two_snapshots() -> None:
    then = {
        "all": {"new-contacts": 2, "depth": None},
        "communities": {"7": {"name": "A", "interactions": 3}, "8": {"name": "B", "depth": 2}},
        "practices": {"topic": [1, None], "promises-kept": [1, 2]},
    }
    now = {
        "all": {"new-contacts": 3, "depth": None},
        "communities": {"7": {"name": "A", "interactions": 3}, "9": {"name": "C", "interactions": 1}},
        "practices": {"topic": [1, None], "promises-kept": [2, 2]},
    }
    assert differences(then, then) == []
    assert differences(then, now) == [
        Difference("", "new-contacts", "2", "3"),
        Difference("B", "depth", "2", "—"),
        Difference("C", "interactions", "0", "1"),
        Difference("", "promises-kept", "1 / 2", "2 / 2"),
    ]


# The reminder


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 10, 30), "2026-09"),
        (date(2026, 10, 31), "2026-10"),
        (date(2026, 11, 1), "2026-10"),
        (date(2026, 12, 31), "2026-12"),
        (date(2027, 1, 1), "2026-12"),
        (date(2028, 2, 28), "2028-01"),
        (date(2028, 2, 29), "2028-02"),
    ],
)
def test_which_month_is_over(today: date, month: str) -> None:
    assert str(month_over(today)) == month


def test_today_reminds_until_the_month_is_closed(client_of_owner: Client, owner: User, community: Community) -> None:
    assert "Октябрь 2026 ждёт разбора." in page(client_of_owner, "/")
    close(client_of_owner)
    assert "ждёт разбора" not in page(client_of_owner, "/")
    assert month_to_close(owner, standpoint(owner, date(2026, 11, 29))) is None
    assert month_to_close(owner, standpoint(owner, date(2026, 11, 30))) == Month(2026, 11)


def test_today_reminds_until_it_is_silenced(client_of_owner: Client, owner: User, community: Community) -> None:
    client_of_owner.post(f"{REVIEW}silence/")
    assert "ждёт разбора" not in page(client_of_owner, "/")
    assert Review.objects.for_owner(owner).get().silenced_on == TODAY
    september = standpoint(owner, date(2026, 9, 30))
    assert month_to_close(owner, september) is None, "there was nothing written down in September"


# Queries


def test_as_many_queries_at_one_row_as_at_three(
    client_of_owner: Client, owner: User, community: Community, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    literal = {"open-ends": 9, f"marks/?community={community.pk}": 10, "targets": 9, "close": 12}
    for _ in range(2):
        for step, number in literal.items():
            address = f"{REVIEW}{step}" if "?" in step else f"{REVIEW}{step}/"
            page(client_of_owner, address)
            with django_assert_num_queries(number):
                page(client_of_owner, address)
        for _more in range(2):
            place = make_community(owner=owner)
            person = make_contact(owner=owner, met_on=date(2026, 10, 5))
            make_membership(contact=person, community=place)
            make_promise(contact=person, due_on=date(2026, 10, 9))
            make_event(owner=owner, community=place)
            make_contribution(owner=owner, community=place)
            Reflection.objects.create(owner=owner, month=date(2026, 10, 1), community=place, depth=2)
