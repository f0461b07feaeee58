from __future__ import annotations

from datetime import date

import time_machine
from django.test import Client
from django.urls import reverse

from contacts.models import Contact, Interaction, Trash
from networking.accounts.models import User
from tests.factories import make_contact, make_interaction

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
