"""A series goes by a clock of its own: wherever its owner lives by now, and on both sides of a clock change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from communities.actions.series import start_series
from communities.models import Event, Series, SeriesChange
from communities.recurrence.rule import parse
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_event

BERLIN, YEKATERINBURG = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Yekaterinburg")
# Clocks in Berlin go back on the 25th of October 2026: two events before it and four after.
FIRST = date(2026, 10, 15)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_week_before")]


def _series(owner: User, zone: ZoneInfo, at: time, **fields: object) -> list[Event]:
    """Six Thursdays of two hours at a time of a zone's clock."""
    starts = datetime.combine(FIRST, at, zone)
    first = make_event(owner=owner, name="Созвон № 1", starts=starts, ends=starts + timedelta(hours=2), **fields)
    start_series(event=first, rule=parse("FREQ=WEEKLY;BYDAY=TH;COUNT=6"), zone=zone)
    return _all(owner)


def _all(owner: User) -> list[Event]:
    return [*Event.objects.for_owner(owner).order_by("starts")]


def _live_in(owner: User, zone: ZoneInfo) -> None:
    owner.time_zone = zone.key
    owner.save()


def _on(event: Event, zone: ZoneInfo) -> str:
    assert event.ends
    return f"{event.starts.astimezone(zone):%a %H:%M}–{event.ends.astimezone(zone):%H:%M}"


def _sent(client: Client, event: Event, **fields: object) -> tuple[int, str]:
    """The form as the browser has it, with something changed, for this and all following; how that was answered."""
    form = client.get(reverse("events:edit", args=[event.pk])).context["form"]
    data = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    answer = client.post(reverse("events:edit", args=[event.pk]), {**data, "scope": "following", **fields})
    return answer.status_code, "" if answer.status_code == 302 else answer.content.decode()


@pytest.mark.parametrize("place", [0, 1, 2, 3])
@pytest.mark.parametrize(
    ("made_in", "lives_in", "at"),
    [(BERLIN, YEKATERINBURG, time(17, 0)), (YEKATERINBURG, BERLIN, time(17, 0)), (BERLIN, BERLIN, time(17, 0))],
)
@pytest.mark.parametrize("by", [30, -45, 90])
def test_all_following_keep_the_clock_of_the_series(
    owner: User, client_of_owner: Client, made_in: ZoneInfo, lives_in: ZoneInfo, at: time, place: int, by: int
) -> None:
    events = _series(owner, made_in, at)
    _live_in(owner, lives_in)
    moved = events[place].starts.astimezone(lives_in) + timedelta(minutes=by)
    ends = moved + timedelta(hours=2)
    assert _sent(client_of_owner, events[place], time=f"{moved:%H:%M}", ends_time=f"{ends:%H:%M}")[0] == 302
    new = datetime.combine(FIRST, at) + timedelta(minutes=by)
    then = f"Thu {new:%H:%M}–{new + timedelta(hours=2):%H:%M}"
    assert [_on(one, made_in) for one in _all(owner)] == ["Thu 17:00–19:00"] * place + [then] * (6 - place)
    assert Series.objects.get().time_zone == made_in.key
    client_of_owner.post(reverse("events:series_undo", args=[SeriesChange.objects.latest("pk").pk]))
    assert [_on(one, made_in) for one in _all(owner)] == ["Thu 17:00–19:00"] * 6


def test_what_else_is_changed_moves_nobodys_hour(owner: User, client_of_owner: Client) -> None:
    events = _series(owner, BERLIN, time(17, 0))
    _live_in(owner, YEKATERINBURG)
    assert _sent(client_of_owner, events[1], where="Кафе")[0] == 302
    assert [(one.place, _on(one, BERLIN)) for one in _all(owner)] == [
        (place, "Thu 17:00–19:00") for place in ("", *["Кафе"] * 5)
    ]
    client_of_owner.post(reverse("events:series_continue", args=[events[0].series_id]))
    assert {_on(one, BERLIN) for one in _all(owner)} == {"Thu 17:00–19:00"}


@pytest.mark.parametrize(("at", "typed"), [(time(19, 0), "02:00"), (time(22, 0), "05:00")])
def test_an_hour_of_another_day_of_the_series_is_refused(
    owner: User, client_of_owner: Client, at: time, typed: str
) -> None:
    """In Yekaterinburg the day is the same; in Berlin it is the one before, or the one after."""
    events = _series(owner, BERLIN, at)
    _live_in(owner, YEKATERINBURG)
    before = [(one.starts, one.ends) for one in events]
    status, page = _sent(client_of_owner, events[0], time=typed, ends_time="", where="Кафе")
    assert status == 422
    assert "Серия идёт по часам: Берлин" in page
    assert f'value="{typed}"' in page
    assert "Кафе" in page
    assert [(one.starts, one.ends) for one in _all(owner)] == before
    assert _sent(client_of_owner, events[0], time=typed, ends_time="", scope="one")[0] == 302
    assert [one.starts for one in _all(owner)] == sorted(
        [
            datetime.combine(
                events[0].starts.astimezone(YEKATERINBURG).date(), time.fromisoformat(typed), YEKATERINBURG
            ),
            *(starts for starts, _ends in before[1:]),
        ]
    )


def test_a_clock_that_is_chosen_is_that_of_the_series(owner: User, client_of_owner: Client) -> None:
    events = _series(owner, BERLIN, time(17, 0))
    _live_in(owner, YEKATERINBURG)
    assert _sent(client_of_owner, events[0], time_zone="Asia/Tokyo")[0] == 302
    # It stood at eight in the evening in the form, and is at eight in the evening in Tokyo.
    assert {_on(one, ZoneInfo("Asia/Tokyo")) for one in _all(owner)} == {"Thu 20:00–22:00"}
    assert Series.objects.get().time_zone == "Asia/Tokyo"
    assert _sent(client_of_owner, _all(owner)[0], time_zone="")[0] == 302
    assert {_on(one, YEKATERINBURG) for one in _all(owner)} == {"Thu 20:00–22:00"}
    assert Series.objects.get().time_zone == YEKATERINBURG.key


def test_an_exception_on_another_clock_leaves_the_series_its_own(owner: User, client_of_owner: Client) -> None:
    events = _series(owner, BERLIN, time(17, 0))
    Event.objects.filter(pk=events[1].pk).update(time_zone="Asia/Tokyo")
    assert _sent(client_of_owner, events[1], time_zone="Asia/Omsk", time="20:00", ends_time="22:00")[0] == 302
    assert Series.objects.get().time_zone == BERLIN.key
    assert [_on(one, BERLIN) for one in _all(owner)[2:]] == ["Thu 17:00–19:00"] * 4


def test_the_clock_is_the_series_in_winter_too(owner: User, client_of_owner: Client) -> None:
    """From New York, whose clocks go back a week later than those of Berlin."""
    events = _series(owner, BERLIN, time(17, 0))
    _live_in(owner, ZoneInfo("America/New_York"))
    assert _sent(client_of_owner, events[2], time="13:30", ends_time="15:30")[0] == 302
    assert [_on(one, BERLIN) for one in _all(owner)][2:] == ["Thu 18:30–20:30"] * 4
    assert _all(owner)[2].starts == datetime(2026, 10, 29, 17, 30, tzinfo=UTC)


def _head(client: Client) -> str:
    """What stands above the events of the series, as one reads it."""
    page = client.get(Series.objects.get().get_absolute_url()).content.decode()
    return " ".join(strip_tags(page.split('<header class="page-head">')[1].split("</header>")[0]).split())


@pytest.mark.parametrize(
    ("at", "lives_in", "said"),
    [
        (
            time(17, 0),
            YEKATERINBURG,
            "каждую неделю по четвергам, 17:00 по часам: Берлин (20:00 по моим, с 29 октября — 21:00 по моим)",
        ),
        (
            time(22, 0),
            YEKATERINBURG,
            "22:00 по часам: Берлин (01:00 следующего дня по моим, с 29 октября — 02:00 следующего дня по моим)",
        ),
        (
            time(1, 0),
            ZoneInfo("America/New_York"),
            "01:00 по часам: Берлин (19:00 предыдущего дня по моим, с 29 октября — 20:00 предыдущего",
        ),
        (time(17, 0), BERLIN, "Повторяется: каждую неделю по четвергам, 17:00 Изменить"),
        (time(17, 0), ZoneInfo("Europe/Paris"), "Повторяется: каждую неделю по четвергам, 17:00 Изменить"),
        # The same hour now, and another one when the clocks of Berlin have gone back.
        (
            time(17, 0),
            ZoneInfo("Africa/Johannesburg"),
            "по четвергам, 17:00 по часам: Берлин (17:00 по моим, с 29 октября — 18:00 по моим)",
        ),
    ],
)
def test_a_series_says_its_days_and_hours_by_its_own_clock(
    owner: User, client_of_owner: Client, at: time, lives_in: ZoneInfo, said: str
) -> None:
    _series(owner, BERLIN, at)
    _live_in(owner, lives_in)
    head = _head(client_of_owner)
    assert said in head
    assert "— в " not in head
    assert queries_of(client_of_owner, Series.objects.get().get_absolute_url()) <= 10


def test_the_same_in_english(owner: User, client_of_owner: Client) -> None:
    _series(owner, BERLIN, time(22, 0))
    _live_in(owner, YEKATERINBURG)
    User.objects.filter(pk=owner.pk).update(language="en")
    said = "22:00 by the clock of Berlin (01:00 of the next day by mine, from 29 October 02:00 of the next day by mine)"
    assert f"every week on Thursdays, {said}" in _head(client_of_owner)
    page = client_of_owner.get(reverse("events:series_list")).content.decode()
    assert "every week on Thursdays (by the clock of Berlin)" in page


@pytest.mark.parametrize("place", [0, 4])
def test_a_shift_of_clocks_is_no_change_and_a_change_is_one(owner: User, client_of_owner: Client, place: int) -> None:
    events = _series(owner, BERLIN, time(22, 0))
    _live_in(owner, YEKATERINBURG)
    assert _sent(client_of_owner, events[3], time="01:30" if place else "02:30", ends_time="")[0] == 302
    # Thursday the 5th of November in Berlin, and Friday where the reader is.
    said = "21:30" if place else "22:30"
    assert f"С 5 ноября — в {said} по часам: Берлин" in _head(client_of_owner)


def test_another_clock_from_a_day_on_is_said_with_its_city(owner: User, client_of_owner: Client) -> None:
    events = _series(owner, BERLIN, time(17, 0))
    Event.objects.filter(pk__in=[one.pk for one in events[3:]]).update(time_zone="America/New_York")
    assert "С 5 ноября — в 11:00 по часам: Нью-Йорк" in _head(client_of_owner)


def test_one_clock_under_two_names_is_no_change(owner: User, client_of_owner: Client) -> None:
    events = _series(owner, BERLIN, time(17, 0))
    Event.objects.filter(pk__in=[one.pk for one in events[3:]]).update(time_zone="Europe/Paris")
    assert "— в " not in _head(client_of_owner)


def test_wherever_a_repetition_is_said_its_city_is(owner: User, client_of_owner: Client) -> None:
    first = _series(owner, BERLIN, time(22, 0))[0]
    said = "каждую неделю по четвергам (по часам: Берлин)"
    addresses = [first.get_absolute_url(), reverse("events:list"), reverse("events:series_list")]
    asked = [queries_of(client_of_owner, one) for one in addresses]
    _live_in(owner, YEKATERINBURG)
    for address, number in zip(addresses, asked, strict=True):
        assert said in client_of_owner.get(address).content.decode(), address
        assert queries_of(client_of_owner, address) <= number
    _live_in(owner, BERLIN)
    for address in addresses:
        page = client_of_owner.get(address).content.decode()
        assert "по четвергам" in page
        assert "по часам" not in page, address


def test_how_it_repeats_is_changed_by_the_clock_of_the_series(owner: User, client_of_owner: Client) -> None:
    first = _series(owner, BERLIN, time(22, 0))[0]
    _live_in(owner, YEKATERINBURG)
    address = reverse("events:repeat", args=[first.pk])
    page = client_of_owner.get(address).content.decode()
    assert "чт, 15 октября 2026 (по часам: Берлин)" in page.lower().replace("берлин", "Берлин")
    assert client_of_owner.post(address, {"how": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "count": "4"}).status_code == 302
    assert Series.objects.latest("pk").time_zone == BERLIN.key
    assert [_on(one, BERLIN) for one in _all(owner)] == ["Thu 22:00–00:00"] * 4
