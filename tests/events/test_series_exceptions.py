"""Exceptions of a series: what was changed in one event by hand stays its own."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from communities.actions.series import start_series
from communities.models import Event, SeriesChange
from communities.recurrence.rule import parse
from networking.accounts.models import User
from tests.factories import make_event

# Thursdays, 19:00 to 21:00 in Moscow: 22 and 29 October, 5, 12 and 19 November.
STARTS = datetime(2026, 10, 22, 16, 0, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_week_before")]


@pytest.fixture
def events(owner: User) -> list[Event]:
    first = make_event(owner=owner, name="Созвон № 7", starts=STARTS, ends=STARTS + timedelta(hours=2))
    start_series(event=first, rule=parse("FREQ=WEEKLY;BYDAY=TH;COUNT=5"), zone=MOSCOW)
    return _all(owner)


def _all(owner: User) -> list[Event]:
    return list(Event.objects.for_owner(owner).order_by("pk"))


def _move(event: Event, **by: int) -> None:
    """Another time by hand, with the same length."""
    length = event.ends - event.starts if event.ends else timedelta()
    event.starts += timedelta(**by)
    event.ends = event.starts + length
    event.save()


def _said(events: list[Event]) -> list[str]:
    return [
        f"{one.starts.astimezone(MOSCOW):%d.%m %H:%M}–{one.ends.astimezone(MOSCOW):%H:%M}" for one in events if one.ends
    ]


def _continue(client: Client, owner: User, event: Event) -> list[Event]:
    before = {one.pk for one in _all(owner)}
    assert client.post(reverse("events:series_continue", args=[event.series_id])).status_code == 302
    return [one for one in _all(owner) if one.pk not in before]


@pytest.mark.parametrize("days", [-2, 1, 5, 8])
def test_a_series_goes_on_from_where_a_moved_event_belongs(
    owner: User, client_of_owner: Client, events: list[Event], days: int
) -> None:
    _move(events[-1], days=days, hours=-5)
    new = _continue(client_of_owner, owner, events[0])
    assert _said(new[:2]) == ["26.11 19:00–21:00", "03.12 19:00–21:00"]
    assert len(new) == 52
    assert [one.name for one in new[:2]] == ["Созвон № 12", "Созвон № 13"]


@pytest.mark.parametrize(("days", "first"), [(7, "03.12"), (-7, "26.11")])
def test_a_day_that_has_an_event_gets_no_other(
    owner: User, client_of_owner: Client, events: list[Event], days: int, first: str
) -> None:
    _move(events[-1], days=days)
    assert _said(_continue(client_of_owner, owner, events[0]))[0] == f"{first} 19:00–21:00"


def test_one_moved_far_ahead_leaves_no_hole_and_no_double(
    owner: User, client_of_owner: Client, events: list[Event]
) -> None:
    _move(events[1], weeks=5)
    new = _continue(client_of_owner, owner, events[0])
    assert [one[:5] for one in _said(new[:2])] == ["26.11", "10.12"]
    assert set(Counter(one.starts for one in _all(owner)).values()) == {1}


def test_what_was_changed_in_the_last_one_alone_is_not_carried_on(
    owner: User, client_of_owner: Client, events: list[Event]
) -> None:
    changed = {"name": "Праздник", "place": "Парк", "format": "hybrid", "my_role": "speaker", "about": "С тортом"}
    Event.objects.filter(pk=events[-1].pk).update(**changed, ends=None)
    Event.objects.filter(pk=events[-2].pk).update(place="Кафе")
    Event.objects.filter(pk=events[-3].pk).update(place="Кафе")
    new = _continue(client_of_owner, owner, events[0])[0]
    assert (new.name, new.place, new.format, new.my_role, new.about) == (
        "Созвон № 12", "Кафе", events[0].format, events[0].my_role, "",
    )  # fmt: skip
    assert _said([new]) == ["26.11 19:00–21:00"]


def _change(client: Client, event: Event, **fields: object) -> str:
    """Change an event and all following; the page after it."""
    event.refresh_from_db()
    starts, ends = event.starts.astimezone(MOSCOW), event.ends.astimezone(MOSCOW) if event.ends else None
    data = {
        "name": event.name, "day": f"{starts:%Y-%m-%d}", "time": f"{starts:%H:%M}", "kind": event.kind,
        "ends_time": f"{ends:%H:%M}" if ends else "", "format": event.format, "my_role": event.my_role,
        "version": event.version, "where": event.place, "scope": "following", **fields,
    }  # fmt: skip
    answer = client.post(reverse("events:edit", args=[event.pk]), data, follow=True)
    assert answer.status_code == 200, answer.context["form"].errors
    return answer.content.decode()


def _undo(client: Client) -> None:
    client.post(reverse("events:series_undo", args=[SeriesChange.objects.latest("pk").pk]))


def test_an_own_time_and_an_own_end_stay_and_are_told(
    owner: User, client_of_owner: Client, events: list[Event]
) -> None:
    _move(events[2], hours=-4)
    Event.objects.filter(pk=events[3].pk).update(ends=events[3].starts + timedelta(hours=4))
    before = _said(_all(owner))
    page = _change(client_of_owner, events[1], time="18:30")
    assert _said(_all(owner)) == [
        "22.10 19:00–21:00", "29.10 18:30–21:00", "05.11 15:00–17:00", "12.11 18:30–23:00", "19.11 18:30–21:00",
    ]  # fmt: skip
    assert "3 мероприятия изменены. Своё у 1 мероприятия оставлено как есть." in page
    assert _all(owner)[2].version == events[2].version
    _undo(client_of_owner)
    assert _said(_all(owner)) == before


def test_an_end_is_changed_where_it_is_the_usual_one(owner: User, client_of_owner: Client, events: list[Event]) -> None:
    _move(events[2], hours=-4)
    Event.objects.filter(pk=events[3].pk).update(ends=events[3].starts + timedelta(hours=4))
    page = _change(client_of_owner, events[1], ends_time="22:00", where="Кафе")
    assert _said(_all(owner))[1:] == [
        "29.10 19:00–22:00", "05.11 15:00–17:00", "12.11 19:00–23:00", "19.11 19:00–22:00",
    ]  # fmt: skip
    assert [one.place for one in _all(owner)] == ["", "Кафе", "Кафе", "Кафе", "Кафе"]
    assert "4 мероприятия изменены. Своё у 2 мероприятий оставлено" in page


def test_an_exception_may_give_all_following_their_time(
    owner: User, client_of_owner: Client, events: list[Event]
) -> None:
    _move(events[1], hours=1)
    page = _change(client_of_owner, events[1], time="20:30", ends_time="22:30")
    assert _said(_all(owner))[1:] == [f"{day} 20:30–22:30" for day in ("29.10", "05.11", "12.11", "19.11")]
    assert "оставлено как есть" not in page


def test_an_end_that_the_new_beginning_has_passed_moves_with_it(
    owner: User, client_of_owner: Client, events: list[Event]
) -> None:
    Event.objects.filter(pk=events[2].pk).update(ends=events[2].starts + timedelta(hours=1))
    _change(client_of_owner, events[1], time="20:30")
    assert _said(_all(owner))[1:3] == ["29.10 20:30–21:00", "05.11 20:30–21:30"]


def test_another_zone_keeps_the_clock_of_each(owner: User, client_of_owner: Client, events: list[Event]) -> None:
    _move(events[2], hours=-4)
    _change(client_of_owner, events[1], time_zone="Asia/Tokyo")
    tokyo = [f"{one.starts.astimezone(ZoneInfo('Asia/Tokyo')):%d.%m %H:%M}" for one in _all(owner)[1:]]
    assert tokyo == ["29.10 19:00", "05.11 15:00", "12.11 19:00", "19.11 19:00"]


def _places(owner: User) -> list[str]:
    return [one.place for one in _all(owner)]


def _values(owner: User) -> list[tuple[object, ...]]:
    return [
        (one.name, one.place, one.link, one.format, one.about, one.my_role, one.starts, one.ends) for one in _all(owner)
    ]


def test_an_own_place_stays_and_is_told_and_the_undo_gives_back_all(
    owner: User, client_of_owner: Client, events: list[Event]
) -> None:
    _change(client_of_owner, events[2], where="Другое кафе", scope="one")
    before = _values(owner)
    page = _change(client_of_owner, events[1], where="Библиотека")
    assert _places(owner) == ["", "Библиотека", "Другое кафе", "Библиотека", "Библиотека"]
    assert "3 мероприятия изменены. Своё у 1 мероприятия оставлено как есть." in page
    _undo(client_of_owner)
    assert _values(owner) == before


def test_what_already_says_the_new_is_nothing_of_its_own(
    owner: User, client_of_owner: Client, events: list[Event]
) -> None:
    Event.objects.filter(pk=events[2].pk).update(place="Библиотека")
    page = _change(client_of_owner, events[1], where="Библиотека")
    assert _places(owner)[1:] == ["Библиотека"] * 4
    assert "оставлено как есть" not in page


def test_an_own_time_and_an_own_place_of_one_event_count_once(
    owner: User, client_of_owner: Client, events: list[Event]
) -> None:
    _move(events[2], hours=-4)
    Event.objects.filter(pk=events[2].pk).update(place="Парк")
    page = _change(client_of_owner, events[1], time="18:30", where="Кафе", about="Приносите чай")
    assert "Своё у 1 мероприятия оставлено как есть." in page
    third = _all(owner)[2]
    assert (third.place, third.about) == ("Парк", "Приносите чай")


def test_an_own_name_stays_and_a_number_is_no_name_of_its_own(
    owner: User, client_of_owner: Client, events: list[Event]
) -> None:
    Event.objects.filter(pk=events[2].pk).update(name="Праздник")
    Event.objects.filter(pk=events[3].pk).update(name="Созвон № 45")
    page = _change(client_of_owner, events[1], name="Клуб № 20")
    assert [one.name for one in _all(owner)] == ["Созвон № 7", "Клуб № 20", "Праздник", "Клуб № 22", "Клуб № 23"]
    assert "Своё у 1 мероприятия оставлено как есть." in page


def test_one_that_is_held_elsewhere_keeps_its_place_with_its_format(
    owner: User, client_of_owner: Client, events: list[Event]
) -> None:
    Event.objects.filter(pk=events[2].pk).update(place="Парк")
    _change(client_of_owner, events[1], where="https://call.example/7", format="online", my_role="speaker")
    said = [(one.place, one.link, one.format, one.my_role) for one in _all(owner)[1:]]
    online = ("", "https://call.example/7", "online", "speaker")
    assert said == [online, ("Парк", "", "in_person", "speaker"), online, online]


def test_an_exception_may_give_all_following_its_place(
    owner: User, client_of_owner: Client, events: list[Event]
) -> None:
    Event.objects.filter(pk=events[1].pk).update(place="Другое кафе")
    Event.objects.filter(pk=events[3].pk).update(place="Парк")
    page = _change(client_of_owner, events[1], where="Библиотека")
    assert _places(owner) == ["", "Библиотека", "Библиотека", "Парк", "Библиотека"]
    assert "Своё у 1 мероприятия оставлено как есть." in page
