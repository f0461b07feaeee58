"""Calendars as they are read: clocks, turns, exceptions, and files that mean harm."""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networking.exchange.formats import recognise
from networking.exchange.formats.ics.series import MOST_TURNS
from networking.exchange.formats.problems import Trouble, Unreadable
from networking.exchange.formats.rows import Invited, Meeting, Reading
from tests.exchange.fuzzing import fuzzed
from tests.exchange.places import FILES, SAMPLES

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def read(data: bytes | str) -> Reading:
    data = data.encode() if isinstance(data, str) else data
    return recognise.read(io.BytesIO(data), zone=MOSCOW, now=NOW)


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT", "END:VCALENDAR", ""])


def begins(meeting: Meeting, zone: ZoneInfo = MOSCOW) -> list[str]:
    return [f"{turn.starts.astimezone(zone):%m-%d %H:%M}" for turn in meeting.turns]


def test_a_calendar_of_a_real_kind() -> None:
    reading = read((FILES / "calendar.ics").read_bytes())
    meetup, weekly, days, own = reading.meetings
    assert (meetup.title, meetup.place, meetup.link) == (
        "Python meetup, November",
        "Sample street, 1",
        "https://example.com/meetup",
    )
    assert meetup.note == "Two talks\nand a party & friends"
    assert (meetup.zone, begins(meetup)) == ("Europe/Moscow", ["11-15 19:00"])
    assert meetup.turns[0].ends == datetime(2026, 11, 15, 18, tzinfo=UTC)
    assert meetup.invited == [
        Invited("desk@example.com", "Desk"),
        Invited("Vera@Example.com", "Orlova, Vera", "accepted"),
        Invited("owner@example.org", "Owner", "accepted"),
    ]
    assert begins(weekly) == ["11-05 10:00", "11-20 11:00", "12-03 10:00"]
    assert [turn.title for turn in weekly.turns] == ["", "Weekly call, moved", ""]
    assert (weekly.link, weekly.place) == ("https://meet.example.com/abc", "")
    assert {(turn.ends - turn.starts).seconds for turn in weekly.turns if turn.ends} == {5400, 3600}
    assert (days.title, days.all_day, begins(days)) == ("Three days of talks", True, ["12-01 00:00"])
    assert days.turns[0].ends == datetime(2026, 12, 3, 20, 59, tzinfo=UTC)
    assert own.turns[0].starts == datetime(2026, 12, 10, 7, tzinfo=UTC)
    assert [(one.trouble, one.what) for one in reading.problems] == [(Trouble.CANCELLED, "Called off")]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the project")
def test_samples() -> None:
    [meetup] = read((SAMPLES / "ics/meetup-like.ics").read_bytes()).meetings
    assert (meetup.title, begins(meetup)) == ("Python-митап, ноябрь", ["11-15 19:00"])
    assert meetup.note == "Moscow Python\nСреда, 15 ноября\nДоклады; афтепати"
    reading = read((SAMPLES / "ics/all-day-no-end.ics").read_bytes())
    assert [(one.title, begins(one)) for one in reading.meetings] == [("Конференция", ["11-01 00:00"])]
    assert [(one.trouble, one.line) for one in reading.problems] == [(Trouble.NO_START, 9)]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", ["11-02 10:00", "11-03 10:00", "11-04 10:00"]),
        ("FREQ=WEEKLY;UNTIL=20261116T070000Z", ["11-02 10:00", "11-09 10:00", "11-16 10:00"]),
        ("FREQ=WEEKLY;UNTIL=20261115", ["11-02 10:00", "11-09 10:00"]),
        ("FREQ=MONTHLY;BYDAY=1MO;COUNT=2", ["11-02 10:00", "12-07 10:00"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1;COUNT=2", ["11-02 10:00", "11-30 10:00"]),
    ],
)
def test_rules(rule: str, days: list[str]) -> None:
    [meeting] = read(event("DTSTART;TZID=Europe/Moscow:20261102T100000", f"RRULE:{rule}", "SUMMARY:A")).meetings
    assert begins(meeting)[: len(days)] == days


def test_hours_stand_still_when_clocks_change() -> None:
    [meeting] = read(event("DTSTART;TZID=Europe/Berlin:20261023T180000", "RRULE:FREQ=WEEKLY;COUNT=2")).meetings
    assert begins(meeting, ZoneInfo("Europe/Berlin")) == ["10-23 18:00", "10-30 18:00"]
    assert [turn.starts.hour for turn in meeting.turns] == [16, 17]


def test_a_day_left_out_is_left_out_of_hours_too_and_extra_days_come_in() -> None:
    lines = ("DTSTART;TZID=Europe/Moscow:20261102T003000", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20261103")
    [meeting] = read(event(*lines, "RDATE;TZID=Europe/Moscow:20261224T120000")).meetings
    assert begins(meeting) == ["11-02 00:30", "11-04 00:30", "12-24 12:00"]


def test_a_turn_without_its_series_stands_alone() -> None:
    [meeting] = read(event("RECURRENCE-ID:20261119T070000Z", "DTSTART:20261119T080000Z", "SUMMARY:Guest")).meetings
    assert (meeting.title, [turn.key for turn in meeting.turns]) == ("Guest", ["20261119T070000Z"])


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;UNTIL=99991231T235959Z",
        "FREQ=DAILY;COUNT=999999999",
        "FREQ=DAILY",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYSETPOS=5",
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2;BYSECOND=1,2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=99MO",
        "FREQ=FOO;;;=",
        "",
    ],
)
def test_a_series_without_sense_or_end_takes_bounded_time(rule: str) -> None:
    began = time.process_time()
    for first in ("19700101T000000Z", "20261101T000000Z"):
        for meeting in read(event(f"DTSTART:{first}", f"RRULE:{rule}", "SUMMARY:A")).meetings:
            assert 1 <= len(meeting.turns) <= MOST_TURNS
            assert max(turn.starts.year for turn in meeting.turns) <= 2027
    assert time.process_time() - began < 5


def test_many_idle_series_take_bounded_time() -> None:
    one = "BEGIN:VEVENT\nUID:{n}\nDTSTART:19700101T000000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n"
    began = time.process_time()
    reading = read("BEGIN:VCALENDAR\n" + "".join(one.format(n=n) for n in range(2_000)))
    assert len(reading.meetings) == 2_000
    assert time.process_time() - began < 30


def test_what_is_broken_is_named_and_the_others_go_on() -> None:
    text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:No end\n" + event("DTSTART:20261101T100000", "SUMMARY:Whole", "???")
    reading = read(text)
    assert [one.title for one in reading.meetings] == ["Whole"]
    assert [(one.trouble, one.line) for one in reading.problems] == [
        (Trouble.BAD_LINE, 8),
        (Trouble.BROKEN_EVENT, 2),
    ] or {one.trouble for one in reading.problems} == {Trouble.BAD_LINE, Trouble.BROKEN_EVENT}


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VEVENT\nSUMMARY:No end\nEND:VCALENDAR\nEND:VEVENT\n",
        "BEGIN:VEVENT\nEND:VCALENDAR\nBEGIN:VEVENT\n",
        "BEGIN:X\n" * 30 + "BEGIN:VEVENT\nEND:X\nBEGIN:VEVENT\n",
    ],
)
def test_ends_of_other_things_leave_no_event_half_open(text: str) -> None:
    reading = read(f"BEGIN:VCALENDAR\n{text}" + event("DTSTART:20261101T100000", "SUMMARY:Whole"))
    assert [one.title for one in reading.meetings] == ["Whole"]
    assert Trouble.BROKEN_EVENT in [one.trouble for one in reading.problems]


@fuzzed
@given(
    st.lists(
        st.sampled_from(
            ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "UID:a",
             "END:VCALENDAR", "RRULE:FREQ=DAILY", "RRULE:FREQ=MONTHLY;BYMONTHDAY=-31;BYSETPOS=-366", "DTSTART:20261101",
             "DTSTART;TZID=Q:20261101T100000", "TZID:Q", "BEGIN:STANDARD", "END:STANDARD", "TZOFFSETFROM:+9999",
             "TZOFFSETTO:abc", "RECURRENCE-ID:20261102", "EXDATE:,,20261102,x", "DURATION:P99999W", "DTEND:19690101",
             "ATTENDEE:mailto:a@b", "ORGANIZER;CN=\"", "SEQUENCE:-1", "STATUS:CANCELLED", "\x00", " folded"]
        ) | st.text(max_size=40), max_size=40,
    )
)  # fmt: skip
def test_no_calendar_raises_anything_but_its_problems(lines: list[str]) -> None:
    try:
        reading = read("\n".join(["BEGIN:VCALENDAR", *lines]))
    except Unreadable:
        return
    for meeting in reading.meetings:
        assert meeting.turns
        assert all(turn.starts.tzinfo for turn in meeting.turns)
