"""An event that was edited, alone or in a series, can be put back as it stood before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from communities.actions.series import start_series
from communities.models import Attendance, Community, Event, Series, SeriesChange
from communities.recurrence.rule import parse
from networking.accounts.models import User
from tests.factories import make_attendance, make_community, make_contact, make_event

MOSCOW = ZoneInfo("Europe/Moscow")
# A Thursday, 19:00 in Moscow.
STARTS = datetime(2026, 10, 22, 16, 0, tzinfo=UTC)
COLUMNS = (
    "name", "community_id", "kind", "format", "starts", "ends", "time_zone", "place", "link", "about", "my_role",
    "hours", "cost", "series_id", "search_text",
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_week_before")]


@pytest.fixture
def event(owner: User) -> Event:
    return make_event(
        owner=owner, name="Созвон № 7", starts=STARTS, ends=STARTS + timedelta(hours=2), place="Офис",
        about="Как обычно", hours=Decimal("1.5"), cost=Decimal("100.50"),
    )  # fmt: skip


@pytest.fixture
def events(owner: User, event: Event) -> list[Event]:
    """Four Thursdays from the 22nd of October on."""
    start_series(event=event, rule=parse("FREQ=WEEKLY;BYDAY=TH;COUNT=4"), zone=MOSCOW)
    return [*Event.objects.for_owner(owner).order_by("starts")]


@pytest.fixture
def club(owner: User) -> Community:
    return make_community(owner=owner, name="Клуб")


def _edit(client: Client, event: Event, **fields: object) -> tuple[str, str]:
    """Edit an event; what the page after it says, and where that is undone."""
    event.refresh_from_db()
    local = event.starts.astimezone(MOSCOW)
    data = {
        "name": event.name, "day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "where": event.place,
        "ends_time": f"{event.ends.astimezone(MOSCOW):%H:%M}" if event.ends else "", "kind": event.kind,
        "format": event.format, "my_role": event.my_role, "community": event.community_id or "",
        "about": event.about, "hours": event.hours or "", "cost": event.cost or "", "version": event.version, **fields,
    }  # fmt: skip
    page = client.post(reverse("events:edit", args=[event.pk]), data, follow=True).content.decode()
    kept = SeriesChange.objects.order_by("pk").last()
    return page, reverse("events:series_undo", args=[kept.pk]) if kept else ""


def _state(owner: User) -> list[dict[str, object]]:
    return [*Event.objects.for_owner(owner).order_by("pk").values(*COLUMNS)]


EVERYTHING = {
    "name": "Гость", "day": "2026-10-30", "time": "20:15", "ends_time": "23:00", "where": "Кафе", "kind": "conference",
    "format": "hybrid", "link": "https://example.org/a", "my_role": "speaker", "about": "Иначе", "hours": "3",
    "cost": "0", "time_zone": "Asia/Tokyo",
}  # fmt: skip


def test_one_event_of_a_series_is_put_back_as_it_stood(
    owner: User, client_of_owner: Client, events: list[Event], club: Community
) -> None:
    guest = make_contact(owner=owner, name="Анна Петрова")
    make_attendance(event=events[1], contact=guest, invited=True)
    before = _state(owner)
    page, undo = _edit(client_of_owner, events[1], scope="one", community=club.pk, **EVERYTHING)
    assert "Мероприятие изменено." in page
    assert f'action="{undo}"' in page
    changed = [then != now for then, now in zip(before, _state(owner), strict=True)]
    assert changed == [False, True, False, False]
    make_attendance(event=events[1], contact=make_contact(owner=owner), invited=True)
    back = client_of_owner.post(undo, {"next": events[1].get_absolute_url()}, follow=True)
    assert back.redirect_chain[-1][0] == events[1].get_absolute_url()
    assert "Всё снова как было." in back.content.decode()
    assert _state(owner) == before
    assert Attendance.objects.filter(event=events[1]).count() == 2


def test_an_event_by_itself_is_put_back_too(
    owner: User, client_of_owner: Client, event: Event, club: Community
) -> None:
    before = _state(owner)
    page, undo = _edit(client_of_owner, event, community=club.pk, **EVERYTHING)
    assert f'action="{undo}"' in page
    assert _state(owner) != before
    client_of_owner.post(undo)
    assert _state(owner) == before
    # Nothing of it stands in the way of saving it again.
    assert "Мероприятие изменено." in _edit(client_of_owner, event, where="Парк")[0]


def test_where_nothing_is_otherwise_nothing_is_to_be_undone(client_of_owner: Client, event: Event) -> None:
    page, undo = _edit(client_of_owner, event)
    assert "Мероприятие изменено." not in page
    assert not undo


def test_what_was_changed_again_is_not_put_back_and_nothing_is_lost(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    _page, undo = _edit(client_of_owner, event, where="Кафе")
    Event.objects.filter(pk=event.pk).update(place="Парк", version=7)
    answer = client_of_owner.post(undo, follow=True).content.decode()
    assert "Отменить нельзя: с тех пор здесь что-то меняли, и всё остаётся как есть." in answer
    assert "Всё снова как было." not in answer
    assert Event.objects.get().place == "Парк"


def test_edits_are_undone_one_after_the_other(owner: User, client_of_owner: Client, events: list[Event]) -> None:
    states = [_state(owner)]
    undos = []
    for fields in ({"where": "Кафе"}, {"time": "20:00", "scope": "following"}, {"name": "Гость"}):
        undos.append(_edit(client_of_owner, events[1], **fields)[1])
        states.append(_state(owner))
    page = client_of_owner.post(undos[0], follow=True).content.decode()
    assert "Сначала отмените" in page
    assert _state(owner) == states[3]
    for place in (2, 1, 0):
        page = client_of_owner.post(undos[place], follow=True).content.decode()
        assert _state(owner) == states[place]
        assert (f'action="{undos[place - 1]}"' in page) is (place > 0)


def test_three_changes_of_all_following_go_back_one_after_the_other(
    owner: User, client_of_owner: Client, events: list[Event]
) -> None:
    states, undos = [_state(owner)], []
    for place in ("Кафе", "Парк", "Сад"):
        undos.append(_edit(client_of_owner, events[0], where=place, scope="following")[1])
        states.append(_state(owner))
    for number in (2, 1, 0):
        answer = client_of_owner.post(undos[number], follow=True).content.decode()
        assert _state(owner) == states[number]
        assert "с тех пор" not in answer


def test_an_event_edited_alone_does_not_hold_up_the_others(
    owner: User, client_of_owner: Client, events: list[Event]
) -> None:
    _page, undo = _edit(client_of_owner, events[0], where="Кафе", scope="following")
    _page, of_one = _edit(client_of_owner, events[2], where="Парк", scope="one")
    answer = client_of_owner.post(undo, follow=True).content.decode()
    assert "1 мероприятие с тех пор меняли" in answer
    places = Event.objects.order_by("starts").values_list("place", flat=True)
    assert [*places] == ["Офис", "Офис", "Парк", "Офис"]
    client_of_owner.post(of_one)
    assert [*places.all()] == ["Офис", "Офис", "Кафе", "Офис"]


def test_all_following_give_back_hours_and_cost_of_the_one_too(
    owner: User, client_of_owner: Client, events: list[Event]
) -> None:
    before = _state(owner)
    _page, undo = _edit(client_of_owner, events[0], where="Кафе", hours="4", cost="", scope="following")
    assert Event.objects.get(pk=events[0].pk).cost is None
    client_of_owner.post(undo)
    assert _state(owner) == before


def test_how_it_is_undone_is_forgotten_with_the_trash(
    client_of_owner: Client, event: Event, capsys: pytest.CaptureFixture[str]
) -> None:
    _edit(client_of_owner, event, where="Кафе")
    call_command("purge_trash")
    assert SeriesChange.objects.count() == 1
    with time_machine.travel(datetime(2026, 11, 20, 9, 0, tzinfo=UTC), tick=False):
        call_command("purge_trash")
    assert not SeriesChange.objects.exists()
    assert "1 changes of events" in capsys.readouterr().out


def test_a_stranger_undoes_nothing(client_of_owner: Client, client_of_stranger: Client, event: Event) -> None:
    _page, undo = _edit(client_of_owner, event, where="Кафе")
    assert client_of_stranger.post(undo).status_code == 404
    assert Event.objects.get().place == "Кафе"
    assert not Series.objects.exists()
