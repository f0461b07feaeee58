"""The page of a series says how it is now, and from which day on it will be otherwise."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from communities.actions.series import start_series
from communities.models import Event, Series
from communities.recurrence.rule import parse
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_community, make_event

MOSCOW = ZoneInfo("Europe/Moscow")
# A Thursday, 19:00 in Moscow.
STARTS = datetime(2026, 10, 22, 16, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_week_before")]


@pytest.fixture
def events(owner: User) -> list[Event]:
    """Eight Thursdays: 22 and 29 October, 5, 12, 19 and 26 November, 3 and 10 December."""
    first = make_event(owner=owner, name="Созвон № 7", starts=STARTS, place="Офис")
    start_series(event=first, rule=parse("FREQ=WEEKLY;BYDAY=TH;COUNT=8"), zone=MOSCOW)
    return [*Event.objects.for_owner(owner).order_by("starts")]


def _change(client: Client, event: Event, scope: str = "following", **fields: object) -> None:
    event.refresh_from_db()
    local = event.starts.astimezone(MOSCOW)
    data = {
        "name": event.name, "day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "where": event.place,
        "kind": event.kind, "format": event.format, "my_role": event.my_role, "community": event.community_id or "",
        "version": event.version, "scope": scope, **fields,
    }  # fmt: skip
    answer = client.post(reverse("events:edit", args=[event.pk]), data)
    assert answer.status_code == 302, answer.context["form"].errors


def _head(client: Client) -> str:
    """What stands above the events, as one reads it."""
    page = client.get(Series.objects.get().get_absolute_url()).content.decode()
    found = re.search(r'<header class="page-head">.*?</header>', page, re.DOTALL)
    assert found
    return " ".join(strip_tags(found[0].replace("</", " </")).split())


def test_a_series_without_changes_says_none(client_of_owner: Client, events: list[Event]) -> None:
    head = _head(client_of_owner)
    assert "Повторяется: каждую неделю по четвергам, 19:00" in head
    assert "С 2" not in head


def test_a_change_from_a_day_on_is_said(owner: User, client_of_owner: Client, events: list[Event]) -> None:
    club = make_community(owner=owner, name="Клуб")
    _change(client_of_owner, events[3], time="19:30", name="Ретро № 1", where="Кафе", community=club.pk)
    head = _head(client_of_owner)
    assert "каждую неделю по четвергам, 19:00" in head
    assert "С 12 ноября — в 19:30, «Ретро № 1», место: Кафе, сообщество: Клуб" in head
    assert queries_of(client_of_owner, Series.objects.get().get_absolute_url()) <= 10


def test_only_what_changes_is_said_and_each_change_on_its_day(client_of_owner: Client, events: list[Event]) -> None:
    _change(client_of_owner, events[2], time="19:30")
    _change(client_of_owner, events[5], where="", time="20:00")
    head = _head(client_of_owner)
    assert "С 5 ноября — в 19:30 С 26 ноября — в 20:00, место не указано" in head
    assert "«Созвон" not in head


def test_an_exception_is_no_change_of_the_series(client_of_owner: Client, events: list[Event]) -> None:
    _change(client_of_owner, events[2], "one", time="21:00", name="Гость")
    assert "Гость" not in _head(client_of_owner)
    _change(client_of_owner, events[4], time="20:00")
    _change(client_of_owner, events[5], "one", time="10:00")
    assert "С 19 ноября — в 20:00 " in _head(client_of_owner) + " "
    assert _head(client_of_owner).count("— в ") == 1


def test_the_next_one_may_be_the_exception(client_of_owner: Client, events: list[Event]) -> None:
    _change(client_of_owner, events[0], "one", time="21:00", name="Гость", where="Кафе")
    head = _head(client_of_owner)
    assert "Повторяется: каждую неделю по четвергам, 19:00" in head
    assert "— в " not in head
    assert "место" not in head


def test_the_last_one_alone_is_no_change_either(client_of_owner: Client, events: list[Event]) -> None:
    _change(client_of_owner, events[7], "one", time="22:00")
    assert "— в " not in _head(client_of_owner)


def test_when_the_day_has_come_the_page_says_it_as_it_is(owner: User, client_of_owner: Client) -> None:
    first = make_event(owner=owner, name="Созвон № 7", starts=STARTS - timedelta(weeks=3))
    start_series(event=first, rule=parse("FREQ=WEEKLY;BYDAY=TH;COUNT=8"), zone=MOSCOW)
    events = [*Event.objects.for_owner(owner).order_by("starts")]
    _change(client_of_owner, events[2], time="20:00")
    head = _head(client_of_owner)
    assert "по четвергам, 20:00" in head
    assert "— в " not in head


def test_a_change_beyond_the_events_that_are_shown(owner: User, client_of_owner: Client) -> None:
    first = make_event(owner=owner, name="Зарядка", starts=STARTS)
    start_series(event=first, rule=parse("FREQ=DAILY;COUNT=120"), zone=MOSCOW)
    events = [*Event.objects.for_owner(owner).order_by("starts")]
    _change(client_of_owner, events[90], time="08:00")
    assert "С 20 января 2027 — в 08:00" in _head(client_of_owner)


def test_a_place_of_somebody_else_is_not_read_as_markup(client_of_owner: Client, events: list[Event]) -> None:
    _change(client_of_owner, events[3], where="<b>Кафе</b>")
    page = client_of_owner.get(Series.objects.get().get_absolute_url()).content.decode()
    assert "место: &lt;b&gt;Кафе&lt;/b&gt;" in page
