from __future__ import annotations

from datetime import date

import time_machine
from django.test import Client
from django.urls import reverse

from contacts.models import Contact, Interaction, Trash
from networking.accounts.models import User
from tests.factories import make_contact, make_interaction, make_promise

NOW = "2026-11-20 12:00:00+03:00"
TALK = {"kind": "call", "day": "2026-11-12", "note": "Про найм", "answered": "on", "version": "1"}


@time_machine.travel(NOW)
def test_participants_come_and_go_with_their_own_notes(client_of_owner: Client, owner: User) -> None:
    anna, boris = make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Борис Аверин")
    talk = make_interaction(owner=owner, contacts=[anna, boris], day=date(2026, 11, 12))
    address = reverse("contacts:interaction_edit", args=[talk.pk])
    who = f"Анна Петрова #{anna.pk}, Вера Климова"
    client_of_owner.post(address, {**TALK, "who": who, f"own_{anna.pk}": "ищет работу"})
    talk.refresh_from_db()
    notes = {one.contact.name: one.own_note for one in talk.participants.select_related("contact")}
    assert notes == {"Анна Петрова": "ищет работу", "Вера Климова": ""}
    assert (talk.kind, talk.note) == ("call", "Про найм")
    assert Contact.objects.for_owner(owner).get(given_name="Вера").met_on == date(2026, 11, 12)


@time_machine.travel(NOW)
def test_a_day_that_has_not_come_is_refused(client_of_owner: Client, owner: User) -> None:
    talk = make_interaction(owner=owner, contacts=[make_contact(owner=owner, name="Анна Петрова")])
    address = reverse("contacts:interaction_edit", args=[talk.pk])
    response = client_of_owner.post(address, {**TALK, "who": "Анна Петрова", "day": "2026-11-21"})
    assert response.status_code == 422
    assert "day" in response.context["form"].errors
    assert "Про найм" in response.content.decode()


@time_machine.travel(NOW)
def test_two_tabs_do_not_lose_an_edit(client_of_owner: Client, owner: User) -> None:
    talk = make_interaction(owner=owner, contacts=[make_contact(owner=owner, name="Анна Петрова")])
    address = reverse("contacts:interaction_edit", args=[talk.pk])
    client_of_owner.post(address, {**TALK, "who": "Анна Петрова", "note": "первая вкладка"})
    response = client_of_owner.post(address, {**TALK, "who": "Анна Петрова, Новый Человек", "note": "вторая вкладка"})
    assert response.status_code == 409
    assert "первая вкладка" in {row.theirs for row in response.context["form"].stale_rows}
    assert not Contact.objects.for_owner(owner).filter(given_name="Новый").exists()


def test_delete_and_undo(client_of_owner: Client, owner: User) -> None:
    talk = make_interaction(owner=owner, contacts=[make_contact(owner=owner)])
    client_of_owner.post(reverse("contacts:interaction_delete", args=[talk.pk]))
    assert not Interaction.objects.for_owner(owner).exists()
    client_of_owner.post(reverse("contacts:undo", args=[Trash.objects.for_owner(owner).get().pk]))
    assert Interaction.objects.for_owner(owner).get() == talk


def test_the_time_and_the_manner_of_a_talk_are_mended_and_shown(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    talk = make_interaction(owner=owner, contacts=[anna], day=date(2026, 10, 14))
    promise = make_promise(contact=anna, text="Прислать слайды", interaction=talk)
    data = {"who": f"id:{anna.pk}", "kind": "call", "day": "2026-10-14", "time": "14:30", "channel": "telegram"}
    data |= {"formal": "on", "answered": "on", "begun_by": "me", "version": str(talk.version)}
    address = reverse("contacts:interaction_edit", args=[talk.pk])
    assert client_of_owner.post(address, {**data, "time": "25:00"}).status_code == 422
    assert client_of_owner.post(address, data).status_code == 302
    page = " ".join(client_of_owner.get(anna.get_absolute_url()).content.decode().split())
    assert "· 14:30 · по моей инициативе · Telegram · официально" in page
    edit = client_of_owner.get(address).content.decode()
    assert 'value="14:30"' in edit
    assert "Прислать слайды" in edit
    # And the promise leads back to the talk in which it was made.
    assert f'href="{talk.get_absolute_url()}"' in client_of_owner.get(promise.get_absolute_url()).content.decode()
    talk.throw_away()
    assert f'href="{talk.get_absolute_url()}"' not in client_of_owner.get(promise.get_absolute_url()).content.decode()
