from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from communities.ics import calendar_file, event_entry, folded
from communities.models import Event
from networking.accounts.models import User
from tests.factories import make_event

STARTS = datetime(2026, 10, 20, 22, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_one_event_as_a_file(owner: User, client_of_owner: Client, client_of_stranger: Client) -> None:
    event = make_event(
        owner=owner, name="Митап; «тест», 1\\2", starts=STARTS, ends=STARTS + timedelta(hours=2), place="Бар, зал 2",
        link="https://example.org/call", about="Строка\nи ещё " + "длинная " * 40, time_zone="America/New_York",
    )  # fmt: skip
    address = reverse("events:ics", args=[event.pk])
    answer = client_of_owner.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="event-{event.pk}.ics"'
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75
    (entry,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert entry["summary"] == event.name
    assert entry.decoded("dtstart") == STARTS
    assert entry.decoded("dtend") == STARTS + timedelta(hours=2)
    assert entry["location"] == "Бар, зал 2"
    assert event.about in str(entry["description"])
    assert f"http://testserver{event.get_absolute_url()}" in str(entry["description"])
    assert icalendar.Calendar.from_ical(client_of_owner.get(address).content).walk("VEVENT")[0]["uid"] == entry["uid"]
    assert client_of_stranger.get(address).status_code == 404
    assert address in client_of_owner.get(event.get_absolute_url()).content.decode()


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_makes_a_file_that_can_be_read(name: str, about: str) -> None:
    event = Event(pk=1, name=name, about=about, starts=STARTS, created_at=STARTS, updated_at=STARTS)
    (entry,) = icalendar.Calendar.from_ical(calendar_file([event_entry(event, str)])).walk("VEVENT")
    assert entry.decoded("dtstart") == STARTS
    assert str(entry["uid"]).startswith("event-1-")


@given(st.text(alphabet="aяж日😀,;\\: ", max_size=200))
def test_a_text_comes_back_as_it_was(name: str) -> None:
    event = Event(pk=1, name=name, starts=STARTS, created_at=STARTS, updated_at=STARTS)
    (entry,) = icalendar.Calendar.from_ical(calendar_file([event_entry(event, str)])).walk("VEVENT")
    assert str(entry["summary"]) == name


@given(st.text(alphabet="aяж日😀", max_size=300))
def test_long_lines_are_folded_between_letters(text: str) -> None:
    pieces = folded(text).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert "\r\n ".join(piece.removeprefix(" ") for piece in pieces) == folded(text)
    assert "".join(piece.removeprefix(" ") for piece in pieces) == text
