"""A series goes by a clock of its own: wherever its owner lives by now, and on both sides of a clock change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from communities.actions.series import start_series
from communities.models import Event, Series, SeriesChange
from communities.recurrence.rule import parse
from networking.accounts.models import User
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
    assert "Серия идёт по часам: Berlin" in page
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
