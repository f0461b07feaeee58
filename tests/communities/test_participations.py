from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from communities.models import Community, Participation
from networking.accounts.models import User
from tests.factories import make_community, make_participation

PERIOD = {"status": "active", "role": "speaker", "since": "2026-06-01"}


@pytest.fixture
def community(owner: User) -> Community:
    return make_community(owner=owner, name="Клуб")


def add(client: Client, community: Community, **data: Any) -> Any:
    return client.post(reverse("communities:participation_add", args=[community.pk]), {**PERIOD, **data})


def test_a_new_period_brings_the_last_one_to_its_end(
    client_of_owner: Client, owner: User, community: Community
) -> None:
    make_participation(community=community, status="joined", since=date(2026, 1, 1))
    data = {
        "aims": ["exchange", "standards"], "why": "Чтобы рассказать.", "fee": "1500", "fee_period": "year",
        "renewal_on": "2027-01-01", "hours_per_month": "4.5", "next_review": "2026-12-01",
    }  # fmt: skip
    assert add(client_of_owner, community, **data).url == community.get_absolute_url()
    old, new = Participation.objects.for_owner(owner).order_by("since")
    assert (old.status, old.until) == ("joined", date(2026, 5, 31))
    assert (new.status, new.role, new.aims) == ("active", "speaker", ["exchange", "standards"])
    assert (str(new.fee), new.renewal_on, str(new.hours_per_month)) == ("1500.00", date(2027, 1, 1), "4.5")


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"until": "2026-05-01"}, "until", "Окончание раньше начала"),
        ({"since": "2025-12-01", "until": "2026-02-01"}, "since", "На эти дни уже записано"),
        ({"since": ""}, "since", "На эти дни уже записано"),
        ({"aims": ["skills"]}, "aims", ""),
        ({"status": "king"}, "status", ""),
        ({"fee": "-1"}, "fee", ""),
        ({"fee_period": "year"}, "fee", "Сколько это стоит?"),
        ({"hours_per_month": "1000"}, "hours_per_month", ""),
        ({"since": "вчера"}, "since", ""),
    ],
)
def test_what_makes_no_sense_is_refused(
    client_of_owner: Client, community: Community, wrong: dict[str, Any], field: str, said: str
) -> None:
    make_participation(community=community, since=date(2026, 1, 1), until=date(2026, 3, 1))
    response = add(client_of_owner, community, why="Набранный текст", **wrong)
    assert response.status_code == 422
    assert said in " ".join(response.context["form"][field].errors)
    assert response.context["form"][field].errors
    assert "Набранный текст" in response.content.decode()
    assert Participation._base_manager.count() == 1


def test_aims_are_the_five_of_the_family(client_of_owner: Client, owner: User, community: Community) -> None:
    inside = make_community(owner=owner, family="internal", kind="technical")
    aims = {}
    for one in (community, inside):
        form = client_of_owner.get(reverse("communities:participation_add", args=[one.pk])).context["form"]
        aims[one.pk] = [value for value, _label in form.fields["aims"].choices]
    assert aims[community.pk] == ["exchange", "network", "growth", "interests", "standards"]
    assert aims[inside.pk] == ["skills", "colleagues", "career", "sharing", "culture"]


def test_what_is_not_chosen_is_said_in_words(client_of_owner: Client, community: Community) -> None:
    page = client_of_owner.get(reverse("communities:participation_add", args=[community.pk])).content.decode()
    people = client_of_owner.get(reverse("communities:member_add")).content.decode()
    for form in (page, people):
        assert ">не выбрано</option>" in form
        assert "-----" not in form


def test_a_period_is_edited_and_deleted(client_of_owner: Client, owner: User, community: Community) -> None:
    period = make_participation(community=community, since=date(2026, 1, 1))
    address = reverse("communities:participation_edit", args=[period.pk])
    assert client_of_owner.post(address, {**PERIOD, "version": 1}).url == community.get_absolute_url()  # type: ignore[attr-defined]
    period.refresh_from_db()
    assert (period.role, period.since) == ("speaker", date(2026, 6, 1))
    assert client_of_owner.post(address, {**PERIOD, "version": 1, "role": "reader"}).status_code == 409
    client_of_owner.post(reverse("communities:participation_delete", args=[period.pk]))
    assert not Participation.objects.for_owner(owner).exists()


@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_a_new_period_starts_from_the_last_one(client_of_owner: Client, community: Community) -> None:
    make_participation(community=community, role="organiser", aims=["network"], since=date(2026, 1, 1))
    form = client_of_owner.get(reverse("communities:participation_add", args=[community.pk])).context["form"]
    assert (form["role"].value(), form["aims"].value(), form["since"].value()) == (
        "organiser", ["network"], date(2026, 10, 15),
    )  # fmt: skip


def test_a_deleted_period_is_in_nobodys_way(client_of_owner: Client, owner: User, community: Community) -> None:
    gone = make_participation(community=community, since=date(2026, 1, 1))
    gone.throw_away()
    assert add(client_of_owner, community).url == community.get_absolute_url()
    gone.refresh_from_db()
    assert gone.until is None
    assert Participation.objects.for_owner(owner).get().since == date(2026, 6, 1)
