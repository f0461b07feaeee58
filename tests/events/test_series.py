"""A series: rows of their own, changed or left from one on, and every step undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from communities.actions.series import numbered, start_series
from communities.models import Event, Series, SeriesChange
from communities.recurrence.rule import parse
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_attendance, make_community, make_contact, make_event

NOW = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)
MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")
# A Thursday, 19:00 in Moscow.
STARTS = datetime(2026, 10, 22, 16, 0, tzinfo=UTC)
WEEKLY = "FREQ=WEEKLY;BYDAY=TH"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event(owner: User) -> Event:
    return make_event(owner=owner, name="Созвон № 7", starts=STARTS, ends=STARTS + timedelta(hours=2))


def _repeat(client: Client, event: Event, how: str = WEEKLY, **fields: str) -> Series:
    answer = client.post(reverse("events:repeat", args=[event.pk]), {"how": how, **fields})
    assert answer.status_code == 302, answer.context["form"].errors
    event.refresh_from_db()
    assert event.series
    return event.series


def _all(owner: User) -> list[Event]:
    return list(Event.objects.for_owner(owner).order_by("starts"))


def _edit(event: Event, **fields: object) -> dict[str, object]:
    local = event.starts.astimezone(MOSCOW)
    return {
        "name": event.name, "day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "kind": event.kind,
        "ends_time": "21:00", "format": event.format, "my_role": event.my_role, "version": event.version, **fields,
    }  # fmt: skip


def test_the_first_event_leads_to_how_it_repeats(owner: User, client_of_owner: Client) -> None:
    data = {"name": "Созвон", "day": "2026-10-22", "time": "19:00", "kind": "meetup", "format": "online"}
    answer = client_of_owner.post(reverse("events:add"), data | {"my_role": "listener", "repeats": "on"})
    made = Event.objects.get()
    assert answer["Location"] == reverse("events:repeat", args=[made.pk])
    page = client_of_owner.get(answer["Location"]).content.decode()
    for said in ("каждую неделю по четвергам", "каждый второй четверг", "четвёртый четверг месяца", "53 мероприятия"):
        assert said in page
    assert "Без конца мероприятия стоят на год вперёд" in page
    assert "последний четверг" not in page


def test_a_series_is_rows_of_their_own(owner: User, client_of_owner: Client, event: Event) -> None:
    community = make_community(owner=owner)
    Event.objects.filter(pk=event.pk).update(community=community, place="Бар «Точка»", time_zone="")
    series = _repeat(client_of_owner, event, until="2026-11-12")
    events = _all(owner)
    assert [one.name for one in events] == ["Созвон № 7", "Созвон № 8", "Созвон № 9", "Созвон № 10"]
    assert [one.starts for one in events] == [STARTS + timedelta(weeks=week) for week in range(4)]
    assert {one.series for one in events} == {series}
    assert {(one.community, one.place, one.mine) for one in events} == {(community, "Бар «Точка»", "planned")}
    assert all(one.ends and one.ends - one.starts == timedelta(hours=2) for one in events)
    assert "точка" in events[3].search_text


def test_an_event_of_long_ago_fills_no_past(owner: User, client_of_owner: Client) -> None:
    event = make_event(owner=owner, starts=STARTS - timedelta(weeks=60), debriefed_at=NOW, mine="attended")
    page = client_of_owner.get(reverse("events:repeat", args=[event.pk])).content.decode()
    assert "Прошедшие дни не добавляются" in page
    assert "14 октября 2027" in page  # a year from today, not from the first event
    series = _repeat(client_of_owner, event, count="3")
    assert [(one.starts, one.series) for one in _all(owner)] == [
        (event.starts, series), (STARTS - timedelta(weeks=1), series), (STARTS, series),
    ]  # fmt: skip


def test_the_hour_stands_still_when_clocks_change(owner: User, client_of_owner: Client) -> None:
    starts = datetime(2027, 3, 18, 17, 0, tzinfo=UTC)  # 18:00 in Berlin, where summer time begins on the 28th
    event = make_event(owner=owner, starts=starts, ends=starts + timedelta(hours=7), time_zone="Europe/Berlin")
    _repeat(client_of_owner, event, count="3")
    berlin = [(one.starts.astimezone(BERLIN), one.ends.astimezone(BERLIN)) for one in _all(owner) if one.ends]
    assert [f"{begin:%d %H:%M}–{end:%d %H:%M}" for begin, end in berlin] == [
        "18 18:00–19 01:00", "25 18:00–26 01:00", "01 18:00–02 01:00",
    ]  # fmt: skip
    assert [one.starts.hour for one in _all(owner)] == [17, 17, 16]


def test_a_day_is_that_of_the_events_own_zone(owner: User, client_of_owner: Client) -> None:
    # Thursday 23:30 in New York is Friday in Moscow.
    starts = datetime(2026, 10, 23, 3, 30, tzinfo=UTC)
    event = make_event(owner=owner, starts=starts, time_zone="America/New_York")
    page = client_of_owner.get(reverse("events:repeat", args=[event.pk])).content.decode()
    assert "каждую неделю по четвергам" in page
    series = _repeat(client_of_owner, event, count="2")
    assert (series.time_zone, f"{series.first_on}") == ("America/New_York", "2026-10-22")
    assert [f"{one.starts.astimezone(ZoneInfo('America/New_York')):%a %H:%M}" for one in _all(owner)] == [
        "Thu 23:30"
    ] * 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"how": "FREQ=SECONDLY"}, "выберите"),
        ({"how": WEEKLY, "until": "2026-10-22"}, "не позже первого"),
        ({"how": WEEKLY, "until": "2029-10-22"}, "двух лет вперёд"),
        ({"how": WEEKLY, "until": "2026-10-24"}, "всего один раз"),
        ({"how": WEEKLY, "until": "2026-12-01", "count": "5"}, "не то и другое"),
        ({"how": WEEKLY, "count": "1001"}, "1000"),
        ({"how": WEEKLY, "count": "1"}, "2"),
        ({"how": "own", "every": "0", "unit": "weeks"}, "1"),
        ({"how": "own", "every": "2", "unit": "seconds"}, "выберите"),
    ],
)
def test_nonsense_is_refused_and_nothing_is_made(
    owner: User, client_of_owner: Client, event: Event, fields: dict[str, str], said: str
) -> None:
    for route in ("events:repeat", "events:repeat_words"):
        answer = client_of_owner.post(reverse(route, args=[event.pk]), fields)
        assert answer.status_code == (422 if route == "events:repeat" else 200)
        assert said in answer.content.decode().lower()
    assert not Series.objects.exists()
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"every": "2", "unit": "weeks", "weekdays": ["1", "3"]}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
        ({"every": "10", "unit": "days"}, "FREQ=DAILY;INTERVAL=10"),
        ({"every": "3", "unit": "months_weekday"}, "FREQ=MONTHLY;INTERVAL=3;BYDAY=4TH"),
        ({"every": "2", "unit": "months_day"}, "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=22"),
        ({"every": "1", "unit": "years"}, "FREQ=YEARLY"),
    ],
)
def test_a_way_of_ones_own(
    owner: User, client_of_owner: Client, event: Event, fields: dict[str, str], rule: str
) -> None:
    assert _repeat(client_of_owner, event, "own", **fields).rule == rule


def test_what_comes_of_it_is_said_before_anything_is_made(owner: User, client_of_owner: Client, event: Event) -> None:
    address = reverse("events:repeat_words", args=[event.pk])
    part = client_of_owner.post(address, {"how": WEEKLY, "count": "5"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "5 мероприятий" in part
    assert "19 ноября 2026" in part
    assert "Без конца" not in part
    daily = client_of_owner.post(address, {"how": "FREQ=DAILY", "count": "1000"}).content.decode()
    assert "732 мероприятия" in daily
    assert "не дальше двух лет" in daily
    assert not Series.objects.exists()


def test_the_address_of_the_preview_leads_to_the_choice(owner: User, client_of_owner: Client, event: Event) -> None:
    choice, preview = (reverse(f"events:{name}", args=[event.pk]) for name in ("repeat", "repeat_words"))
    assert client_of_owner.get(preview)["Location"] == choice
    assert client_of_owner.head(preview).status_code == 302
    assert client_of_owner.put(preview).status_code == 405
    page = client_of_owner.get(choice).content.decode()
    button = f'<button class="btn" type="submit" formaction="{preview}">Показать дни</button>'
    assert f"<noscript>{button}</noscript>" in page


def test_all_following_change_and_the_undo_returns_them(owner: User, client_of_owner: Client, event: Event) -> None:
    _repeat(client_of_owner, event, count="4")
    second = _all(owner)[1]
    before = [(one.name, one.starts, one.ends, one.place) for one in _all(owner)]
    data = _edit(second, time="20:30", where="Кафе", scope="following")
    answer = client_of_owner.post(reverse("events:edit", args=[second.pk]), data, follow=True)
    assert "3 мероприятия изменены." in answer.content.decode()
    hours = [(f"{one.starts.astimezone(MOSCOW):%d %H:%M}", one.place) for one in _all(owner)]
    assert hours == [("22 19:00", ""), ("29 20:30", "Кафе"), ("05 20:30", "Кафе"), ("12 20:30", "Кафе")]
    assert [f"{one.ends.astimezone(MOSCOW):%H:%M}" for one in _all(owner) if one.ends] == ["21:00"] * 4
    assert [one.name for one in _all(owner)] == [name for name, *_rest in before]
    undo = reverse("events:series_undo", args=[SeriesChange.objects.latest("pk").pk])
    assert undo in answer.content.decode()
    client_of_owner.post(undo)
    assert [(one.name, one.starts, one.ends, one.place) for one in _all(owner)] == before
    assert client_of_owner.post(undo).status_code == 404


def _state(owner: User) -> list[tuple[object, ...]]:
    return [(one.name, one.starts, one.ends, one.place, one.series_id) for one in _all(owner)]


def _change(client: Client, event: Event, **fields: object) -> str:
    """Change an event and all following; where that is undone."""
    event.refresh_from_db()
    data = _edit(event, scope="following", **fields)
    assert client.post(reverse("events:edit", args=[event.pk]), data).status_code == 302
    return reverse("events:series_undo", args=[SeriesChange.objects.latest("pk").pk])


@pytest.mark.parametrize(("one", "other"), [(0, 0), (0, 2), (2, 0)])
def test_two_changes_of_the_same_events_are_undone_one_after_the_other(
    owner: User, client_of_owner: Client, event: Event, one: int, other: int
) -> None:
    _repeat(client_of_owner, event, count="5")
    states = [_state(owner)]
    undo_one = _change(client_of_owner, _all(owner)[one], where="Кафе")
    states.append(_state(owner))
    undo_other = _change(client_of_owner, _all(owner)[other], time="20:30", where="Парк")
    page = client_of_owner.post(undo_other, follow=True).content.decode()
    assert _state(owner) == states[1]
    assert "Предыдущее изменение тоже можно отменить." in page
    assert f'action="{undo_one}"' in page
    answer = client_of_owner.post(undo_one, follow=True).content.decode()
    assert _state(owner) == states[0]
    assert "с тех пор меняли" not in answer


def test_undone_in_the_wrong_order_the_later_change_is_named(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    _repeat(client_of_owner, event, count="4")
    before = _state(owner)
    undo_one = _change(client_of_owner, event, where="Кафе")
    undo_other = _change(client_of_owner, _all(owner)[1], where="Парк")
    after = _state(owner)
    page = client_of_owner.post(undo_one, follow=True).content.decode()
    assert _state(owner) == after
    assert "Сначала отмените более позднее изменение тех же мероприятий." in page
    assert f'action="{undo_other}"' in page
    for undo in (undo_other, undo_one):
        client_of_owner.post(undo)
    assert _state(owner) == before


def test_what_was_edited_between_two_changes_stays(owner: User, client_of_owner: Client, event: Event) -> None:
    _repeat(client_of_owner, event, count="3")
    undo_one = _change(client_of_owner, event, where="Кафе")
    third = _all(owner)[2]
    client_of_owner.post(reverse("events:edit", args=[third.pk]), _edit(third, where="Сад"))
    undo_other = _change(client_of_owner, _all(owner)[0], where="Парк")
    client_of_owner.post(undo_other)
    assert [one.place for one in _all(owner)] == ["Кафе", "Кафе", "Сад"]
    answer = client_of_owner.post(undo_one, follow=True)
    assert [one.place for one in _all(owner)] == ["", "", "Сад"]
    assert "1 мероприятие с тех пор меняли" in answer.content.decode()


def test_a_repetition_is_undone_after_a_change_of_what_it_made(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    _repeat(client_of_owner, event, count="3")
    begun = reverse("events:series_undo", args=[SeriesChange.objects.latest("pk").pk])
    change = _change(client_of_owner, event, where="Кафе")
    assert "Сначала отмените" in client_of_owner.post(begun, follow=True).content.decode()
    page = client_of_owner.post(change, follow=True).content.decode()
    assert "Предыдущее изменение" not in page
    client_of_owner.post(begun)
    (left,) = _all(owner)
    assert (left.pk, left.place, left.series_id) == (event.pk, "", None)
    # The trash says of which events it was, and not only how they repeated.
    assert "Созвон № 8: каждую неделю по четвергам" in client_of_owner.get(reverse("contacts:trash")).content.decode()


def _to_tokyo(client: Client, event: Event) -> str:
    """Seven in the evening of Tokyo for this and all following; where that is undone."""
    data = _edit(event, time_zone="Asia/Tokyo", scope="following")
    assert client.post(reverse("events:edit", args=[event.pk]), data).status_code == 302
    assert Series.objects.get().time_zone == "Asia/Tokyo"
    return reverse("events:series_undo", args=[SeriesChange.objects.latest("pk").pk])


def test_the_undo_returns_the_zone_of_the_series(owner: User, client_of_owner: Client, event: Event) -> None:
    series = _repeat(client_of_owner, event, count="3")
    undo = _to_tokyo(client_of_owner, event)
    assert {f"{one.starts.astimezone(MOSCOW):%a %H:%M}" for one in _all(owner)} == {"Thu 13:00"}
    client_of_owner.post(undo)
    series.refresh_from_db()
    assert series.time_zone == "Europe/Moscow"
    client_of_owner.post(reverse("events:series_continue", args=[series.pk]))
    assert {f"{one.starts.astimezone(MOSCOW):%a %H:%M}" for one in _all(owner)} == {"Thu 19:00"}


@pytest.mark.parametrize(("touched", "zone"), [(1, "Europe/Moscow"), (3, "Asia/Tokyo")])
def test_the_zone_stays_where_no_event_goes_back(
    owner: User, client_of_owner: Client, event: Event, touched: int, zone: str
) -> None:
    _repeat(client_of_owner, event, count="3")
    undo = _to_tokyo(client_of_owner, event)
    Event.objects.filter(pk__in=[one.pk for one in _all(owner)[:touched]]).update(version=9)
    client_of_owner.post(undo)
    assert Series.objects.get().time_zone == zone


def test_a_zone_that_was_changed_again_stays(owner: User, client_of_owner: Client, event: Event) -> None:
    _repeat(client_of_owner, event, count="3")
    undo = _to_tokyo(client_of_owner, event)
    Series.objects.update(time_zone="Europe/Berlin")
    client_of_owner.post(undo)
    assert Series.objects.get().time_zone == "Europe/Berlin"


def test_a_new_name_counts_on_and_only_what_changed_is_changed(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    _repeat(client_of_owner, event, count="3")
    third = _all(owner)[2]
    Event.objects.filter(pk=third.pk).update(place="Особое место")
    data = _edit(event, name="Клуб № 20", scope="following")
    client_of_owner.post(reverse("events:edit", args=[event.pk]), data)
    assert [(one.name, one.place) for one in _all(owner)] == [
        ("Клуб № 20", ""), ("Клуб № 21", ""), ("Клуб № 22", "Особое место"),
    ]  # fmt: skip


def test_one_alone_changes_alone(owner: User, client_of_owner: Client, event: Event) -> None:
    _repeat(client_of_owner, event, count="3")
    second = _all(owner)[1]
    client_of_owner.post(reverse("events:edit", args=[second.pk]), _edit(second, day="2026-10-30", name="Другое"))
    assert [(one.name, one.starts.day) for one in _all(owner)] == [
        ("Созвон № 7", 22),
        ("Другое", 30),
        ("Созвон № 9", 5),
    ]


def test_another_day_for_all_following_leads_to_the_repetition(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    _repeat(client_of_owner, event, count="3")
    data = _edit(event, day="2026-10-23", scope="following", about="мой текст")
    answer = client_of_owner.post(reverse("events:edit", args=[event.pk]), data)
    assert answer.status_code == 422
    assert "измените повторение" in answer.content.decode()
    assert "мой текст" in answer.content.decode()
    assert [one.starts.day for one in _all(owner)] == [22, 29, 5]


def test_what_was_gone_through_stays_out_of_changes_and_undo(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    _repeat(client_of_owner, event, count="4")
    first, second, third, _fourth = _all(owner)
    Event.objects.filter(pk=second.pk).update(debriefed_at=NOW, mine="attended")
    Event.objects.filter(pk=third.pk).update(mine="missed")
    client_of_owner.post(reverse("events:edit", args=[first.pk]), _edit(first, where="Кафе", scope="following"))
    assert [one.place for one in _all(owner)] == ["Кафе", "", "", "Кафе"]
    undo = reverse("events:series_undo", args=[SeriesChange.objects.latest("pk").pk])
    fourth = _all(owner)[3]
    client_of_owner.post(reverse("events:edit", args=[fourth.pk]), _edit(fourth, where="Парк"))
    answer = client_of_owner.post(undo, follow=True)
    assert "1 мероприятие с тех пор меняли" in answer.content.decode()
    assert [one.place for one in _all(owner)] == ["", "", "", "Парк"]


def test_deleting_one_or_this_and_all_following_and_back(owner: User, client_of_owner: Client, event: Event) -> None:
    _repeat(client_of_owner, event, count="5")
    second, third = _all(owner)[1:3]
    make_attendance(event=third, contact=make_contact(owner=owner), invited=True)
    client_of_owner.post(reverse("events:delete", args=[second.pk]))
    assert len(_all(owner)) == 4
    page = client_of_owner.get(third.get_absolute_url()).content.decode()
    assert "Удалить это и 2 следующих" in page
    answer = client_of_owner.post(reverse("events:delete", args=[third.pk]), {"scope": "following"}, follow=True)
    assert "3 мероприятия в корзине" in answer.content.decode()
    assert [one.pk for one in _all(owner)] == [event.pk]
    trash = Event.objects.get(pk=third.pk).trash_id
    client_of_owner.post(reverse("contacts:undo", args=[trash]))
    assert len(_all(owner)) == 4
    assert third.attendances.count() == 1


def test_another_repetition_takes_the_place_of_the_old_one(owner: User, client_of_owner: Client, event: Event) -> None:
    old = _repeat(client_of_owner, event, count="4")
    second = _all(owner)[1]
    new = _repeat(client_of_owner, second, "FREQ=DAILY", count="3")
    assert [(one.starts.day, one.series) for one in _all(owner)] == [(22, old), (29, new), (30, new), (31, new)]
    client_of_owner.post(reverse("events:series_undo", args=[SeriesChange.objects.get(series=new).pk]))
    assert [(one.starts.day, one.series) for one in _all(owner)] == [(22, old), (29, old), (5, old), (12, old)]


def test_a_series_goes_on_in_its_own_weeks(owner: User, client_of_owner: Client, event: Event) -> None:
    series = _repeat(client_of_owner, event, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", count="3")
    client_of_owner.post(reverse("events:series_continue", args=[series.pk]))
    events = _all(owner)
    assert len(events) == 3 + 26
    assert {(after.starts - before.starts).days for before, after in pairwise(events)} == {14}
    assert events[-1].name == "Созвон № 35"
    client_of_owner.post(reverse("events:series_undo", args=[SeriesChange.objects.latest("pk").pk]))
    assert len(_all(owner)) == 3


def test_a_year_of_every_day_is_made_in_few_queries(
    owner: User, event: Event, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        change = start_series(event=event, rule=parse("FREQ=DAILY"), zone=MOSCOW)
    assert len(change.made) == 365


def test_lists_show_a_series_once_and_ask_as_much_for_one_as_for_three(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    _repeat(client_of_owner, event)
    page = client_of_owner.get(reverse("events:list"))
    assert [one.name for one in page.context["upcoming"]] == ["Созвон № 7"]
    assert "каждую неделю по четвергам" in page.content.decode()
    addresses = [reverse("events:list"), reverse("events:series_list"), reverse("events:calendar")]
    counts = [queries_of(client_of_owner, address) for address in addresses]
    assert max(counts) <= 10
    for place in (1, 2):
        other = make_event(owner=owner, name=f"Клуб {place}", starts=STARTS + timedelta(days=place))
        start_series(event=other, rule=parse("FREQ=WEEKLY;BYDAY=FR"), zone=MOSCOW)
    assert [queries_of(client_of_owner, address) for address in addresses] == counts
    listed = client_of_owner.get(reverse("events:series_list")).context["going"]
    assert ("Созвон № 7", 53) in [(one.name, one.left) for one in listed]


def test_the_page_of_a_series(owner: User, client_of_owner: Client, event: Event) -> None:
    series = _repeat(client_of_owner, event, count="3")
    page = client_of_owner.get(series.get_absolute_url()).content.decode()
    assert "каждую неделю по четвергам, 19:00" in page
    assert page.count("Созвон № 8") == 1
    assert queries_of(client_of_owner, series.get_absolute_url()) <= 10


def test_a_stranger_touches_nothing(client_of_stranger: Client, client_of_owner: Client, event: Event) -> None:
    series = _repeat(client_of_owner, event, count="3")
    change = SeriesChange.objects.get()
    for name, pk in (("repeat", event.pk), ("repeat_words", event.pk), ("series", series.pk),
                     ("series_continue", series.pk), ("series_undo", change.pk)):  # fmt: skip
        assert client_of_stranger.post(reverse(f"events:{name}", args=[pk]), {"how": WEEKLY}).status_code in (404, 405)
    assert client_of_stranger.get(series.get_absolute_url()).status_code == 404
    assert Event.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "third"),
    [("Митап № 9", "Митап № 11"), ("Call #1: notes", "Call #3: notes"), ("Python 3", "Python 3"),
     ("Ночь 2026", "Ночь 2026")],
)  # fmt: skip
def test_only_a_number_that_counts_is_counted_on(name: str, third: str) -> None:
    assert numbered(name, 2) == third


def test_today_shows_a_series_once(owner: User, client_of_owner: Client, event: Event) -> None:
    start_series(event=event, rule=parse("FREQ=DAILY"), zone=MOSCOW)
    make_event(owner=owner, name="Конференция", starts=STARTS + timedelta(days=9))
    soon = client_of_owner.get(reverse("home:today")).context["facts"].soon
    assert [one.name for one in soon] == ["Созвон № 7", "Конференция"]
