"""When two people were in one community: the days, the words, the page."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from communities.models import Membership
from communities.templatetags.periods import days_together
from communities.together import Together, overlaps, together
from contacts.models import Contact
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_community, make_contact, make_membership, make_participation

NOW = "2026-11-20 12:00:00+03:00"
TODAY = date(2026, 11, 20)
FIRST = date(2026, 10, 1)
PAGE = "communities:overlaps"


@pytest.fixture
def frozen() -> Any:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def anna(owner: User) -> Contact:
    return make_contact(owner=owner, name="Анна Петрова")


def period(since: date | None, until: date | None) -> Membership:
    return Membership(since=since, until=until)


spans = st.tuples(st.integers(0, 60), st.integers(0, 20)).map(
    lambda span: period(FIRST + timedelta(span[0]), FIRST + timedelta(sum(span)))
)


@given(one=st.lists(spans, max_size=4), other=st.lists(spans, max_size=4))
def test_the_times_hold_each_shared_day_once(one: list[Membership], other: list[Membership]) -> None:
    days = [FIRST + timedelta(n) for n in range((TODAY - FIRST).days + 1)]
    both = [day for day in days if any(p.contains(day) for p in one) and any(p.contains(day) for p in other)]
    times = overlaps(one, other, TODAY)
    found = [day for time in reversed(times) for day in days if time.since and time.since <= day <= time.until]
    assert found == both
    assert [time.now for time in times[1:]] == [False] * len(times[1:])
    assert any(time.now for time in times) == (TODAY in both)
    for later, earlier in pairwise(times):
        assert later.since is not None
        assert earlier.until + timedelta(days=1) < later.since


def test_a_change_of_role_does_not_cut_the_time() -> None:
    hers = [period(date(2025, 1, 1), None)]
    mine = [period(date(2025, 3, 1), date(2026, 5, 31)), period(date(2026, 6, 1), None)]
    [time] = overlaps(mine, hers, TODAY)
    assert (time.since, time.until, time.now) == (date(2025, 3, 1), TODAY, True)
    assert together(mine, [period(date(2025, 1, 1), date(2026, 5, 31)), period(date(2026, 6, 1), None)], TODAY) == time


def test_unknown_beginnings_stay_unknown() -> None:
    since, until = date(2025, 3, 1), date(2026, 5, 31)
    for one, other in (([period(None, None)], [period(since, None)]), ([period(since, None)], [period(None, None)])):
        assert together(one, other, TODAY) == Together(None, TODAY, now=True)
    # A change of role cuts nothing here either, and a time of being away still does.
    mine = [period(since, until), period(until + timedelta(1), None)]
    assert overlaps(mine, [period(None, None)], TODAY) == [Together(None, TODAY, now=True)]
    mine = [period(since, until), period(until + timedelta(2), None)]
    assert overlaps(mine, [period(None, None)], TODAY) == [
        Together(None, TODAY, now=True),
        Together(None, until, now=False, sure=False),
    ]
    # One that is known stays known where an unknown one of the same days is beside it.
    hers = [period(None, until), period(since, None)]
    assert overlaps([period(since, None)], hers, TODAY) == [Together(since, TODAY, now=True)]
    [time] = overlaps([period(None, date(2026, 1, 1))], [period(None, None)], TODAY)
    assert (time.since, time.until, time.now) == (None, date(2026, 1, 1), False)
    assert overlaps([period(date(2027, 1, 1), None)], [period(None, None)], TODAY) == []


def test_who_may_have_come_later_was_perhaps_not_there_together() -> None:
    known, end, later = date(2019, 3, 1), date(2020, 12, 31), date(2021, 6, 30)
    cases = [
        ((None, end), (None, None), False),
        ((None, end), (None, later), False),
        ((known, end), (None, later), False),
        ((None, end), (None, end), True),
        ((None, end), (known, None), True),
        ((known, end), (known, None), True),
    ]
    for one, other, sure in cases:
        for first, second in ((one, other), (other, one)):
            time = together([period(*first)], [period(*second)], TODAY)
            assert time is not None
            assert (time.until, time.sure) == (end, sure), (first, second)


SAYING = [
    ("ru", (date(2022, 3, 1), date(2022, 3, 1)), "были вместе один день, 1 марта 2022", "1 марта 2022"),
    ("en", (date(2022, 3, 1), date(2022, 3, 1)), "together on one day, 1 March 2022", "1 March 2022"),
    ("ru", (date(2022, 3, 1), date(2022, 3, 9)), "были вместе в течение марта 2022", "с 1 марта 2022 по 9 марта 2022"),
    ("en", (date(2022, 3, 1), date(2022, 3, 9)), "together within March 2022", "from 1 March 2022 to 9 March 2022"),
    ("ru", (None, date(2020, 12, 31)), "возможно, были вместе не позже декабря 2020",
     "начало неизвестно, не позднее 31 декабря 2020"),
    ("en", (None, date(2020, 12, 31)), "perhaps together until December 2020",
     "beginning unknown, until 31 December 2020 at the latest"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "days", "words", "title"), SAYING)
def test_one_day_one_month_and_what_is_not_sure(
    language: str, days: tuple[date | None, date], words: str, title: str
) -> None:
    with translation.override(language):
        time = together([period(*days)], [period(days[0], None)], TODAY)
        assert time is not None
        assert (str(time), days_together(time)) == (words, title)


@pytest.mark.parametrize(("other", "words", "title"), [
    ((None, date(2025, 3, 6)), "были вместе в течение марта 2025", "по 6 марта 2025"),
    ((None, None), "возможно, были вместе в течение марта 2025", "начало неизвестно, не позднее 10 марта 2025"),
    ((None, date(2025, 5, 6)), "возможно, были вместе в течение марта 2025",
     "начало неизвестно, не позднее 10 марта 2025"),
])  # fmt: skip
def test_a_time_is_never_said_before_either_came(
    other: tuple[date | None, date | None], words: str, title: str
) -> None:
    """One was there from the first to the tenth of March, of the other the beginning is unknown."""
    with translation.override("ru"):
        time = together([period(date(2025, 3, 1), date(2025, 3, 10))], [period(*other)], TODAY)
        assert time is not None
        assert (str(time), days_together(time)) == (words, title)
        # Where it may have begun in an earlier month, only the end is known.
        longer = together([period(date(2025, 2, 27), date(2025, 3, 10))], [period(*other)], TODAY)
        assert str(longer) == words.replace("в течение", "не позже")


@pytest.mark.usefixtures("frozen")
def test_one_day_is_said_once(client_of_owner: Client, owner: User, anna: Contact) -> None:
    club = make_community(owner=owner, name="Клуб")
    make_membership(contact=anna, community=club, since=date(2022, 3, 1), until=date(2022, 3, 1))
    make_participation(community=club, status="active", since=date(2021, 1, 1))
    text = " ".join(client_of_owner.get(reverse(PAGE, args=[anna.pk])).content.decode().split())
    assert '<div class="row-note">были вместе один день, 1 марта 2022</div>' in text
    assert "с 1 марта 2022 по 1 марта" not in text


@pytest.mark.usefixtures("frozen")
def test_with_me_and_with_another_person(client_of_owner: Client, owner: User, anna: Contact) -> None:
    boris = make_contact(owner=owner, name="Борис Ильин")
    club, chat = make_community(owner=owner, name="Клуб"), make_community(owner=owner, name="Чат")
    make_membership(contact=anna, community=club, since=date(2025, 1, 1), until=date(2025, 6, 30))
    make_membership(contact=anna, community=club, since=date(2026, 2, 1))
    make_membership(contact=anna, community=chat, since=date(2024, 3, 1), until=date(2024, 5, 1))
    make_membership(contact=boris, community=club, since=date(2025, 6, 1), until=date(2026, 3, 1))
    make_membership(contact=boris, community=chat, since=date(2024, 5, 2))
    make_participation(community=club, status="active", since=date(2025, 4, 1))
    make_participation(community=chat, status="considering", since=date(2024, 1, 1))
    address = reverse(PAGE, args=[anna.pk])
    page = client_of_owner.get(address)
    assert [row.community.name for row in page.context["with_me"]] == ["Клуб"]
    text = page.content.decode()
    assert "вместе с февраля 2026, 9 месяцев" in text
    assert "вместе с апреля 2025 до июня 2025 · с 1 апреля 2025 по 30 июня 2025" in " ".join(text.split())
    assert "9 месяцев · с 1 февраля 2026" in " ".join(text.split())
    page = client_of_owner.get(address, {"other": "Борис Ильин"})
    [row] = page.context["with_other"]
    assert (row.community.name, len(row.times)) == ("Клуб", 2)
    assert "вместе с февраля 2026 до марта 2026" in page.content.decode()
    assert address in client_of_owner.get(reverse("communities:contact_panel", args=[anna.pk])).content.decode()


@pytest.mark.usefixtures("frozen")
def test_no_beginning_is_said_where_one_is_unknown(client_of_owner: Client, owner: User, anna: Contact) -> None:
    club = make_community(owner=owner, name="Клуб")
    make_membership(contact=anna, community=club)
    make_participation(community=club, status="active", since=date(2025, 3, 10))
    text = " ".join(client_of_owner.get(reverse(PAGE, args=[anna.pk])).content.decode().split())
    assert "сейчас вместе · начало неизвестно" in text
    panel = client_of_owner.get(reverse("communities:contact_panel", args=[anna.pk])).content.decode()
    assert 'title="начало неизвестно">сейчас вместе<' in panel
    assert "марта 2025" not in text + panel


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("other", ["Никто Такой", "id:999999", "Анна Петрова", "Чужая Тайна", "Анна, Борис"])
def test_nobody_else_is_compared_with(
    client_of_owner: Client, owner: User, stranger: User, anna: Contact, other: str
) -> None:
    make_contact(owner=stranger, name="Чужая Тайна")
    answer = client_of_owner.get(reverse(PAGE, args=[anna.pk]), {"other": other})
    assert answer.status_code == 422
    assert answer.context["form"].errors["other"]
    assert not Contact.objects.for_owner(owner).exclude(pk=anna.pk).exists()


@pytest.mark.usefixtures("frozen")
def test_one_row_asks_as_many_queries_as_three(client_of_owner: Client, owner: User, anna: Contact) -> None:
    boris, asked = make_contact(owner=owner, name="Борис Ильин"), []
    for more in (1, 2):
        for _ in range(more):
            place = make_community(owner=owner)
            make_participation(community=place)
            make_membership(contact=anna, community=place)
            make_membership(contact=boris, community=place)
        address = reverse(PAGE, args=[anna.pk], query={"other": f"id:{boris.pk}"})
        asked.append(queries_of(client_of_owner, address))
    assert asked[0] == asked[1] <= 10
