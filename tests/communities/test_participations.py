from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from communities.models import Community, Participation
from communities.together import together
from networking.accounts.models import User
from tests.factories import make_community, make_contact, make_membership, make_participation

TODAY = date(2026, 10, 15)
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


@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_leaving_on_the_day_of_joining_changes_the_period(
    client_of_owner: Client, owner: User, community: Community
) -> None:
    joined = make_participation(
        community=community, since=date(2026, 10, 15), role="organiser", renewal_on=date(2027, 1, 1)
    )
    address = reverse("communities:participation_add", args=[community.pk])
    form = client_of_owner.get(address).context["form"]
    offered = {name: form[name].value() for name in ("role", "since", "renewal_on")}
    gone = client_of_owner.post(address, {**offered, "status": "left"})
    assert gone["Location"] == community.get_absolute_url()
    period = Participation.objects.for_owner(owner).get()
    assert (period.pk, period.status, period.role, period.since, period.until) == (
        joined.pk, "left", "organiser", date(2026, 10, 15), None,
    )  # fmt: skip
    assert period.renewal_on == date(2027, 1, 1)
    edit = reverse("communities:participation_edit", args=[period.pk])
    assert client_of_owner.post(edit, {**PERIOD, "version": 1}).status_code == 409


@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_a_new_part_within_a_period_with_an_end_takes_it_over(
    client_of_owner: Client, owner: User, community: Community
) -> None:
    make_participation(community=community, since=date(2026, 1, 1), until=date(2026, 12, 31))
    assert add(client_of_owner, community, since="2026-10-15").status_code == 302
    rows = Participation.objects.for_owner(owner).order_by("since").values_list("role", "since", "until")
    assert [*rows] == [
        ("participant", date(2026, 1, 1), date(2026, 10, 14)),
        ("speaker", date(2026, 10, 15), date(2026, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("stood", "typed", "was", "left"),
    [
        # Nothing but the status: from today.
        (("2024-05-01", ""), {}, ("2024-05-01", "2026-10-14"), ("2026-10-15", "")),
        (("", ""), {}, ("", "2026-10-14"), ("2026-10-15", "")),
        # A later beginning is the day of leaving.
        (("2024-05-01", ""), {"since": "2026-09-01"}, ("2024-05-01", "2026-08-31"), ("2026-09-01", "")),
        # An end is the last day there.
        (("2024-05-01", ""), {"until": "2026-09-01"}, ("2024-05-01", "2026-09-01"), ("2026-09-02", "")),
        (("2024-05-01", ""), {"until": "2026-10-15"}, ("2024-05-01", "2026-10-14"), ("2026-10-15", "")),
        (("2024-05-01", ""), {"until": "2026-12-31"}, ("2024-05-01", "2026-12-31"), ("2027-01-01", "")),
        # A period that was over stays as it was; one that was to last on ends.
        (("2024-05-01", "2025-06-01"), {}, ("2024-05-01", "2025-06-01"), ("2025-06-02", "")),
        (("2024-05-01", "2026-12-31"), {}, ("2024-05-01", "2026-10-14"), ("2026-10-15", "")),
        # An earlier beginning is mended.
        (("2024-05-01", ""), {"since": "2024-04-01"}, ("2024-04-01", "2026-10-14"), ("2026-10-15", "")),
    ],
)
@pytest.mark.parametrize("status", ["joined", "active", "paused"])
@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_leaving_in_the_edit_form_keeps_the_time_there(
    client_of_owner: Client, owner: User, community: Community,
    status: str, stood: Any, typed: dict[str, str], was: Any, left: Any,
) -> None:  # fmt: skip
    since, until = (date.fromisoformat(day) if day else None for day in stood)
    period = make_participation(
        community=community, status=status, role="speaker", since=since, until=until, next_review=date(2027, 1, 1)
    )
    edit = reverse("communities:participation_edit", args=[period.pk])
    data = {"status": "left", "role": "speaker", "since": stood[0], "until": stood[1], "version": 1, **typed}
    page = client_of_owner.post(edit, {"next_review": "2027-01-01", **data}, follow=True).content.decode()
    rows = [
        (one.status, one.role, one.since.isoformat() if one.since else "", one.until.isoformat() if one.until else "")
        for one in Participation.objects.for_owner(owner).order_by("pk")
    ]
    assert rows == [(status, "speaker", *was), ("left", "speaker", *left)]
    old, new = Participation.objects.for_owner(owner).order_by("pk")
    assert (old.pk, old.next_review, new.next_review) == (period.pk, date(2027, 1, 1), None)
    assert "вы больше не участвуете. Всё, что было раньше, осталось со своими датами." in page
    # A second tab that still shows the period as it was is refused.
    assert client_of_owner.post(edit, data).status_code in (409, 422)
    assert Participation.objects.for_owner(owner).count() == 2


@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_leaving_in_an_overtaken_form_changes_nothing(
    client_of_owner: Client, owner: User, community: Community
) -> None:
    period = make_participation(community=community, since=date(2024, 1, 1), version=2)
    edit = reverse("communities:participation_edit", args=[period.pk])
    data = {"status": "left", "role": "participant", "since": "2024-01-01", "version": 1}
    assert client_of_owner.post(edit, data).status_code == 409
    row = Participation.objects.for_owner(owner).get()
    assert (row.status, row.until, row.version) == ("joined", None, 2)


@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_leaving_in_the_edit_form_keeps_the_time_together(
    client_of_owner: Client, owner: User, community: Community
) -> None:
    anna = make_contact(owner=owner)
    theirs = make_membership(contact=anna, community=community, since=date(2024, 5, 1))
    period = make_participation(community=community, status="active", since=date(2024, 1, 1))
    edit = reverse("communities:participation_edit", args=[period.pk])
    client_of_owner.post(edit, {"status": "left", "role": "participant", "since": "2024-01-01", "version": 1})
    shared = together(Participation.objects.for_owner(owner), [theirs], TODAY)
    assert shared
    assert (shared.since, shared.until, shared.now) == (date(2024, 5, 1), date(2026, 10, 14), False)


@pytest.mark.parametrize(
    ("status", "since"), [("considering", date(2026, 1, 1)), ("joined", TODAY), ("joined", date(2026, 12, 1))]
)
@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_without_time_there_the_period_itself_becomes_left(
    client_of_owner: Client, owner: User, community: Community, status: str, since: date
) -> None:
    period = make_participation(community=community, status=status, since=since)
    edit = reverse("communities:participation_edit", args=[period.pk])
    data = {"status": "left", "role": "participant", "since": since.isoformat(), "version": 1}
    assert client_of_owner.post(edit, data).status_code == 302
    row = Participation.objects.for_owner(owner).get()
    assert (row.pk, row.status, row.since, row.until) == (period.pk, "left", since, None)


@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_having_left_lasts_until_the_next_period(client_of_owner: Client, owner: User, community: Community) -> None:
    first = make_participation(community=community, since=date(2024, 1, 1), until=date(2024, 6, 30))
    again = make_participation(community=community, since=date(2025, 1, 1))
    edit = reverse("communities:participation_edit", args=[first.pk])
    data = {"status": "left", "role": "participant", "since": "2024-01-01", "until": "2024-06-30", "version": 1}
    assert client_of_owner.post(edit, {**data, "until": "2024-12-31"}).status_code == 422
    assert client_of_owner.post(edit, {**data, "since": "2025-02-01", "until": ""}).status_code == 422
    assert client_of_owner.post(edit, data).status_code == 302
    rows = Participation.objects.for_owner(owner).order_by("since").values_list("status", "since", "until")
    assert [*rows] == [
        ("joined", date(2024, 1, 1), date(2024, 6, 30)),
        ("left", date(2024, 7, 1), date(2024, 12, 31)),
        ("joined", again.since, None),
    ]
