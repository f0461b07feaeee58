from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from contacts.models import Contact, Referral
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_contact, make_referral

ADD = "contacts:referral_add"
NOW = "2026-11-20 12:00:00+03:00"


@time_machine.travel(NOW)
def test_received_through_a_known_person_to_a_new_one(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    data = {"direction": "received", "giver": "Анна Петрова", "receiver": "Вера Климова", "kind": "job"}
    response = client_of_owner.post(reverse(ADD), {**data, "made_on": "2026-11-12"})
    assert response.status_code == 302
    referral = Referral.objects.for_owner(owner).get()
    assert (referral.giver, referral.made_on, referral.kind) == (anna, date(2026, 11, 12), "job")
    assert referral.receiver is not None
    assert referral.receiver.name == "Вера Климова"
    page = client_of_owner.get(reverse("contacts:referrals"))
    assert [one.pk for one in page.context["not_thanked"]] == [referral.pk]
    client_of_owner.post(reverse("contacts:referral_thank", args=[referral.pk]))
    page = client_of_owner.get(reverse("contacts:referrals"))
    assert not page.context["not_thanked"]
    assert [one.pk for one in page.context["received"]] == [referral.pk]


@time_machine.travel(NOW)
@pytest.mark.parametrize("page", ["home:today", "contacts:referrals"])
def test_thanking_stays_where_it_was_pressed_and_can_be_undone(client_of_owner: Client, owner: User, page: str) -> None:
    referral = make_referral(owner=owner, giver=make_contact(owner=owner, name="Анна"), made_on=date(2026, 11, 12))
    here, thank = reverse(page), reverse("contacts:referral_thank", args=[referral.pk])
    shown = client_of_owner.get(here).content.decode()
    form = shown[shown.index(f'action="{thank}"') :].split("</form>")[0]
    assert f'name="next" value="{here}"' in form
    answer = client_of_owner.post(thank, {"next": here}, follow=True)
    assert answer.redirect_chain == [(here, 302)]
    undo = reverse("contacts:referral_thank_undo", args=[referral.pk])
    assert f'action="{undo}"' in answer.content.decode()
    assert f'action="{thank}"' not in answer.content.decode()
    answer = client_of_owner.post(undo, {"next": here}, follow=True)
    assert answer.redirect_chain == [(here, 302)]
    assert f'action="{thank}"' in answer.content.decode()
    assert "Благодарность снова за вами." in answer.content.decode()


@time_machine.travel(NOW)
def test_who_was_thanked_before_keeps_that_day(client_of_owner: Client, owner: User) -> None:
    anna, before = make_contact(owner=owner, name="Анна Петрова"), date(2026, 11, 14)
    referral = make_referral(owner=owner, giver=anna, made_on=date(2026, 11, 12), thanked_on=before)
    page = client_of_owner.post(reverse("contacts:referral_thank", args=[referral.pk]), follow=True).content.decode()
    referral.refresh_from_db()
    assert referral.thanked_on == before
    assert "Спасибо уже сказано." in page
    assert reverse("contacts:referral_thank_undo", args=[referral.pk]) not in page


@time_machine.travel(NOW)
def test_given_has_no_giver(client_of_owner: Client, owner: User) -> None:
    data = {"direction": "given", "subject": "Игорь Сидоренко", "receiver": "Вера Климова", "kind": "introduction"}
    client_of_owner.post(reverse(ADD), {**data, "made_on": "2026-11-12"})
    referral = Referral.objects.for_owner(owner).get()
    assert referral.giver is None
    assert str(referral) == "Игорь Сидоренко → Вера Климова"
    assert referral not in Referral.objects.for_owner(owner).not_thanked()


@time_machine.travel(NOW)
@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({"direction": "received", "kind": "job", "made_on": "2026-11-12"}, "giver"),
        ({"direction": "given", "kind": "job", "made_on": "2026-11-12"}, "subject"),
        ({"direction": "received", "giver": "Анна", "kind": "job"}, "made_on"),
        ({"direction": "received", "giver": "Анна", "kind": "job", "made_on": "2026-12-01"}, "made_on"),
        ({"direction": "received", "giver": "Анна", "kind": "sponsor", "made_on": "2026-11-12"}, "kind"),
        ({"direction": "received", "giver": "id:999999", "kind": "job", "made_on": "2026-11-12"}, "giver"),
    ],
)
def test_wrong_input_writes_nothing(client_of_owner: Client, owner: User, data: dict[str, str], where: str) -> None:
    response = client_of_owner.post(reverse(ADD), data)
    assert response.status_code == 422
    assert where in response.context["form"].errors
    assert not Referral.objects.for_owner(owner).exists()
    assert not Contact.objects.for_owner(owner).exists()


@time_machine.travel(NOW)
def test_edit_goes_on_with_the_chain(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    referral = make_referral(owner=owner, giver=anna, made_on=date(2026, 11, 1))
    data = {"direction": "received", "giver": f"Анна Петрова #{anna.pk}", "kind": "client", "made_on": "2026-11-01"}
    address = reverse("contacts:referral_edit", args=[referral.pk])
    client_of_owner.post(address, {**data, "met_on": "2026-11-05", "useful_on": "2026-11-09", "version": 1})
    referral.refresh_from_db()
    assert (referral.kind, referral.met_on, referral.useful_on) == ("client", date(2026, 11, 5), date(2026, 11, 9))


def test_page_asks_the_same_whatever_its_length(client_of_owner: Client, owner: User) -> None:
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            make_referral(owner=owner, giver=make_contact(owner=owner), receiver=make_contact(owner=owner))
            make_referral(owner=owner, subject=make_contact(owner=owner), receiver=make_contact(owner=owner))
        counts.append(queries_of(client_of_owner, reverse("contacts:referrals")))
    assert counts[0] == counts[1] <= 9


def test_the_list_reads_as_a_chain_with_how_far_it_has_come(client_of_owner: Client, owner: User) -> None:
    anna, boris, vera = (make_contact(owner=owner, name=name) for name in ("Анна", "Борис", "Вера"))
    got: dict[str, Any] = {"giver": anna, "receiver": boris, "subject_text": "доклад", "made_on": date(2026, 11, 1)}
    done: dict[str, Any] = {
        "met_on": date(2026, 11, 3),
        "useful_on": date(2026, 11, 9),
        "thanked_on": date(2026, 11, 10),
    }
    make_referral(owner=owner, **got, **done)
    gave: dict[str, Any] = {"direction": "given", "giver": None, "subject": vera, "receiver": boris}
    make_referral(owner=owner, **gave, made_on=None, asked_on=date(2026, 11, 5))
    make_referral(owner=owner, **gave, made_on=date(2026, 11, 4))
    text = " ".join(client_of_owner.get(reverse("contacts:referrals")).content.decode().split())
    assert "Анна → я → Борис" in text
    assert "я → Вера → Борис" in text
    assert "· встретились · пригодилась · спасибо сказано" in text
    page = client_of_owner.get(reverse("contacts:referrals"))
    # What was only asked for stands by the day when it was, on both databases.
    assert [one.made_on for one in page.context["given"]] == [None, date(2026, 11, 4)]
    assert [one.steps for one in page.context["given"]] == [["попросили, ещё не сделана"], []]


def test_a_long_list_goes_on(client_of_owner: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contacts.views.referrals.BESIDE", 2)
    anna = make_contact(owner=owner)
    made = [make_referral(owner=owner, giver=anna, made_on=date(2026, 11, day)) for day in (5, 4, 3)]
    first = client_of_owner.get(reverse("contacts:referrals"))
    second = client_of_owner.get(reverse("contacts:referrals"), {"page": first.context["next_page"]})
    assert [*first.context["received"], *second.context["received"]] == made
    assert second.context["next_page"] is None
    assert client_of_owner.get(reverse("contacts:referrals"), {"page": "x²"}).status_code == 200
