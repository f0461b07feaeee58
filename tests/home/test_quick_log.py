from __future__ import annotations

import uuid
from datetime import date

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from contacts.models import Contact, Interaction, Promise
from networking.accounts.models import User
from tests.factories import make_contact

NOW = "2026-11-20 12:00:00+03:00"
LOG = "home:quick_log"


def talk(**fields: str) -> dict[str, str]:
    return {"who": "Тимур Марков", "kind": "meeting", "day": "2026-11-20", "key": str(uuid.uuid4()), **fields}


@time_machine.travel(NOW)
def test_one_submit_makes_person_talk_and_promise(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    data = talk(who=f"Анна Петрова #{anna.pk}, Тимур Марков", note="Про линтеры")
    response = client_of_owner.post(reverse(LOG), {**data, "promise": "Прислать ссылку", "due_on": "2026-11-25"})
    assert response.status_code == 302
    timur = Contact.objects.for_owner(owner).get(given_name="Тимур")
    assert (timur.family_name, timur.met_on) == ("Марков", date(2026, 11, 20))
    interaction = Interaction.objects.for_owner(owner).get()
    assert set(interaction.contacts.all()) == {anna, timur}
    promise = Promise.objects.for_owner(owner).get()
    assert (promise.contact, promise.due_on, promise.interaction) == (anna, date(2026, 11, 25), interaction)
    said = client_of_owner.get(reverse("home:help")).content.decode()
    assert "Анна Петрова, Тимур Марков" in said
    assert "1 обещание" in said


@time_machine.travel(NOW)
def test_sent_twice_is_done_once(client_of_owner: Client, owner: User) -> None:
    data = talk()
    for _ in range(2):
        assert client_of_owner.post(reverse(LOG), data).status_code == 302
    assert Interaction.objects.for_owner(owner).count() == 1
    assert Contact.objects.for_owner(owner).count() == 1


@time_machine.travel(NOW)
def test_all_or_nothing(client_of_owner: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(Promise.objects, "create", fail)
    with pytest.raises(DatabaseError):
        client_of_owner.post(reverse(LOG), talk(promise="Прислать"))
    assert not Interaction.objects.for_owner(owner).exists()
    assert not Contact.objects.for_owner(owner).exists()


@time_machine.travel(NOW)
@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"who": ""}, "who"),
        ({"who": "id:999999"}, "who"),
        ({"day": "2026-11-21"}, "day"),
        ({"day": "вчера"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"kind": "telepathy"}, "kind"),
        ({"due_on": "2026-11-25"}, "promise"),
        ({"promise": "x", "due_on": "2026-11-01"}, "due_on"),
        ({"note": "\x00"}, "note"),
        ({"note": "я" * 20_001}, "note"),
        ({"key": "не ключ"}, "key"),
    ],
)
def test_wrong_input_is_said_beside_its_field(
    client_of_owner: Client, owner: User, wrong: dict[str, str], where: str
) -> None:
    response = client_of_owner.post(reverse(LOG), talk(**wrong))
    assert response.status_code == 422
    assert where in response.context["form"].errors
    assert not Interaction.objects.for_owner(owner).exists()
    assert not Contact.objects.for_owner(owner).exists()


@time_machine.travel(NOW)
def test_a_doubtful_name_is_asked_about_and_answered(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова", company="Яндекс")
    response = client_of_owner.post(reverse(LOG), talk(who="Анна"))
    assert response.status_code == 422
    text = response.content.decode()
    assert 'name="is:анна"' in text
    assert "Яндекс" in text
    client_of_owner.post(reverse(LOG), {**talk(who="Анна"), "is:анна": f"id:{anna.pk}"})
    assert list(Interaction.objects.for_owner(owner).get().contacts.all()) == [anna]


@time_machine.travel(NOW)
def test_an_answer_is_not_asked_for_again(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    make_contact(owner=owner, name="Борис Ильин")
    typed = talk(who="Анна, Борис")
    asked = client_of_owner.post(reverse(LOG), {**typed, "is:анна": f"id:{anna.pk}"}).content.decode()
    kept = f'<input type="hidden" name="is:анна" value="id:{anna.pk}">'
    assert (kept in asked, 'type="radio" id="is:борис"' in asked) == (True, True)
    assert "1 человек, возможно, уже знаком. Скажите, кто это." in asked
    answered = {"is:анна": f"id:{anna.pk}", "is:борис": "new"}
    wrong_day = client_of_owner.post(reverse(LOG), {**typed, **answered, "day": "2999-01-01"}).content.decode()
    assert kept in wrong_day
    assert '<input type="hidden" name="is:борис" value="new">' in wrong_day
    # What is no answer is not sent on.
    odd = client_of_owner.post(reverse(LOG), {**talk(who=""), "is:анна": '"><b>', "is:вера": "id:x"}).content.decode()
    assert 'name="is:' not in odd
    assert not Interaction.objects.for_owner(owner).exists()


@time_machine.travel(NOW)
def test_htmx_gets_the_form_alone_and_is_sent_on(client_of_owner: Client) -> None:
    htmx = {"HX-Request": "true"}
    fragment = client_of_owner.get(reverse(LOG), headers=htmx)
    assert "<html" not in fragment.content.decode()
    assert "HX-Request" in fragment["Vary"]
    wrong = client_of_owner.post(reverse(LOG), talk(who=""), headers=htmx)
    assert wrong.status_code == 422
    assert "<html" not in wrong.content.decode()
    right = client_of_owner.post(reverse(LOG), talk(next="/contacts/"), headers=htmx)
    assert (right.status_code, right["HX-Redirect"]) == (204, "/contacts/")


@time_machine.travel("2026-11-20 23:30:00+00:00")
def test_today_is_the_owners_day(client_of_owner: Client, owner: User) -> None:
    owner.time_zone = "Asia/Vladivostok"
    owner.save()
    page = client_of_owner.get(reverse(LOG))
    assert page.context["form"]["day"].value() == date(2026, 11, 21)
