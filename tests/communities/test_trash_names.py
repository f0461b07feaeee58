"""What an entry of the trash says: of which event, community or person it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from communities.actions.bulk import undo_community
from communities.actions.series import start_series
from communities.actions.series_undo import undo_change
from communities.recurrence.rule import parse
from contacts.models import BulkChange, Trash
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import (
    make_community,
    make_contact,
    make_event,
    make_interaction,
    make_membership,
    make_mentorship,
    make_participation,
)

TRASH = "contacts:trash"

pytestmark = pytest.mark.django_db


def lines(client: Client) -> list[str]:
    """Each entry as the page shows it, its name and what it holds."""
    page = client.get(reverse(TRASH))
    return [f"{one} | {one.holds}" for one, _left in page.context["deletions"]]


def test_events_of_a_series_say_which_event_and_of_which_community(client_of_owner: Client, owner: User) -> None:
    club = make_community(owner=owner, name="Питонисты")
    event = make_event(owner=owner, name="Встреча", community=club, starts=datetime(2026, 11, 12, 16, tzinfo=UTC))
    change = start_series(event=event, rule=parse("FREQ=MONTHLY;BYDAY=2TH;COUNT=4"), zone=ZoneInfo("Europe/Moscow"))
    undo_change(change=change)
    assert [line.partition(" | ")[2] for line in lines(client_of_owner)] == ["3 мероприятия: Встреча, Питонисты"]
    assert "3 мероприятия: Встреча, Питонисты · " in client_of_owner.get(reverse(TRASH)).content.decode()


def test_the_trash_asks_the_same_however_many_there_are(client_of_owner: Client, owner: User, stranger: User) -> None:
    counts = []
    for number in (1, 3):
        for _one in range(number):
            make_event(owner=owner, community=make_community(owner=owner)).throw_away()
        counts.append(queries_of(client_of_owner, reverse(TRASH)))
    assert counts[0] == counts[1]
    assert len(lines(client_of_owner)) == 4
    # What the name says already is not said twice.
    club = make_community(owner=owner, name="Клуб")
    make_event(owner=owner, name="Встреча", community=club).throw_away()
    assert lines(client_of_owner)[0] == "Встреча | 1 мероприятие, Клуб"
    make_event(owner=stranger).throw_away()
    assert len(lines(client_of_owner)) == 5


def test_new_people_of_a_list_that_was_undone_say_to_which_community(owner: User) -> None:
    club = make_community(owner=owner, name="Питонисты")
    people = [make_contact(owner=owner) for _one in range(3)]
    rows = [make_membership(contact=one, community=club) for one in people]
    said = {"name": club.name, "id": club.pk, "role": "", "since": None, "until": None}
    before = {"memberships": [one.pk for one in rows], "new": [one.pk for one in people], "said": said}
    undo_community(BulkChange(owner=owner, action="community", what="добавлены", count=3, before=before))
    assert Trash.objects.get().what == "3 человека, добавленных в «Питонисты»"


def test_each_says_of_whom_and_of_what_it_is(client_of_owner: Client, owner: User) -> None:
    anna, club = make_contact(owner=owner, name="Анна Ким"), make_community(owner=owner, name="Питонисты")
    period = make_participation(community=club)
    talk = make_interaction(owner=owner, contacts=[anna], day=date(2026, 10, 12), kind="call")
    mentorship = make_mentorship(contact=anna, goal="вырасти")
    client_of_owner.post(reverse("communities:participation_delete", args=[period.pk]))
    client_of_owner.post(reverse("contacts:interaction_delete", args=[talk.pk]))
    client_of_owner.post(reverse("contacts:mentorship_delete", args=[mentorship.pk]))
    mentored, talked, took_part = Trash.objects.order_by("-pk").values_list("what", flat=True)
    assert took_part == "моё участие в «Питонисты»"
    assert talked == f"Анна Ким: {talk.get_kind_display()}, 12 октября 2026"
    assert mentored == f"Анна Ким: {mentorship}"
