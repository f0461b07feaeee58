"""The four rated figures on the pages: marks, evidence beside them, and the rows of both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from communities.models import Community, Family, Reflection
from contacts.models import TieChange
from networking.accounts.models import User
from networking.metrics import ratings
from networking.metrics.facts import standpoint
from networking.metrics.windows import Month, Window
from tests.factories import (
    make_community,
    make_contact,
    make_event,
    make_interaction,
    make_mentorship,
    make_opportunity,
    make_referral,
)

TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
OCTOBER = "/metrics/2026-10/"


@pytest.fixture(autouse=True)
def frozen_day() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def guild(owner: User) -> Community:
    """October with something to say of every quality."""
    guild = make_community(owner=owner, name="Guild", family="internal", kind="technical")
    anna = make_contact(owner=owner, name="Anna", met_on=date(2026, 10, 3), tie=3)
    boris = make_contact(owner=owner, name="Boris", met_on=date(2026, 10, 4))
    make_interaction(owner=owner, contacts=[anna], day=date(2026, 11, 2))
    make_interaction(owner=owner, contacts=[boris], day=date(2026, 11, 4))
    for person, day, before, tie in ((anna, 5, 2, 3), (boris, 6, 3, 2), (boris, 7, None, 3)):
        TieChange.objects.create(owner=owner, contact=person, day=date(2026, 10, day), before=before, tie=tie)
    for knowledge, role in ((4, "speaker"), (5, "organiser"), (None, "listener")):
        make_event(owner=owner, community=guild, mine="attended", my_role=role, knowledge=knowledge)
    make_opportunity(owner=owner, community=guild, kind="talk", usefulness=4)
    work = make_opportunity(owner=owner, community=guild, usefulness=3, what="Work in Kazan")
    work.settle("taken", on=date(2026, 10, 20))
    make_referral(owner=owner, giver=anna, made_on=date(2026, 10, 7))
    make_referral(owner=owner, giver=anna, made_on=date(2026, 10, 8), asked_on=date(2026, 10, 1))
    make_mentorship(contact=boris, direction="me", started_on=date(2026, 9, 1), ended_on=date(2026, 10, 1))
    make_mentorship(contact=anna, direction="me", started_on=date(2026, 9, 1), ended_on=date(2026, 9, 30))
    return guild


def rate(owner: User, month: int, community: Community | None = None, **marks: int | str) -> Reflection:
    return Reflection.objects.create(owner=owner, month=date(2026, month, 1), community=community, **marks)


def october(owner: User) -> Window:
    return standpoint(owner, TODAY.date()).month(Month(2026, 10))


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def ratings_of(text: str) -> list[str]:
    """What stands at the right of each of the four lines, the dots as their number."""
    found = re.findall(r'row-item rating">.*?row-aside">(.*?)</span>\s*</li>', text, re.S)
    said = [re.sub(r"<[^>]+>", "", re.sub(r'aria-label="(\d)[^"]*"[^>]*>', r"> \1 ", one)) for one in found]
    return [" ".join(one.split()) for one in said]


def test_evidence_of_every_quality(owner: User, guild: Community) -> None:
    counted = {
        beside.slug: (beside.number, beside.out_of, beside.mean)
        for figure in ("depth", "knowledge", "usefulness", "recognition")
        for beside in getattr(ratings, figure)(owner, october(owner)).evidence
    }
    assert counted == {
        # Anna's tie became deeper; Boris's became shallower, and then was rated for the first time.
        "ties-deepened": (1, None, None),
        # Anna on the 30th day; Boris on the 31st.
        "talked-soon": (1, 2, None),
        "events-rated": (2, None, 4.5),
        "opportunities": (2, None, None),
        "opportunities-rated": (2, None, 3.5),
        "opportunities-as-taken": (1, None, None),
        "opportunities-as-declined": (0, None, None),
        "opportunities-as-nothing": (0, None, None),
        "opportunities-as-open": (1, None, None),
        "talks-given": (1, None, None),
        "events-organised": (1, None, None),
        "referrals-unasked": (1, None, None),
        # Boris until the first day of the month, Anna until the last day of the one before.
        "mentees": (1, None, None),
        "invitations": (1, None, None),
    }


def test_a_rating_is_the_mark_whatever_the_evidence(owner: User, guild: Community) -> None:
    assert ratings.knowledge(owner, october(owner)).value is None
    rate(owner, 10, knowledge=2)
    figure = ratings.knowledge(owner, october(owner))
    assert (figure.value, figure.denominator) == (2, 1)


def test_marks_of_communities_speak_where_the_whole_has_none(owner: User, guild: Community) -> None:
    other = make_community(owner=owner, name="Other")
    rate(owner, 10, guild, depth=4, knowledge=5)
    rate(owner, 10, other, depth=1)
    mine, window = rate(owner, 10, knowledge=1), october(owner)
    assert ratings.depth(owner, window).value == 2.5
    assert list(ratings.knowledge(owner, window).rows) == [mine]
    assert ratings.depth(owner, window, guild).value == 4
    assert ratings.depth(owner, window, Family.PROFESSIONAL).value == 1
    assert ratings.recognition(owner, window, guild).value is None
    other.throw_away()
    assert ratings.depth(owner, window).value == 4


def test_the_month_shows_marks_changes_and_evidence(client_of_owner: Client, owner: User, guild: Community) -> None:
    rate(owner, 9, depth=4, recognition=3)
    rate(owner, 10, depth=3, recognition=3, usefulness=5)
    text = page(client_of_owner, OCTOBER)
    assert ratings_of(text) == ["3", "нет оценки", "5", "3"]
    assert "−1 против сентября" in text
    for said in ("1 связь стала ближе", "второй разговор за 30 дней: 1 из 2", "4,5 в среднем за 2 события",
                 "2 возможности", "польза в среднем 3,5", "1 доклад", "1 приглашение выступить"):  # fmt: skip
        assert re.search(rf'href="{OCTOBER}[a-z-]+/">{re.escape(said)}<', text), said


def test_the_page_of_a_rating(client_of_owner: Client, owner: User, guild: Community) -> None:
    rate(owner, 10, guild, depth=4, depth_note="Two of them called me first")
    text = page(client_of_owner, f"{OCTOBER}depth/")
    assert "Глубина связей: 4</h1>" in text
    assert "Two of them called me first" in text
    assert f'href="{OCTOBER}?community={guild.pk}"' in text
    assert re.search(rf'href="{OCTOBER}ties-deepened/".*?<strong>1</strong>', text, re.S)
    empty = page(client_of_owner, f"{OCTOBER}recognition/")
    assert "Признание</h1>" in empty
    assert "Оценки пока нет" in empty


def test_evidence_opens_its_rows(client_of_owner: Client, guild: Community) -> None:
    assert "Work in Kazan" in page(client_of_owner, f"{OCTOBER}opportunities-as-taken/")
    deeper = page(client_of_owner, f"{OCTOBER}ties-deepened/")
    assert "Anna" in deeper
    assert "Boris" not in deeper
    events = page(client_of_owner, f"{OCTOBER}events-rated/")
    assert re.findall(r'aria-label="(\d) из 5"', events) == ["5", "4"]


def test_the_trend_of_a_rating(client_of_owner: Client, owner: User, guild: Community) -> None:
    rate(owner, 9, depth=4)
    rate(owner, 10, depth=3)
    text = page(client_of_owner, f"{OCTOBER}?figure=depth")
    cells = re.findall(r'<td class="num">(.+?)</td></tr>', text)
    assert [re.sub("<[^>]+>", "", cell) for cell in cells[:3]] == ["3", "4", "нет данных"]
    assert "&quot;most&quot;: 5" in text


def test_a_strangers_marks_are_nowhere(client_of_stranger: Client, owner: User, stranger: User) -> None:
    make_contact(owner=stranger, met_on=date(2026, 10, 1))
    rate(owner, 10, depth=5)
    assert ratings_of(page(client_of_stranger, OCTOBER)) == ["нет оценки"] * 4
    assert ratings.depth(stranger, october(stranger)).value is None


def test_before_the_first_fact_there_is_no_data(client_of_owner: Client, owner: User, guild: Community) -> None:
    assert ratings_of(page(client_of_owner, "/metrics/2026-08/")) == ["нет данных"] * 4
