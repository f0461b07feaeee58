"""A calendar into the network and back: people by their e-mail, series, the same file twice, the undo."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from communities.models import Attendance, Event, Series
from contacts.models import Trash
from networking.accounts.models import User
from networking.exchange.actions.carrying_out import choose, run_step
from networking.exchange.actions.preview import preview
from networking.exchange.actions.undoing import undo_step
from networking.exchange.models import Choice, EventSource, ImportBatch, State, Verdict
from tests.exchange.places import FILES
from tests.factories import make_channel, make_contact, make_event

pytestmark = pytest.mark.django_db
CALENDAR = (FILES / "calendar.ics").read_bytes()


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC), tick=False):
        yield


def looked_at(owner: User, data: bytes = CALENDAR) -> ImportBatch:
    return preview(owner=owner, file=BytesIO(data), name="calendar.ics")


def brought_in(owner: User, data: bytes = CALENDAR) -> ImportBatch:
    return carried_out(owner, looked_at(owner, data))


def carried_out(owner: User, batch: ImportBatch) -> ImportBatch:
    while batch.state in (State.PREVIEW, State.RUNNING):
        batch = run_step(owner=owner, batch=batch)
    return batch


def taken_back(owner: User, batch: ImportBatch) -> None:
    while batch.state != State.UNDONE:
        batch = undo_step(owner=owner, batch=batch)


def verdicts(batch: ImportBatch) -> list[str]:
    return [*batch.rows.order_by("place").values_list("verdict", flat=True)]


def test_events_come_in_with_whom_the_owner_knows(owner: User) -> None:
    vera = make_contact(owner=owner, given_name="Vera", family_name="Orlova")
    make_channel(contact=vera, kind="email", value="vera@example.com")
    batch = looked_at(owner)
    assert verdicts(batch) == ["new"] * 4
    assert not Event.objects.exists()
    carried_out(owner, batch)
    meetup = Event.objects.for_owner(owner).get(name="Python meetup, November")
    assert (meetup.place, meetup.link, meetup.mine) == ("Sample street, 1", "https://example.com/meetup", "attended")
    assert [(one.contact, one.invited, one.came) for one in meetup.attendances.all()] == [(vera, True, False)]
    assert Event.objects.for_owner(owner).count() == 6
    own = Event.objects.for_owner(owner).get(name="By a clock of its own")
    assert (own.starts, own.mine) == (datetime(2026, 12, 10, 7, tzinfo=UTC), "planned")


def test_a_series_is_one_and_its_moved_turn_belongs_to_it(owner: User) -> None:
    brought_in(owner)
    series = Series.objects.for_owner(owner).get()
    assert series.rule == "FREQ=WEEKLY;BYDAY=TH;COUNT=5"
    assert [one.name for one in series.events.order_by("starts")] == [
        "Weekly call",
        "Weekly call, moved",
        "Weekly call",
    ]
    assert {one.format for one in series.events.all()} == {"online"}


def test_the_same_calendar_twice_brings_nothing_new(owner: User) -> None:
    brought_in(owner)
    before = [model.objects.count() for model in (Event, EventSource, Series, Attendance)]
    again = brought_in(owner)
    assert verdicts(again) == ["same"] * 4
    assert [model.objects.count() for model in (Event, EventSource, Series, Attendance)] == before


def test_a_later_calendar_moves_what_nobody_edited_and_undoing_moves_it_back(owner: User) -> None:
    brought_in(owner)
    moved = CALENDAR.replace(b"20261115T190000", b"20261116T190000").replace(b"20261115T210000", b"20261116T210000")
    moved = moved.replace(b"COUNT=5", b"COUNT=6")
    batch = looked_at(owner, moved)
    rows = {row.name: row for row in batch.rows.all()}
    meetup = Event.objects.for_owner(owner).get(name="Python meetup, November")
    assert meetup.starts.day == 15
    call = rows["Weekly call"]
    assert (call.verdict, [(one["field"], one["after"]) for one in call.changes]) == ("differs", [("turns", "1")])
    carried_out(owner, batch)
    assert Event.objects.for_owner(owner).filter(name="Weekly call").count() == 3
    assert Series.objects.count() == 1
    taken_back(owner, batch)
    assert Event.objects.for_owner(owner).filter(name="Weekly call").count() == 2


def test_a_single_turn_that_is_moved_keeps_who_it_is(owner: User) -> None:
    single = b"BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20261201T100000Z\nDTSTART:20261201T1%d0000Z\nSUMMARY:A\nEND:VEVENT\n"
    brought_in(owner, single % 0)
    batch = looked_at(owner, single % 2)
    row = batch.rows.get()
    assert (row.verdict, row.choice, row.changes[0]["field"]) == (Verdict.DIFFERS, Choice.REPLACE, "starts")
    carried_out(owner, batch)
    assert Event.objects.for_owner(owner).get().starts.hour == 12
    taken_back(owner, batch)
    assert Event.objects.for_owner(owner).get().starts.hour == 10


def test_an_event_of_the_same_time_and_name_waits_for_the_owner(owner: User) -> None:
    mine = make_event(owner=owner, name="python meetup, november", starts=datetime(2026, 11, 15, 16, tzinfo=UTC))
    batch = looked_at(owner)
    row = batch.rows.get(place=0)
    assert (row.verdict, row.choice, row.event) == (Verdict.DOUBLE, Choice.SKIP, mine)
    choose(batch=batch, verdict=Verdict.DOUBLE, choice=Choice.ADD)
    carried_out(owner, batch)
    mine.refresh_from_db()
    assert (mine.place, mine.name) == ("Sample street, 1", "python meetup, november")
    assert looked_at(owner).rows.get(place=0).reason != row.reason
    taken_back(owner, ImportBatch.objects.get(pk=batch.pk))
    mine.refresh_from_db()
    assert (mine.place, mine.link, mine.ends) == ("", "", None)
    assert [*Event.objects.for_owner(owner)] == [mine]
    assert not EventSource.objects.exists()


def test_undoing_keeps_what_the_owner_worked_on_and_the_rest_can_return(owner: User) -> None:
    vera = make_contact(owner=owner, given_name="Vera")
    make_channel(contact=vera, kind="email", value="vera@example.com")
    batch = brought_in(owner)
    own = Event.objects.get(name="By a clock of its own")
    Attendance.objects.create(owner=owner, event=own, contact=vera, invited=True)
    taken_back(owner, batch)
    assert [*Event.objects.for_owner(owner)] == [own]
    assert [row.name for row in batch.rows.filter(kept=True)] == ["By a clock of its own"]
    Trash.objects.for_owner(owner).get().put_back()
    assert Event.objects.for_owner(owner).count() == 6
    assert Attendance.objects.for_owner(owner).count() == 2


def test_after_an_undo_the_calendar_can_come_in_again(owner: User) -> None:
    taken_back(owner, brought_in(owner))
    assert verdicts(looked_at(owner)) == ["new"] * 4
    brought_in(owner)
    assert Event.objects.for_owner(owner).count() == 6


def test_a_strangers_events_and_people_are_not_known(owner: User, stranger: User) -> None:
    brought_in(stranger)
    make_channel(contact=make_contact(owner=stranger, given_name="Vera"), kind="email", value="vera@example.com")
    assert verdicts(looked_at(owner)) == ["new"] * 4
    brought_in(owner)
    assert not Attendance.objects.exists()


def test_times_are_shown_by_the_clock_of_the_reader(client_of_owner: Client, owner: User) -> None:
    owner.time_zone = "Europe/Moscow"
    owner.save()
    lines = "BEGIN:VEVENT", "UID:1", "DTSTART:20261122T163000Z", "SUMMARY:Talk", "END:VEVENT"
    whole = "BEGIN:VEVENT", "UID:2", "DTSTART;VALUE=DATE:20261201", "SUMMARY:Fair", "END:VEVENT"
    batch = looked_at(owner, "\n".join(["BEGIN:VCALENDAR", *lines, *whole, "END:VCALENDAR"]).encode())
    page = client_of_owner.get(batch.get_absolute_url()).content.decode()
    talk, fair = (page.partition(f">{name}<")[2].partition("</li>")[0] for name in ("Talk", "Fair"))
    assert "</time>, 19:30" in talk
    assert "1 декабря</time>" in fair
    assert "</time>, " not in fair


def test_by_hand_in_the_browser(client_of_owner: Client, owner: User) -> None:
    file = SimpleUploadedFile("contacts.vcf", CALENDAR)
    page = client_of_owner.post(reverse("exchange:imports"), {"file": file}, follow=True).content.decode()
    assert "Python meetup, November" in page
    assert "Sample street, 1" in page
    batch = ImportBatch.objects.get()
    client_of_owner.post(reverse("exchange:batch_run", args=[batch.pk]))
    event = Event.objects.for_owner(owner).get(name="Three days of talks")
    page = client_of_owner.get(batch.get_absolute_url()).content.decode()
    assert event.get_absolute_url() in page
    client_of_owner.post(reverse("exchange:batch_undo", args=[batch.pk]))
    assert not Event.objects.for_owner(owner).exists()
