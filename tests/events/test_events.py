from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from communities.forms.events import next_name
from communities.models import Attendance, Event
from contacts.models import Contact
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_attendance, make_community, make_contact, make_event

NOW = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _frozen():  # type: ignore[no-untyped-def]
    with time_machine.travel(NOW, tick=False):
        yield


def _form(**fields: object) -> dict[str, object]:
    given = {"name": "Митап", "day": "2026-10-16", "time": "19:00", "kind": "meetup", "format": "in_person"}
    return {**given, "my_role": "listener", **fields}


def test_the_start_is_typed_in_the_owners_zone_and_kept_in_utc(owner: User, client_of_owner: Client) -> None:
    owner.time_zone = "Asia/Yekaterinburg"
    owner.save()
    community = make_community(owner=owner)
    data = _form(name="Moscow Python № 102", community=community.pk, where="Бар «Точка»")
    answer = client_of_owner.post(reverse("events:add"), data)
    event = Event.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == event.get_absolute_url()
    assert event.starts == datetime(2026, 10, 16, 14, 0, tzinfo=UTC)
    assert (event.owner, event.community, event.place, event.link) == (owner, community, "Бар «Точка»", "")
    assert "19:00" in client_of_owner.get(event.get_absolute_url()).content.decode()


def test_a_new_event_begins_at_seven_and_is_named_after_the_last_one(owner: User, client_of_owner: Client) -> None:
    community = make_community(owner=owner, name="Moscow Python")
    page = client_of_owner.get(reverse("events:add"), {"community": community.pk}).content.decode()
    assert 'value="Встреча: Moscow Python"' in page
    assert 'value="2026-10-15"' in page
    assert 'value="19:00"' in page
    make_event(owner=owner, name="Moscow Python Meetup № 102", community=community)
    page = client_of_owner.get(reverse("events:add"), {"community": community.pk}).content.decode()
    assert "Moscow Python Meetup № 103" in page


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("MoscowPython № 45: тестирование", "MoscowPython № 46"),
        ("MoscowPython №45 : итоги 2026: № 1", "MoscowPython №46"),
        ("Встреча #9 в Казани", "Встреча #10 в Казани"),
        ("Python: встреча № 9 (онлайн): типы", "Python: встреча № 10 (онлайн)"),
        ("Meetup No. 7: types", "Meetup No. 8"),
        ("Митап 12", "Митап 13"),
        ("Итоги 2026: что дальше", "Встреча: Клуб"),
        ("C#: новое", "Встреча: Клуб"),
    ],
)
def test_the_number_of_the_last_event_is_counted_on(owner: User, last: str, following: str) -> None:
    community = make_community(owner=owner, name="Клуб")
    make_event(owner=owner, name=last, community=community)
    assert next_name(community) == following


def test_a_link_in_the_field_of_the_place_makes_it_online(owner: User, client_of_owner: Client) -> None:
    client_of_owner.post(reverse("events:add"), _form(where="https://example.org/call"))
    event = Event.objects.get()
    assert (event.place, event.link, event.format) == ("", "https://example.org/call", "online")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("day", "32.13.2026", "дат"),
        ("day", "9999-12-31", "слишком далеко"),
        ("time", "25:99", "врем"),
        ("name", "  ", "поле"),
        ("where", "https://", "ссылку"),
        ("where", "x" * 400, "длинно"),
        ("hours", "-1", "0"),
        ("name", "a\x00b", "запрещённый символ"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_the_typed_text_stays(
    client_of_owner: Client, field: str, value: str, said: str
) -> None:
    answer = client_of_owner.post(reverse("events:add"), _form(about="мой текст", **{field: value}))
    assert answer.status_code == 422
    errors = " ".join(answer.context["form"].errors[field])
    assert said.casefold() in errors.casefold()
    assert "мой текст" in answer.content.decode()
    assert not Event.objects.exists()


def test_an_end_before_the_beginning_is_refused_and_past_midnight_is_not(client_of_owner: Client) -> None:
    wrong = client_of_owner.post(reverse("events:add"), _form(ends_day="2026-10-15", ends_time="20:00"))
    assert wrong.status_code == 422
    assert "раньше начала" in str(wrong.context["form"].errors["ends_day"])
    client_of_owner.post(reverse("events:add"), _form(ends_time="01:00"))
    event = Event.objects.get()
    assert event.ends == event.starts + timedelta(hours=6)
    slip = client_of_owner.post(reverse("events:add"), _form(ends_time="18:30"))
    assert "раньше начала" in str(slip.context["form"].errors["ends_time"])
    assert Event.objects.count() == 1


@pytest.mark.parametrize(("ends", "last"), [({"ends_time": "01:00"}, 6), ({"ends_day": "2026-10-18"}, 52)])
def test_an_event_that_is_moved_keeps_its_length(client_of_owner: Client, ends: dict[str, str], last: int) -> None:
    client_of_owner.post(reverse("events:add"), _form(**ends))
    event = Event.objects.get()
    edit = reverse("events:edit", args=[event.pk])
    shown = client_of_owner.get(edit).context["form"]
    again = {name: shown[name].value() or "" for name in ("ends_day", "ends_time")}
    moved = _form(**again, day="2026-10-17", version=event.version)
    assert client_of_owner.post(edit, moved).status_code == 302
    event.refresh_from_db()
    assert event.starts == datetime(2026, 10, 17, 16, tzinfo=UTC)
    assert (event.ends - event.starts) // timedelta(hours=1) == last if event.ends else None


def test_the_community_of_a_stranger_is_refused(stranger: User, client_of_owner: Client) -> None:
    theirs = make_community(owner=stranger, name="Тайное общество")
    answer = client_of_owner.post(reverse("events:add"), _form(community=theirs.pk))
    assert answer.status_code == 422
    assert "community" in answer.context["form"].errors
    assert "Тайное" not in client_of_owner.get(reverse("events:add"), {"community": theirs.pk}).content.decode()
    assert not Event.objects.exists()


def test_an_edit_keeps_what_was_not_touched_and_a_stale_one_is_409(owner: User, client_of_owner: Client) -> None:
    event = make_event(owner=owner, name="Митап", place="Точка", knowledge=4)
    page = client_of_owner.get(reverse("events:edit", args=[event.pk]))
    form = page.context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    assert (str(data["day"]), data["time"], data["where"]) == ("2026-10-14", "19:00", "Точка")
    answer = client_of_owner.post(reverse("events:edit", args=[event.pk]), {**data, "name": "Новое имя"})
    assert answer.status_code == 302
    saved = Event.objects.get()
    assert (saved.name, saved.starts, saved.place, saved.knowledge) == ("Новое имя", event.starts, "Точка", 4)
    stale = client_of_owner.post(reverse("events:edit", args=[event.pk]), {**data, "name": "Третье имя"})
    assert stale.status_code == 409
    assert Event.objects.get().name == "Новое имя"
    assert "Третье имя" in stale.content.decode()


@pytest.mark.parametrize(
    ("starts", "ends", "waits"),
    [
        (-1, None, True), (-1, 2, True), (-30, 40, False), (-60, -1, True), (-5, 6.5, True), (-5, 7.5, False),
        (1, 3, False), (-30, None, True),
    ],
)  # fmt: skip
def test_an_event_of_several_days_waits_until_it_is_over(
    owner: User, starts: float, ends: float | None, waits: bool
) -> None:
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    end = now + timedelta(hours=ends) if ends is not None else None
    event = make_event(owner=owner, starts=now + timedelta(hours=starts), ends=end)
    found = Event.objects.for_owner(owner).waiting_for_debrief(now)
    assert [*found] == ([event] if waits else [])


def test_the_list_says_what_comes_what_waits_and_what_is_past(owner: User, client_of_owner: Client) -> None:
    make_event(owner=owner, name="Завтрашний", starts=NOW + timedelta(days=1))
    make_event(owner=owner, name="Неразобранный", starts=NOW - timedelta(days=1))
    make_event(owner=owner, name="Пропущенный", starts=NOW - timedelta(days=2), mine="missed")
    done = make_event(owner=owner, name="Разобранный", starts=NOW - timedelta(days=3), debriefed_at=NOW)
    make_attendance(event=done, contact=make_contact(owner=owner), came=True)
    page = client_of_owner.get(reverse("events:list"))
    assert [event.name for event in page.context["upcoming"]] == ["Завтрашний"]
    assert [event.name for event in page.context["waiting"]] == ["Неразобранный"]
    assert [event.name for event in page.context["past"]] == ["Пропущенный", "Разобранный"]
    assert "1 человек" in page.content.decode()


def test_past_events_go_on_page_by_page_without_a_gap(owner: User, client_of_owner: Client) -> None:
    for number in range(55):
        make_event(owner=owner, name=f"Было {number}", starts=NOW - timedelta(days=1), debriefed_at=NOW)
    seen, address = [], reverse("events:list")
    for _ in range(3):
        page = client_of_owner.get(address)
        seen += [event.name for event in page.context["past"]]
        more = page.context["more"]
        address = f"{reverse('events:list')}?before={more.pk if more else ''}"
    assert more is None
    assert len(seen) == 55 == len(set(seen))
    assert client_of_owner.get(reverse("events:list"), {"before": "не число"}).status_code == 200


def test_the_empty_list_teaches_the_first_step(client_of_owner: Client) -> None:
    assert reverse("events:add") in client_of_owner.get(reverse("events:list")).content.decode()


def _rows(owner: User, number: int) -> tuple[Event, Contact]:
    person = make_contact(owner=owner)
    community = make_community(owner=owner)
    for place in range(number):
        past = make_event(owner=owner, community=community, starts=NOW - timedelta(days=place + 1), debriefed_at=NOW)
        make_event(owner=owner, community=community, starts=NOW + timedelta(days=place + 1))
        make_event(owner=owner, community=community, starts=NOW - timedelta(days=place + 1))
        make_attendance(event=past, contact=person, came=True)
    event = make_event(owner=owner, community=community)
    for _ in range(number):
        make_attendance(event=event, contact=make_contact(owner=owner), came=True)
    return event, person


def test_one_row_asks_as_many_queries_as_three(owner: User, client_of_owner: Client) -> None:
    counts = []
    for number in (1, 3):
        event, person = _rows(owner, number)
        pages = (
            reverse("events:list"),
            event.get_absolute_url(),
            reverse("events:debrief", args=[event.pk]),
            reverse("events:contact_panel", args=[person.pk]),
        )
        counts.append([queries_of(client_of_owner, page) for page in pages])
    assert counts[0] == counts[1]


def test_going_was_there_and_missed_by_one_tap(owner: User, client_of_owner: Client) -> None:
    past = make_event(owner=owner, starts=NOW - timedelta(days=1))
    coming = make_event(owner=owner, starts=NOW + timedelta(days=1))
    for name, event, mine in [
        ("missed", past, "missed"),
        ("attend", past, "attended"),
        ("missed", coming, "missed"),
        ("going", coming, "planned"),
        ("attend", coming, "planned"),
    ]:
        assert client_of_owner.get(reverse(f"events:{name}", args=[event.pk])).status_code == 405
        assert client_of_owner.post(reverse(f"events:{name}", args=[event.pk])).status_code == 302
        event.refresh_from_db()
        assert event.mine == mine


def test_a_deleted_event_can_be_put_back(owner: User, client_of_owner: Client) -> None:
    event = make_event(owner=owner, name="Митап")
    answer = client_of_owner.post(reverse("events:delete", args=[event.pk]), follow=True)
    assert not Event.objects.for_owner(owner).exists()
    event.refresh_from_db()
    assert reverse("contacts:undo", args=[event.trash_id]) in answer.content.decode()
    client_of_owner.post(reverse("contacts:undo", args=[event.trash_id]))
    assert Event.objects.for_owner(owner).get() == event


def test_invited_people_known_and_new_stand_on_the_page_once(owner: User, client_of_owner: Client) -> None:
    event, anna = make_event(owner=owner), make_contact(owner=owner, name="Анна Петрова")
    invite = reverse("events:invite", args=[event.pk])
    client_of_owner.post(invite, {"who": f"id:{anna.pk}, Тимур Марков"})
    client_of_owner.post(invite, {"who": "Анна Петрова"})
    rows = [(one.contact.name, one.invited, one.came) for one in Attendance.objects.for_owner(owner)]
    assert sorted(rows) == [("Анна Петрова", True, False), ("Тимур Марков", True, False)]
    assert Contact.objects.get(given_name="Тимур").met_on is None
    page = client_of_owner.get(event.get_absolute_url()).content.decode()
    assert "Тимур Марков" in page


@pytest.mark.parametrize("stayed", [0, 1, 25])
def test_who_was_there_counts_those_who_came(owner: User, client_of_owner: Client, stayed: int) -> None:
    event = make_event(owner=owner, starts=datetime(2026, 1, 5, 16, tzinfo=UTC))
    for number in range(2 + stayed):
        came = number < 2
        make_attendance(event=event, contact=make_contact(owner=owner), came=came, invited=True)
    context = client_of_owner.get(event.get_absolute_url()).context
    assert (context["came"], context["stayed_away"], context["all_people"]) == (2, stayed, 2 + stayed)
    page = client_of_owner.get(event.get_absolute_url() + "?people").content.decode()
    assert 'Кто был <span class="muted small">2</span>' in page
    assert ("не приш" in page) == bool(stayed)


def test_a_stranger_is_not_invited(owner: User, stranger: User, client_of_owner: Client) -> None:
    event, hers = make_event(owner=owner), make_contact(owner=stranger, name="Чужая Тайна")
    answer = client_of_owner.post(reverse("events:invite", args=[event.pk]), {"who": f"id:{hers.pk}"})
    assert answer.status_code == 422
    assert "Тайна" not in answer.content.decode()
    assert not Attendance.objects.exists()


def test_a_name_that_may_be_known_asks_who_is_meant(owner: User, client_of_owner: Client) -> None:
    event, anna = make_event(owner=owner), make_contact(owner=owner, name="Анна Петрова")
    invite = reverse("events:invite", args=[event.pk])
    answer = client_of_owner.post(invite, {"who": "Анна"})
    assert answer.status_code == 422
    assert f'value="id:{anna.pk}"' in answer.content.decode()
    client_of_owner.post(invite, {"who": "Анна", "is:анна": f"id:{anna.pk}"})
    assert Attendance.objects.get().contact == anna


@pytest.mark.parametrize("name", ["event", "edit", "debrief"])
def test_strangers_get_404(owner: User, client_of_stranger: Client, name: str) -> None:
    event = make_event(owner=owner)
    assert client_of_stranger.get(reverse(f"events:{name}", args=[event.pk])).status_code == 404


@pytest.mark.parametrize("name", ["edit", "delete", "going", "attend", "missed", "invite", "debrief", "debrief_rows"])
def test_strangers_change_nothing(owner: User, client_of_stranger: Client, name: str) -> None:
    event = make_event(owner=owner, name="Моё")
    address = reverse(f"events:{name}", args=[event.pk])
    assert client_of_stranger.post(address, {"who": "Кто-то", **_form()}).status_code == 404
    event.refresh_from_db()
    assert (event.name, event.trash_id, event.mine, event.debriefed_at) == ("Моё", None, "planned", None)


def test_the_panel_of_a_person_says_where_we_were_together(owner: User, client_of_owner: Client) -> None:
    person = make_contact(owner=owner)
    for number in range(7):
        event = make_event(owner=owner, name=f"Встреча {number}", starts=NOW - timedelta(days=number + 1))
        make_attendance(event=event, contact=person, came=True)
    address = reverse("events:contact_panel", args=[person.pk])
    fragment = client_of_owner.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "Встреча 0" in fragment
    assert "Встреча 6" not in fragment
    assert "и ещё 2" in fragment
    assert "<html" in client_of_owner.get(address).content.decode()
