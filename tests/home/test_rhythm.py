"""When somebody is due, where that comes from, and how it moves with the facts."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.models import Contact, Interaction, RhythmDefault, Trash
from networking.accounts.models import User
from networking.home.rhythm import Rhythm, Source, due_people, rhythm_of
from tests.factories import make_community, make_contact, make_interaction, make_membership, make_referral

TODAY = date(2026, 11, 20)
NOW = "2026-11-20 12:00:00+03:00"


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def one(person: Contact, today: date = TODAY) -> Rhythm:
    owner = User.objects.get(pk=person.owner_id)
    return rhythm_of(owner, [Contact.objects.get(pk=person.pk)], today)[person.pk]


def names(owner: User, today: date = TODAY, limit: int = 5) -> list[str]:
    return [due.person.name for due in due_people(owner, today, limit)]


@time_machine.travel(NOW)
def test_logging_resets_and_says_so(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна", met_on=ago(300), cadence_ideal=14, cadence_at_most=30)
    make_interaction(owner=owner, contacts=[anna], day=ago(39))
    assert (one(anna).due, one(anna).state, one(anna).days) == (ago(25), "late", 39)
    assert names(owner) == ["Анна"]
    data = {"who": f"Анна #{anna.pk}", "kind": "call", "day": "2026-11-20", "key": str(uuid.uuid4())}
    client_of_owner.post(reverse("home:quick_log"), data)
    assert "Анна: следующий раз до 4 декабря" in client_of_owner.get(reverse("home:help")).content.decode()
    assert (one(anna).due, one(anna).state) == (date(2026, 12, 4), "")
    assert names(owner) == []


@time_machine.travel(NOW)
def test_deleting_the_latest_interaction_moves_the_date_back_and_undo_restores(
    client_of_owner: Client, owner: User
) -> None:
    anna = make_contact(owner=owner, met_on=ago(300), cadence_ideal=30)
    make_interaction(owner=owner, contacts=[anna], day=ago(50))
    latest = make_interaction(owner=owner, contacts=[anna], day=ago(5))
    assert (one(anna).due, names(owner)) == (ago(-25), [])
    client_of_owner.post(reverse("contacts:interaction_delete", args=[latest.pk]))
    assert (one(anna).due, names(owner)) == (ago(20), [anna.name])
    client_of_owner.post(reverse("contacts:undo", args=[Trash.objects.for_owner(owner).get().pk]))
    assert (one(anna).due, names(owner)) == (ago(-25), [])
    Interaction.objects.filter(pk=latest.pk).update(day=ago(40))
    assert (one(anna).due, names(owner)) == (ago(10), [anna.name])


def test_an_attempt_without_an_answer_and_a_day_ahead_do_not_count(owner: User) -> None:
    anna = make_contact(owner=owner, met_on=ago(300), cadence_ideal=30)
    make_interaction(owner=owner, contacts=[anna], day=ago(40))
    make_interaction(owner=owner, contacts=[anna], day=ago(2), answered=False)
    make_interaction(owner=owner, contacts=[anna], day=TODAY + timedelta(days=2))
    assert (one(anna).last, one(anna).due) == (ago(40), ago(10))
    assert names(owner) == [anna.name]


def test_a_month_in_which_nothing_ran_changes_nothing(owner: User) -> None:
    anna = make_contact(owner=owner, met_on=ago(300), cadence_ideal=30, cadence_at_most=60)
    make_interaction(owner=owner, contacts=[anna], day=ago(8))
    before = one(anna)
    later = one(anna, TODAY + timedelta(days=31))
    assert (before.due, before.state) == (later.due, "") == (date(2026, 12, 12), "")
    assert (later.state, later.days) == ("soon", 39)
    assert names(owner, TODAY + timedelta(days=31)) == [anna.name]


@pytest.mark.parametrize(("days", "state"), [(29, ""), (30, "soon"), (60, "soon"), (61, "late")])
def test_amber_from_the_ideal_red_after_at_most(owner: User, days: int, state: str) -> None:
    anna = make_contact(owner=owner, met_on=ago(days), cadence_ideal=30, cadence_at_most=60)
    assert one(anna).state == state
    assert bool(due_people(owner, TODAY)) is bool(state)


def test_cadence_is_inherited_and_says_from_where(owner: User) -> None:
    anna = make_contact(owner=owner, met_on=ago(300), tie=4)
    assert (one(anna).source, one(anna).cadence.ideal) == (Source.TIE, 30)  # type: ignore[union-attr]
    RhythmDefault.objects.create(owner=owner, tie=4, ideal=45, at_most=None)
    assert one(anna).cadence.ideal == 45  # type: ignore[union-attr]
    slow = make_community(owner=owner, name="Медленное", cadence_ideal=90)
    quick = make_community(owner=owner, name="Быстрое", cadence_ideal=20, cadence_at_most=40)
    left = make_community(owner=owner, name="Покинутое", cadence_ideal=2)
    make_membership(contact=anna, community=slow)
    assert (one(anna).source, one(anna).community) == (Source.COMMUNITY, "Медленное")
    make_membership(contact=anna, community=left, until=ago(1))
    here = make_membership(contact=anna, community=quick, since=ago(10), until=TODAY)
    assert (one(anna).community, one(anna).due) == ("Быстрое", ago(280))
    assert one(anna, TODAY + timedelta(days=1)).community == "Медленное"
    trash = here.throw_away()
    assert one(anna).community == "Медленное"
    trash.put_back()
    anna.cadence_ideal = 60
    anna.save()
    assert (one(anna).source, one(anna).community) == (Source.CONTACT, "")
    assert one(make_contact(owner=owner, met_on=ago(300))).source == Source.NONE


def test_somebody_from_a_list_asks_for_nothing(owner: User) -> None:
    listed = make_contact(owner=owner, tie=5)
    tried = make_contact(owner=owner, tie=5)
    make_interaction(owner=owner, contacts=[tried], day=ago(40), answered=False)
    wanted = make_contact(owner=owner, cadence_ideal=7)
    added = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)
    Contact.objects.filter(owner=owner).update(created_at=added)
    assert (one(listed).due, one(listed).clock) == (None, None)
    # Half past ten in the evening of UTC is the next day in Moscow.
    assert (one(tried).clock, one(wanted).clock) == (date(2026, 10, 1), date(2026, 10, 1))
    assert names(owner) == [wanted.name, tried.name]


@time_machine.travel(NOW)
def test_put_off_and_never_and_back(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна", met_on=ago(300), cadence_ideal=30)
    snooze = reverse("contacts:snooze", args=[anna.pk])
    client_of_owner.post(snooze, {"until": "week", "next": "/"})
    assert (one(anna).due, one(anna).state, names(owner)) == (date(2026, 11, 27), "", [])
    assert names(owner, date(2026, 11, 27)) == ["Анна"]
    page = client_of_owner.get("/").content.decode()
    assert f"{snooze}?until=now" in page
    client_of_owner.post(snooze, {"until": "never"})
    assert (one(anna).due, names(owner, date(2030, 1, 1))) == (None, [])
    page = client_of_owner.get("/").content.decode()
    client_of_owner.post(f"{snooze}?until=2026-11-27")
    assert f"{snooze}?until=2026-11-27" in page
    assert one(anna).snoozed_until == date(2026, 11, 27)
    client_of_owner.post(snooze, {"until": "now"})
    assert names(owner) == ["Анна"]
    assert client_of_owner.post(snooze, {"until": "когда-нибудь"}).status_code == 400
    assert client_of_owner.get(snooze).status_code == 405


def test_archived_and_deleted_people_are_never_due(owner: User) -> None:
    archived = make_contact(owner=owner, met_on=ago(300), cadence_ideal=1, archived_on=ago(1))
    deleted = make_contact(owner=owner, met_on=ago(300), cadence_ideal=1)
    deleted.throw_away()
    assert names(owner) == []
    assert one(archived).due is None


def test_at_most_five_by_days_over_cadence_then_tie_each_with_a_reason(owner: User) -> None:
    mentor = make_contact(owner=owner, name="Олег", met_on=ago(30), cadence_ideal=15, tie=3, roles=["mentor"])
    close = make_contact(owner=owner, name="Вера", met_on=ago(28), tie=5)
    helped = make_contact(owner=owner, name="Дмитрий", met_on=ago(90), cadence_ideal=30)
    make_referral(owner=owner, giver=helped, made_on=date(2026, 9, 10))
    fresh = make_contact(owner=owner, name="Мария", met_on=date(2026, 11, 6), how_met="митап")
    member = make_contact(owner=owner, name="Глеб", met_on=ago(50))
    make_membership(contact=member, community=make_community(owner=owner, name="PiterPy", cadence_ideal=30))
    make_contact(owner=owner, name="Шестой", met_on=ago(65), tie=3)
    found = due_people(owner, TODAY)
    assert [due.person for due in found] == [close, helped, mentor, fresh, member]
    said = {due.person.name: (due.days, due.state, due.reason) for due in found}
    assert said["Дмитрий"] == (90, "soon", "рекомендация вам в сентябре; ещё не говорили; обычно раз в 30 дней")
    assert said["Олег"][2] == "наставник; ещё не говорили; обычно раз в 15 дней"
    assert said["Мария"] == (14, "soon", "познакомились 6 ноября, второго разговора ещё не было · митап")
    assert said["Глеб"][2] == "PiterPy; ещё не говорили; обычно раз в 30 дней"
    assert "второго разговора" in said["Вера"][2]
    assert len(due_people(owner, TODAY, 3)) == 3


def test_queries_do_not_grow(owner: User) -> None:
    asked = []
    for _ in range(2):
        for tie in (None, 3, 5):
            person = make_contact(owner=owner, met_on=ago(200), tie=tie)
            make_contact(owner=owner, tie=tie)
            make_contact(owner=owner, met_on=ago(20))
            community = make_community(owner=owner, cadence_ideal=20)
            make_membership(contact=person, community=community)
            make_interaction(owner=owner, contacts=[person], day=ago(100))
        people = [*Contact.objects.for_owner(owner)]
        asks: list[tuple[Callable[[], object], int]] = [
            (partial(due_people, owner, TODAY), 6),
            (partial(rhythm_of, owner, people, TODAY), 3),
        ]
        for ask, most in asks:
            with CaptureQueriesContext(connection) as queries:
                ask()
            asked.append(len(queries))
            assert len(queries) <= most
    assert asked[:2] == asked[2:]


@time_machine.travel(NOW)
def test_the_panel_says_all_of_it(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, met_on=ago(300))
    make_interaction(owner=owner, contacts=[anna], day=ago(8))
    panel = reverse("home:rhythm_panel", args=[anna.pk])
    assert "Ритма нет" in client_of_owner.get(panel).content.decode()
    club = make_community(owner=owner, name="MoscowPython", cadence_ideal=30, cadence_at_most=60)
    make_membership(contact=anna, community=club)
    text = " ".join(client_of_owner.get(panel, headers={"HX-Request": "true"}).content.decode().split())
    assert "<html" not in text
    for said in ("12 ноября", "раз в 30 дней, не реже 60 дней", "из сообщества MoscowPython", "до 12 декабря"):
        assert said in text
    assert f'data-hx-get="{panel}"' in client_of_owner.get(anna.get_absolute_url()).content.decode()


def test_rhythm_of_ties_is_the_owners_to_set(client_of_owner: Client, owner: User, stranger: User) -> None:
    page = reverse("home:rhythm_settings")
    form = client_of_owner.get(page).context["form"]
    assert (form["ideal_5"].value(), form["at_most_5"].value(), form["ideal_1"].value()) == (14, 30, None)
    data = {"ideal_5": "10", "at_most_5": "20", "ideal_3": "", "at_most_3": ""}
    assert client_of_owner.post(page, {**data, "ideal_4": "30", "at_most_4": "7"}).status_code == 422
    assert not RhythmDefault.objects.exists()
    assert client_of_owner.post(page, {**data, "ideal_4": "0"}).status_code == 422
    assert client_of_owner.post(page, data).status_code == 302
    close, theirs = make_contact(owner=owner, met_on=ago(99), tie=5), make_contact(owner=stranger, tie=5)
    talking = make_contact(owner=owner, met_on=ago(99), tie=3)
    assert one(close).cadence.ideal == 10  # type: ignore[union-attr]
    assert one(talking).cadence is None
    assert one(theirs).cadence.ideal == 14  # type: ignore[union-attr]
