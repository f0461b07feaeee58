"""What came my way: quick entry, what waits, the outcome in one touch and back, delete and undo."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from communities.models import Community, Opportunity
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_community, make_contact, make_event, make_opportunity

NOW = "2026-11-20 12:00:00+03:00"
TODAY = date(2026, 11, 20)
ADD = "communities:opportunity_add"
LIST = "communities:opportunities"
EDIT = "communities:opportunity_edit"
pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen() -> Any:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def club(owner: User) -> Community:
    return make_community(owner=owner, name="Клуб")


def only(owner: User) -> Opportunity:
    return Opportunity.objects.for_owner(owner).get()


def settle(client: Client, row: Opportunity, outcome: str) -> Any:
    return client.post(reverse("communities:opportunity_settle", args=[row.pk]), {"outcome": outcome})


def test_a_kind_and_a_place_are_enough(client_of_owner: Client, owner: User, club: Community) -> None:
    address = f"{reverse(ADD)}?community={club.pk}"
    form = client_of_owner.get(address).context["form"]
    assert (form["community"].value(), form["received_on"].value()) == (club.pk, TODAY)
    data = {"kind": "vacancy", "community": club.pk, "received_on": "2026-11-20", "outcome": "open"}
    client_of_owner.post(address, data)
    row = only(owner)
    assert (row.kind, row.community, row.received_on, row.outcome, row.outcome_on) == (
        "vacancy", club, TODAY, "open", None,
    )  # fmt: skip
    assert str(row) == "вакансия"


def test_everything_at_once(client_of_owner: Client, owner: User, club: Community) -> None:
    event = make_event(owner=owner, community=club)
    data = {
        "kind": "talk", "what": "Доклад на осенней конференции", "event": event.pk, "contact": "Вера Климова",
        "received_on": "2026-10-15", "usefulness": "4", "outcome": "taken", "outcome_on": "2026-10-20", "note": "Да",
    }  # fmt: skip
    client_of_owner.post(reverse(ADD), data)
    row = only(owner)
    assert (row.community, row.event, row.usefulness, row.outcome) == (club, event, 4, "taken")
    assert row.outcome_on == date(2026, 10, 20)
    assert row.contact is not None
    assert row.contact.name == "Вера Климова"


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"kind": "lottery"}, "kind", ""),
        ({"community": ""}, "community", "в каком сообществе"),
        ({"received_on": "2026-11-21"}, "received_on", "ещё не наступил"),
        ({"received_on": ""}, "received_on", ""),
        ({"usefulness": "6"}, "usefulness", ""),
        ({"usefulness": "0"}, "usefulness", ""),
        ({"outcome": "taken", "outcome_on": "2026-10-01"}, "outcome_on", "раньше дня"),
        ({"outcome": "taken", "outcome_on": "2026-12-01"}, "outcome_on", "ещё не наступил"),
        ({"outcome": "won"}, "outcome", ""),
        ({"what": "я" * 301}, "what", ""),
    ],
)
def test_what_makes_no_sense_is_refused(
    client_of_owner: Client, owner: User, club: Community, wrong: dict[str, str], field: str, said: str
) -> None:
    data = {"kind": "client", "community": club.pk, "received_on": "2026-11-01", "outcome": "open", "note": "Текст"}
    response = client_of_owner.post(reverse(ADD), {**data, **wrong})
    assert response.status_code == 422
    assert response.context["form"][field].errors
    assert said in " ".join(response.context["form"][field].errors)
    assert "Текст" in response.content.decode()
    assert not Opportunity.objects.for_owner(owner).exists()


def test_the_outcome_comes_in_one_touch_and_goes_back(client_of_owner: Client, owner: User, club: Community) -> None:
    row = make_opportunity(owner=owner, community=club, what="Работа в «Маяке»", received_on=date(2026, 11, 1))
    page = client_of_owner.get(reverse(LIST))
    assert [one.pk for one in page.context["open"]] == [row.pk]
    assert not page.context["rows"]
    settle(client_of_owner, row, "declined")
    assert (only(owner).outcome, only(owner).outcome_on) == ("declined", TODAY)
    page = client_of_owner.get(reverse(LIST))
    assert [one.pk for one in page.context["rows"]] == [row.pk]
    assert not page.context["open"]
    undo = reverse("communities:opportunity_reopen", args=[row.pk])
    assert f'action="{undo}"' in page.content.decode()
    client_of_owner.post(undo)
    assert (only(owner).outcome, only(owner).outcome_on) == ("open", None)
    assert settle(client_of_owner, row, "won").status_code == 404


def test_a_form_opened_before_the_outcome_is_overtaken(client_of_owner: Client, owner: User, club: Community) -> None:
    row = make_opportunity(owner=owner, community=club)
    settle(client_of_owner, row, "taken")
    data = {"kind": "vacancy", "community": club.pk, "received_on": "2026-10-15", "outcome": "open", "version": "1"}
    assert client_of_owner.post(reverse(EDIT, args=[row.pk]), data).status_code == 409
    assert only(owner).outcome == "taken"


def test_an_outcome_without_a_day_is_of_today_and_an_open_one_has_none(
    client_of_owner: Client, owner: User, club: Community
) -> None:
    row = make_opportunity(owner=owner, community=club)
    data = {"kind": "vacancy", "community": club.pk, "received_on": "2026-10-15"}
    address = reverse(EDIT, args=[row.pk])
    client_of_owner.post(address, {**data, "outcome": "nothing", "version": "1"})
    assert (only(owner).outcome, only(owner).outcome_on) == ("nothing", TODAY)
    client_of_owner.post(address, {**data, "outcome": "open", "outcome_on": "2026-11-01", "version": "2"})
    assert (only(owner).outcome, only(owner).outcome_on) == ("open", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opportunity.objects.for_owner(owner).update(outcome="taken", outcome_on=None)
    with pytest.raises(ValidationError):
        Opportunity(owner=owner, community=club, kind="client", received_on=TODAY, usefulness=9).full_clean()


def test_delete_and_undo(client_of_owner: Client, owner: User) -> None:
    event = make_event(owner=owner)
    row = make_opportunity(owner=owner, event=event)
    gone = client_of_owner.post(reverse("communities:opportunity_delete", args=[row.pk]))
    assert gone.url == event.get_absolute_url()  # type: ignore[attr-defined]
    assert not Opportunity.objects.for_owner(owner).exists()
    row.refresh_from_db()
    client_of_owner.post(reverse("contacts:undo", args=[row.trash_id]))
    assert only(owner) == row


def test_a_strangers_opportunity_is_out_of_reach(client_of_owner: Client, stranger: User) -> None:
    row = make_opportunity(owner=stranger, what="Тайная вакансия", contact=make_contact(owner=stranger))
    assert "Тайная вакансия" not in client_of_owner.get(reverse(LIST)).content.decode()
    assert settle(client_of_owner, row, "taken").status_code == 404
    for name in (EDIT, "communities:opportunity_reopen", "communities:opportunity_delete"):
        assert client_of_owner.post(reverse(name, args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert (row.outcome, row.trash_id) == ("open", None)


def test_the_list_narrows_by_kind_month_and_community(client_of_owner: Client, owner: User, club: Community) -> None:
    make_opportunity(owner=owner, what="а", received_on=date(2026, 10, 1), community=club)
    make_opportunity(owner=owner, what="б", kind="talk", received_on=date(2026, 11, 1))
    settled = {"outcome": "taken", "outcome_on": date(2026, 11, 5)}
    make_opportunity(owner=owner, what="в", kind="talk", received_on=date(2026, 10, 31), community=club, **settled)

    def shown(**query: Any) -> tuple[list[str], list[str]]:
        context = client_of_owner.get(reverse(LIST), query).context
        return [row.what for row in context["open"]], [row.what for row in context["rows"]]

    assert shown() == (["а", "б"], ["в"])
    assert shown(kind="talk") == (["б"], ["в"])
    assert shown(month="2026-10") == (["а"], ["в"])
    assert shown(community=club.pk, kind="vacancy") == (["а"], [])
    empty = client_of_owner.get(reverse(LIST), {"kind": "client"}).content.decode()
    assert "Такого нет" in empty


def test_one_row_asks_as_many_queries_as_three(client_of_owner: Client, owner: User, club: Community) -> None:
    anna, event = make_contact(owner=owner), make_event(owner=owner, community=club)
    asked = []
    for more in (1, 2):
        for _ in range(more):
            around: dict[str, Any] = {"owner": owner, "community": club, "event": event, "contact": anna}
            make_opportunity(**around)
            make_opportunity(**around, outcome="taken", outcome_on=TODAY)
        panel = reverse("communities:community_giving", args=[club.pk])
        asked.append([queries_of(client_of_owner, address) for address in (reverse(LIST), panel, reverse(ADD))])
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 10


def test_an_error_in_the_closed_part_opens_it(client_of_owner: Client) -> None:
    data = {"kind": "talk", "what": "Доклад", "received_on": "2199-01-01"}
    page = client_of_owner.post(reverse("communities:opportunity_add"), data).content.decode()
    assert '<details class="form-more" open>' in page
    page = client_of_owner.get(reverse("communities:opportunity_add")).content.decode()
    assert '<details class="form-more" >' in page
