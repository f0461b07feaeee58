"""Hours of an event in another zone: typed by its clock, kept in UTC, shown by the reader's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from communities.models import Event
from networking.accounts.models import User
from tests.factories import make_event

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)


def _form(**fields: object) -> dict[str, object]:
    given = {"name": "Call", "day": "2026-10-20", "time": "18:00", "kind": "webinar", "format": "online"}
    return {**given, "my_role": "listener", **fields}


@time_machine.travel(NOW, tick=False)
def test_the_events_own_hours_become_mine(owner: User, client_of_owner: Client) -> None:
    client_of_owner.post(reverse("events:add"), _form(time_zone="America/New_York", ends_time="19:30"))
    event = Event.objects.get()
    assert event.starts == datetime(2026, 10, 20, 22, 0, tzinfo=UTC)
    assert event.ends == datetime(2026, 10, 20, 23, 30, tzinfo=UTC)
    page = client_of_owner.get(event.get_absolute_url()).content.decode()
    assert "01:00–02:30" in page  # in Moscow, after midnight
    assert "18:00 по часам: Нью-Йорк" in page
    form = client_of_owner.get(reverse("events:edit", args=[event.pk])).context["form"]
    assert (str(form["day"].value()), form["time"].value(), form["ends_time"].value()) == (
        "2026-10-20",
        "18:00",
        "19:30",
    )


@time_machine.travel(NOW, tick=False)
def test_ones_own_date_stands_beside_that_of_another_clock(owner: User, client_of_owner: Client) -> None:
    """In some days at 19:30 in Moscow, which is the next day in Tokyo and the same in Berlin."""
    starts = (NOW + timedelta(days=3)).replace(hour=16, minute=30)
    said = "через 3 дня, 18 октября, 19:30"
    event = make_event(owner=owner, starts=starts, time_zone="Asia/Tokyo")
    page = strip_tags(client_of_owner.get(event.get_absolute_url()).content.decode())
    assert f"{said} (19 октября, 01:30 по часам: Токио)" in page
    event = make_event(owner=owner, starts=starts, time_zone="Europe/Berlin")
    page = strip_tags(client_of_owner.get(event.get_absolute_url()).content.decode())
    assert "через 3 дня, 19:30 (" in page


@pytest.mark.parametrize(
    ("starts", "zone", "said"),
    [
        (datetime(2026, 12, 1, 1, 0, tzinfo=UTC), "America/New_York", "(30 ноября, 20:00 по часам: Нью-Йорк)"),
        (datetime(2026, 12, 1, 17, 0, tzinfo=UTC), "America/New_York", "(12:00 по часам: Нью-Йорк)"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "Asia/Tokyo", "(1 января, 01:00 по часам: Токио)"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_another_day_there_is_said(
    owner: User, client_of_owner: Client, starts: datetime, zone: str, said: str
) -> None:
    event = make_event(owner=owner, starts=starts, time_zone=zone)
    assert said in client_of_owner.get(event.get_absolute_url()).content.decode()
    if zone == "Asia/Tokyo":
        User.objects.filter(pk=owner.pk).update(language="en")
        page = client_of_owner.get(event.get_absolute_url()).content.decode()
        assert "(1 January, 01:00 by the clock of Tokyo)" in page


@time_machine.travel(NOW, tick=False)
def test_saving_again_moves_nothing(owner: User, client_of_owner: Client) -> None:
    starts = datetime(2026, 10, 20, 22, 0, tzinfo=UTC)
    event = make_event(owner=owner, starts=starts, time_zone="America/New_York")
    form = client_of_owner.get(reverse("events:edit", args=[event.pk])).context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    assert client_of_owner.post(reverse("events:edit", args=[event.pk]), sent).status_code == 302
    event.refresh_from_db()
    assert (event.starts, event.time_zone, event.version) == (starts, "America/New_York", 2)


@time_machine.travel(NOW, tick=False)
def test_the_same_hours_are_not_said_twice(owner: User, client_of_owner: Client) -> None:
    event = make_event(owner=owner, starts=NOW, time_zone="Europe/Istanbul")  # three hours from UTC, as Moscow
    assert event.there is None
    assert "по часам" not in client_of_owner.get(event.get_absolute_url()).content.decode()


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "europe"])
def test_a_zone_that_is_none_is_refused(owner: User, client_of_owner: Client, zone: str) -> None:
    answer = client_of_owner.post(reverse("events:add"), _form(time_zone=zone, about="мой текст"))
    assert answer.status_code == 422
    assert "мой текст" in answer.content.decode()
    assert not Event.objects.exists()


def test_an_hour_that_the_clock_skips_is_the_one_after(owner: User, client_of_owner: Client) -> None:
    client_of_owner.post(reverse("events:add"), _form(day="2027-03-28", time="02:30", time_zone="Europe/Berlin"))
    assert Event.objects.get().starts == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # 03:30 of summer
