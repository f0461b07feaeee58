"""The launch plan of a community that I found: six steps, what I did, the story at the end."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from communities.launch import ADVICE
from communities.models import Community, LaunchStep, Membership, SeriesChange
from communities.models.launch import Step
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import (
    make_community,
    make_contact,
    make_event,
    make_membership,
    make_participation,
    make_step,
    make_suggestion,
)

NOW = "2026-11-20 12:00:00+03:00"
TODAY = date(2026, 11, 20)
pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen() -> Any:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def guild(owner: User) -> Community:
    place = make_community(owner=owner, name="Гильдия Python", family="internal", kind="technical")
    make_participation(community=place, role="founder", status="active", since=date(2026, 9, 1))
    return place


def address(place: Community) -> str:
    return reverse("communities:launch", args=[place.pk])


def send(client: Client, place: Community, step: str, **data: Any) -> Any:
    return client.post(reverse("communities:launch_step", args=[place.pk, step]), data)


def only(owner: User) -> LaunchStep:
    return LaunchStep.objects.for_owner(owner).get()


def test_six_steps_stand_there_before_anything_is_done(client_of_owner: Client, guild: Community) -> None:
    page = client_of_owner.get(address(guild)).content.decode()
    assert page.count('class="launch-step"') == 6
    assert "0 из 6" in page
    assert [str(advice) in page for advice in ADVICE.values()] == [True] * 6
    assert page.count("<details open>") == 1
    assert not LaunchStep.objects.exists()


def test_one_step_has_its_form_and_each_other_gets_it_when_it_is_opened(
    client_of_owner: Client, owner: User, stranger: User, guild: Community
) -> None:
    page = client_of_owner.get(address(guild)).content.decode()
    assert page.count('name="did"') == 1
    assert 'id="theme_did"' in page
    make_step(community=guild, step="channels", did="Один чат на всё")
    fragment = client_of_owner.get(address(guild), {"step": "channels"}, headers={"HX-Request": "true"})
    text = fragment.content.decode()
    assert "Один чат на всё" in text
    assert 'id="channels_channels_text"' in text
    assert 'name="version"' in text
    assert "<html" not in text
    # Without JavaScript a link opens it.
    assert f'href="{address(guild)}?step=channels#step-channels"' in page
    plain = client_of_owner.get(address(guild), {"step": "channels"}).content.decode()
    assert plain.count("<details open>") == 1
    assert 'id="channels_did"' in plain
    assert 'id="theme_did"' not in plain
    assert 'id="theme_did"' in client_of_owner.get(address(guild), {"step": "seventh"}).content.decode()
    other = make_community(owner=owner)
    theirs = make_community(owner=stranger)
    for place in (other, theirs):
        asked = client_of_owner.get(address(place), {"step": "theme"}, headers={"HX-Request": "true"})
        assert asked.status_code == 404


def test_done_in_one_touch_and_the_next_step_opens(client_of_owner: Client, owner: User, guild: Community) -> None:
    answer = send(client_of_owner, guild, "theme", did="Ревью кода", done_today="1")
    assert answer.url == f"{address(guild)}#step-people"
    assert (only(owner).step, only(owner).done_on, only(owner).did) == ("theme", TODAY, "Ревью кода")
    page = client_of_owner.get(address(guild)).content.decode()
    assert "1 из 6" in page
    send(client_of_owner, guild, "theme", did="Ревью кода", done_on="2026-11-01", version="2")
    assert only(owner).done_on == date(2026, 11, 1)
    send(client_of_owner, guild, "theme", did="Ревью кода", done_on="", version="3")
    assert only(owner).done_on is None


def test_the_channels_become_those_of_the_community(client_of_owner: Client, guild: Community) -> None:
    wrong = send(client_of_owner, guild, "channels", channels_text="@guild", done_on="2027-01-01")
    assert wrong.status_code == 422
    assert "@guild" in wrong.content.decode()
    assert not guild.channels.exists()
    send(client_of_owner, guild, "channels", channels_text="@guild\nhttps://guild.example.org", done_today="1")
    assert {(one.kind, one.value) for one in guild.channels.all()} == {
        ("telegram", "@guild"),
        ("website", "https://guild.example.org"),
    }
    assert "@guild" in client_of_owner.get(guild.get_absolute_url()).content.decode()


def test_people_and_meetings_lead_to_forms_that_know_the_community(
    client_of_owner: Client, owner: User, guild: Community
) -> None:
    make_membership(contact=make_contact(owner=owner, name="Анна Петрова"), community=guild)
    page = client_of_owner.get(address(guild), {"step": "people"}).content.decode()
    assert "Анна Петрова" in page
    part = client_of_owner.get(address(guild), {"step": "people"}, headers={"HX-Request": "true"}).content.decode()
    assert "Анна Петрова" in part
    assert f"{reverse('communities:member_add')}?community={guild.pk}&amp;next={address(guild)}" in page
    event = f"{reverse('events:add')}?community={guild.pk}&kind=training&my_role=organiser&next={address(guild)}"
    form = client_of_owner.get(event).context["form"]
    assert (form["community"].value(), form["my_role"].value(), form["kind"].value()) == (
        guild.pk, "organiser", "training",
    )  # fmt: skip
    data = {"name": "Первая", "community": guild.pk, "day": "2026-11-27", "time": "18:00", "kind": "meetup",
            "format": "in_person", "my_role": "organiser"}  # fmt: skip
    assert client_of_owner.post(event, data).url == address(guild)  # type: ignore[attr-defined]
    odd = f"{reverse('events:add')}?community={guild.pk}&kind=king&my_role="
    assert client_of_owner.get(odd).context["form"]["kind"].value() == "meetup"


def test_a_finished_plan_reads_as_a_story(client_of_owner: Client, owner: User, guild: Community) -> None:
    days = {step: date(2026, 10, 20 - place) for place, step in enumerate(Step)}
    for step in Step:
        make_step(community=guild, step=step, done_on=days[step], did=f"Так было: {step}")
    make_event(owner=owner, community=guild, starts=datetime(2026, 10, 17, 15, tzinfo=UTC))
    page = client_of_owner.get(address(guild))
    assert [stage.step for stage in page.context["plan"].story] == [*reversed(Step)]
    text = page.content.decode()
    assert "Как всё началось" in text
    assert "Прошла 1 встреча." in text
    assert text.index("Так было: activities") < text.index("Так было: theme")
    panel = client_of_owner.get(address(guild), headers={"HX-Request": "true"}).content.decode()
    assert "6 из 6" in panel
    assert "<html" not in panel


def test_a_meeting_ahead_is_told_as_set_and_not_as_held(client_of_owner: Client, owner: User, guild: Community) -> None:
    for step in Step:
        make_step(community=guild, step=step, done_on=TODAY)
    make_event(owner=owner, community=guild, starts=datetime(2026, 12, 3, 16, 0, tzinfo=UTC))
    page = client_of_owner.get(address(guild)).content.decode()
    assert "Первая назначена на 3 декабря 2026." in page
    assert "Первая:" not in page
    make_event(owner=owner, community=guild, starts=datetime(2026, 11, 5, 16, 0, tzinfo=UTC))
    page = client_of_owner.get(address(guild)).content.decode()
    assert "Первая: 5 ноября 2026. Прошла 1 встреча." in page
    assert "назначена" not in page


def test_the_communitys_page_shows_the_plan_to_a_founder_alone(
    client_of_owner: Client, owner: User, guild: Community
) -> None:
    other = make_community(owner=owner, name="Чей-то клуб")
    make_participation(community=other, role="participant")
    assert address(guild) in client_of_owner.get(guild.get_absolute_url()).content.decode()
    assert address(other) not in client_of_owner.get(other.get_absolute_url()).content.decode()
    assert "launch-step" not in client_of_owner.get(address(other)).content.decode()
    assert send(client_of_owner, other, "theme", done_today="1").status_code == 404
    assert send(client_of_owner, guild, "seventh", done_today="1").status_code == 404
    assert not LaunchStep.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"done_on": "2026-11-21"}, "done_on"), ({"did": "я" * 5001}, "did"), ({"done_on": "x"}, "done_on")],
)
def test_what_makes_no_sense_is_refused(
    client_of_owner: Client, owner: User, guild: Community, wrong: dict[str, str], field: str
) -> None:
    answer = send(client_of_owner, guild, "support", **{"did": "Набранное", **wrong})
    assert answer.status_code == 422
    [form] = [stage.form for stage in answer.context["plan"].stages if stage.step == "support"]
    assert form is not None
    assert form.errors[field]
    assert "Набранное" in answer.content.decode() or field == "did"
    assert (only(owner).did, only(owner).done_on) == ("", None)


def test_htmx_gets_the_saved_step_and_nothing_of_the_others(client_of_owner: Client, guild: Community) -> None:
    def saved(step: str, **data: str) -> Any:
        to = reverse("communities:launch_step", args=[guild.pk, step])
        return client_of_owner.post(to, data, headers={"HX-Request": "true"})

    kept = saved("theme", did="Ревью кода")
    text = kept.content.decode()
    assert kept.status_code == 200
    assert text.count('class="launch-step') == 1
    assert 'data-goes-on="step-theme"' in text
    assert 'name="version" value="2"' in text
    assert "Сохранено." in text
    done = saved("theme", did="Ревью кода", done_today="1", version="2").content.decode()
    assert 'data-goes-on="step-people"' in done
    assert "<textarea" not in done
    assert "1 из 6" in done
    late = saved("theme", did="Поздно", version="2")
    assert (late.status_code, late.content.decode().count('class="launch-step')) == (409, 1)
    assert "Поздно" in late.content.decode()
    wrong = saved("support", did="Набранное", done_on="2027-01-01")
    assert (wrong.status_code, wrong.content.decode().count('class="launch-step')) == (422, 1)
    assert "Набранное" in wrong.content.decode()
    assert "<html" not in text + done


def test_another_tab_is_not_overwritten(client_of_owner: Client, owner: User, guild: Community) -> None:
    send(client_of_owner, guild, "theme", did="Первая вкладка")
    late = send(client_of_owner, guild, "theme", did="Вторая вкладка")
    assert late.status_code == 409
    assert "Первая вкладка" in late.content.decode()
    assert "Вторая вкладка" in late.content.decode()
    assert only(owner).did == "Первая вкладка"


def test_a_strangers_plan_is_out_of_reach(client_of_owner: Client, stranger: User) -> None:
    theirs = make_community(owner=stranger)
    make_participation(community=theirs, role="founder")
    assert client_of_owner.get(address(theirs)).status_code == 404
    assert send(client_of_owner, theirs, "theme", did="Чужое", done_today="1").status_code == 404
    assert not LaunchStep.objects.exists()


def test_one_row_asks_as_many_queries_as_three(client_of_owner: Client, owner: User, guild: Community) -> None:
    asked = []
    for steps in (["theme"], ["people", "support"]):
        for step in steps:
            make_step(community=guild, step=step, done_on=TODAY)
            make_membership(contact=make_contact(owner=owner), community=guild)
            make_event(owner=owner, community=guild)
        asked.append(queries_of(client_of_owner, address(guild)))
    assert asked[0] == asked[1] <= 7


def test_the_meetings_become_a_series_and_lead_back_to_the_plan(client_of_owner: Client, guild: Community) -> None:
    page = client_of_owner.get(address(guild), {"step": "meetings"}).content.decode()
    assert 'id="meetings_first_on"' in page
    link = (
        reverse("events:add") + f"?community={guild.pk}&kind=meetup&my_role=organiser&repeats=1&next={address(guild)}"
    )
    assert link.replace("&", "&amp;") in page
    form = client_of_owner.get(link).context["form"]
    assert form["repeats"].value() is True
    data = {"name": "Встреча 1", "community": guild.pk, "kind": "meetup", "format": "in_person", "day": "2026-11-26",
            "time": "19:00", "my_role": "organiser", "repeats": "on", "version": "1"}  # fmt: skip
    asked = client_of_owner.post(link, data)
    event = guild.events.get()
    assert asked["Location"] == reverse("events:repeat", args=[event.pk]) + f"?next={quote(address(guild), safe='')}"
    assert f'name="next" value="{address(guild)}"' in client_of_owner.get(asked["Location"]).content.decode()


def test_a_founded_community_can_be_suggested_from_its_plan(client_of_owner: Client, guild: Community) -> None:
    offer = f"{reverse('communities:suggestion_add')}?community={guild.pk}"
    assert offer not in client_of_owner.get(address(guild)).content.decode()
    make_step(community=guild, step=Step.THEME, done_on=TODAY)
    assert offer in client_of_owner.get(address(guild)).content.decode()
    make_suggestion(owner=guild.owner, community=guild)
    page = client_of_owner.get(address(guild)).content.decode()
    assert offer not in page
    assert reverse("communities:suggestions") in page


def test_the_first_people_are_pasted_into_the_plan(client_of_owner: Client, owner: User, guild: Community) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    _one, twin = (make_contact(owner=owner, name="Игорь Белов") for _ in range(2))
    make_membership(contact=anna, community=guild, since=date(2026, 10, 1))
    pasted = "1. Анна Петрова\n• Тимур Марков <timur@example.org>\n\nИгорь Белов"
    asked = send(client_of_owner, guild, "people", pasted=pasted, did="Позвал")
    assert asked.status_code == 422
    assert "«Игорь Белов» — кто это?" in asked.content.decode()
    assert Membership.objects.count() == 1
    answered = {"is:игорь белов": f"id:{twin.pk}"}
    send(client_of_owner, guild, "people", pasted=pasted, did="Позвал", done_today="1", **answered)
    there = Membership.objects.for_owner(owner).filter(community=guild).order_by("contact__name_key")
    assert [(one.contact.name, one.since) for one in there] == [
        ("Анна Петрова", date(2026, 10, 1)), ("Игорь Белов", TODAY), ("Тимур Марков", TODAY),
    ]  # fmt: skip
    page = client_of_owner.get(address(guild)).content.decode()
    assert "2 человека теперь в «Гильдия Python»" in page
    assert only(owner).done_on == TODAY


def test_whoever_founds_a_community_goes_on_to_its_plan(client_of_owner: Client) -> None:
    data = {"name": "Клуб ревью", "kind": "technical", "role": "founder", "status": "joined", "since": "2026-11-20"}
    answer = client_of_owner.post(reverse("communities:add"), data)
    club = Community.objects.get()
    assert answer["Location"] == address(club)
    assert club.participations.get().status == "active"
    other = client_of_owner.post(reverse("communities:add"), {**data, "name": "Чат", "role": "participant"})
    assert other["Location"] == Community.objects.get(name="Чат").get_absolute_url()


def test_the_subject_is_written_in_its_step(client_of_owner: Client, guild: Community) -> None:
    send(client_of_owner, guild, "theme", subject="  Ревью   кода ", subject_seen="", done_today="1")
    guild.refresh_from_db()
    assert (guild.field, guild.version) == ("Ревью кода", 2)
    assert guild.search_text.endswith("ревью кода") or "ревью" in guild.search_text
    page = client_of_owner.get(address(guild), {"step": "theme"}).content.decode()
    assert 'value="Ревью кода"' in page
    # Changed on the community's page meanwhile: whoever did not touch it here leaves it alone, others are told.
    Community.objects.filter(pk=guild.pk).update(field="Архитектура")
    kept = send(client_of_owner, guild, "theme", subject="Ревью кода", subject_seen="Ревью кода", version="2")
    assert kept.status_code == 302
    asked = send(client_of_owner, guild, "theme", subject="Тесты", subject_seen="Ревью кода", version="3")
    assert asked.status_code == 422
    text = asked.content.decode()
    assert "«Архитектура»" in text
    assert 'value="Тесты"' in text
    assert 'name="subject_seen" value="Архитектура"' in text
    guild.refresh_from_db()
    assert guild.field == "Архитектура"
    send(client_of_owner, guild, "theme", subject="Тесты", subject_seen="Архитектура", version="3")
    guild.refresh_from_db()
    assert guild.field == "Тесты"
    assert send(client_of_owner, guild, "theme", subject="я" * 101, version="4").status_code == 422


def test_a_subject_said_when_founding_is_the_first_step(client_of_owner: Client, owner: User) -> None:
    page = client_of_owner.get(reverse("communities:add"), {"role": "founder"})
    assert page.context["form"]["role"].value() == "founder"
    assert "Основать сообщество" in page.content.decode()
    data = {"name": "Клуб", "kind": "technical", "role": "founder", "status": "active", "field": "Ревью кода"}
    assert client_of_owner.post(reverse("communities:add") + "?role=founder", data)["Location"].endswith("/launch/")
    assert (only(owner).step, only(owner).done_on) == ("theme", TODAY)


@pytest.mark.parametrize(
    ("rhythm", "rule"),
    [
        ("weekly", "FREQ=WEEKLY;BYDAY=TH"),
        ("", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("monthly", "FREQ=MONTHLY;BYDAY=-1TH"),
    ],
)
def test_the_meetings_are_set_in_their_step(
    client_of_owner: Client, owner: User, guild: Community, rhythm: str, rule: str
) -> None:
    data = {"first_on": "2026-11-26", "at": "18:30", "rhythm": rhythm, "where": "Переговорка «Байкал»"}
    send(client_of_owner, guild, "meetings", **data, done_today="1")
    first, second, *_others = guild.events.order_by("starts")
    assert (first.name, first.kind, first.my_role, first.place) == (
        "Встреча: Гильдия Python", "meetup", "organiser", "Переговорка «Байкал»",
    )  # fmt: skip
    assert first.starts == datetime(2026, 11, 26, 15, 30, tzinfo=UTC)
    assert first.series == second.series
    assert first.series is not None
    assert first.series.rule == rule
    assert only(owner).done_on == TODAY
    page = client_of_owner.get(address(guild)).content.decode()
    assert "Сделано: 1 из 6." in page
    assert "В серии " in page
    # One undo takes all of it back, the step too.
    undo = reverse("events:series_undo", args=[SeriesChange.objects.get().pk])
    assert undo in page
    client_of_owner.post(undo)
    assert not guild.events.filter(trash=None).exists()
    assert only(owner).done_on is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"at": "25:99"}, "at"), ({"first_on": "9999-12-31"}, "first_on"), ({"where": "https://"}, "where"),
     ({"rhythm": "never"}, "rhythm"), ({"at": ""}, "at"), ({"meeting": "я" * 301}, "meeting")],
)  # fmt: skip
def test_meetings_that_make_no_sense_are_refused_in_their_field(
    client_of_owner: Client, guild: Community, wrong: dict[str, str], field: str
) -> None:
    data = {"first_on": "2026-11-26", "at": "18:30", "rhythm": "weekly", "did": "Набранное", **wrong}
    answer = send(client_of_owner, guild, "meetings", **data, done_today="1")
    assert answer.status_code == 422
    [form] = [stage.form for stage in answer.context["plan"].stages if stage.step == "meetings"]
    assert form is not None
    assert form.errors[field]
    assert "Набранное" in answer.content.decode()
    assert not guild.events.exists()


def test_without_a_day_only_the_step_is_written(client_of_owner: Client, owner: User, guild: Community) -> None:
    send(client_of_owner, guild, "meetings", first_on="", at="19:00", rhythm="weekly", done_today="1")
    assert only(owner).done_on == TODAY
    assert not guild.events.exists()


def test_a_series_made_elsewhere_is_the_step_of_the_meetings(
    client_of_owner: Client, owner: User, guild: Community
) -> None:
    event = make_event(owner=owner, community=guild, starts=datetime(2026, 11, 26, 16, tzinfo=UTC))
    repeat = reverse("events:repeat", args=[event.pk])
    client_of_owner.post(repeat, {"how": "FREQ=WEEKLY;BYDAY=TH", "next": address(guild)})
    assert (only(owner).step, only(owner).done_on) == ("meetings", TODAY)
    page = client_of_owner.get(address(guild)).content.decode()
    assert "1 из 6" in page
    assert "В плане запуска сделан шаг «Начните встречаться регулярно»." in page
    # In a community that is not of my founding there is no such step.
    other = make_community(owner=owner)
    make_participation(community=other, role="participant")
    event = make_event(owner=owner, community=other, starts=datetime(2026, 11, 26, 16, tzinfo=UTC))
    client_of_owner.post(reverse("events:repeat", args=[event.pk]), {"how": "FREQ=WEEKLY;BYDAY=TH"})
    assert LaunchStep.objects.count() == 1


def test_what_is_planned_beside_the_meetings_is_told(client_of_owner: Client, owner: User, guild: Community) -> None:
    make_event(owner=owner, community=guild, starts=datetime(2026, 12, 3, 16, 0, tzinfo=UTC))
    # One event is no series: the meetings can still be set in their step, and nothing is beside them yet.
    page = client_of_owner.get(address(guild), {"step": "activities"}).content.decode()
    assert "Следующая:" in page
    assert "Кроме встреч" not in page
    assert 'id="meetings_first_on"' in client_of_owner.get(address(guild), {"step": "meetings"}).content.decode()
    send(client_of_owner, guild, "meetings", first_on="2026-11-26", at="19:00", rhythm="weekly", done_today="1")
    page = client_of_owner.get(address(guild), {"step": "activities"}).content.decode()
    assert "Кроме встреч, назначено 1 мероприятие." in page
    page = client_of_owner.get(address(guild), {"step": "meetings"}).content.decode()
    assert "Ещё серия встреч" in page
    assert 'id="meetings_first_on"' not in page
    Community.objects.filter(pk=guild.pk).update(field="Ревью кода")
    LaunchStep.objects.all().delete()
    for step in Step:
        make_step(community=guild, step=step, done_on=TODAY)
    story = client_of_owner.get(address(guild)).content.decode()
    assert "Кроме встреч, назначено 1 мероприятие." in story
    assert "Ревью кода" in story
