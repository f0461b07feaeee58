from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from contacts.models import Contact, Relationship, RelationshipKind
from contacts.relationships import relationships_of
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_contact, make_date, make_relationship

NOW = "2026-11-20 12:00:00+03:00"
TODAY = date(2026, 11, 20)


def around(person: Contact) -> list[tuple[str, str]]:
    return [(side.who.name, side.label) for side in relationships_of(person.owner, person, TODAY)]


@time_machine.travel(NOW)
def test_added_on_one_page_it_stands_on_both(client_of_owner: Client, owner: User) -> None:
    anna, boris = make_contact(owner=owner, name="Анна"), make_contact(owner=owner, name="Борис Орлов")
    add = reverse("contacts:relationship_add", args=[anna.pk])
    for what in ("manager>", "client<", "friend>"):
        data = {"who": f"Борис Орлов #{boris.pk}", "what": what, "since": "2024-05-01"}
        assert client_of_owner.post(add, data).url == anna.get_absolute_url()  # type: ignore[attr-defined]
    assert around(anna) == [("Борис Орлов", "руководитель"), ("Борис Орлов", "исполнитель"), ("Борис Орлов", "друг")]
    assert around(boris) == [("Анна", "подчинённый"), ("Анна", "клиент"), ("Анна", "друг")]
    page = client_of_owner.get(reverse("contacts:ties_panel", args=[boris.pk])).content.decode()
    assert "подчинённый · с 01.05.2024" in page


@time_machine.travel(NOW)
def test_words_of_my_own_are_offered_the_next_time(client_of_owner: Client, owner: User) -> None:
    anna, boris = make_contact(owner=owner, name="Анна"), make_contact(owner=owner, name="Борис")
    add = reverse("contacts:relationship_add", args=[anna.pk])
    data = {"who": "Вера Новая", "what": "new", "own_label": "Крёстная", "own_back": "крестница"}
    assert client_of_owner.post(add, data).status_code == 302
    kind = RelationshipKind.objects.for_owner(owner).get()
    assert around(anna) == [("Вера Новая", "Крёстная")]
    choices = dict(client_of_owner.get(add).context["form"].fields["what"].choices)
    assert (choices[f"{kind.pk}>"], choices[f"{kind.pk}<"]) == ("Крёстная", "крестница")
    client_of_owner.post(add, {"who": "Борис", "what": f"{kind.pk}<"})
    assert around(boris) == [("Анна", "Крёстная")]
    client_of_owner.post(add, {**data, "who": "Галя", "own_label": "крёстная"})
    assert RelationshipKind.objects.for_owner(owner).count() == 1


@time_machine.travel(NOW)
def test_edited_from_either_side_ended_and_thrown_away(client_of_owner: Client, owner: User) -> None:
    anna, boris = make_contact(owner=owner, name="Анна"), make_contact(owner=owner, name="Борис")
    row = make_relationship(contact=anna, other=boris, kind="manager")
    edit = reverse("contacts:relationship_edit", args=[row.pk])
    for person, what in ((anna, "manager<"), (boris, "manager>")):
        form = client_of_owner.get(f"{edit}?from={person.pk}").context["form"]
        assert form["what"].value() == what
        who = anna if person == boris else boris
        data = {"who": f"id:{who.pk}", "what": what, "since": "", "until": "2026-10-01"}
        answer = client_of_owner.post(f"{edit}?from={person.pk}", {**data, "version": form.instance.version})
        assert answer.url == person.get_absolute_url()  # type: ignore[attr-defined]
        row.refresh_from_db()
        assert (row.contact, row.other, row.kind, row.until) == (anna, boris, "manager", date(2026, 10, 1))
    page = client_of_owner.get(reverse("contacts:ties_panel", args=[boris.pk])).content.decode()
    assert "раньше руководитель · по 01.10.2026" in page
    client_of_owner.post(reverse("contacts:relationship_delete", args=[row.pk]) + f"?from={anna.pk}")
    assert around(anna) == around(boris) == []
    assert Relationship.objects.trashed(owner).get() == row


@time_machine.travel(NOW)
@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"who": "Анна"}, "who"),
        ({"who": ""}, "who"),
        ({"what": ""}, "what"),
        ({"what": "999999>"}, "what"),
        ({"what": "own>"}, "what"),
        ({"what": "new"}, "own_label"),
        ({"what": "friend>"}, "what"),
        ({"what": "new", "own_label": "x" * 61}, "own_label"),
        ({"since": "2026-11-21"}, "since"),
        ({"since": "1980-01-01"}, "since"),
        ({"since": "2026-05-02", "until": "2026-05-01"}, "until"),
    ],
)
def test_wrong_input_is_said_and_kept(client_of_owner: Client, owner: User, wrong: dict[str, str], where: str) -> None:
    anna, boris = make_contact(owner=owner, name="Анна"), make_contact(owner=owner, name="Борис")
    make_relationship(contact=boris, other=anna, kind="friend")
    make_date(contact=boris, year=1985)
    data = {"who": "Борис", "what": "colleague>", **wrong}
    answer = client_of_owner.post(reverse("contacts:relationship_add", args=[anna.pk]), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors[where]
    assert answer.context["form"]["who"].value() == data["who"]
    assert Relationship.objects.for_owner(owner).count() == 1


def test_what_has_ended_may_begin_again(client_of_owner: Client, owner: User) -> None:
    anna, boris = make_contact(owner=owner, name="Анна"), make_contact(owner=owner, name="Борис")
    make_relationship(contact=boris, other=anna, since=date(2020, 1, 1), until=date(2021, 1, 1))
    add = reverse("contacts:relationship_add", args=[anna.pk])
    assert client_of_owner.post(add, {"who": "Борис", "what": "colleague>"}).status_code == 422
    data = {"who": "Борис", "what": "colleague>", "since": "2022-01-01"}
    assert client_of_owner.post(add, data).status_code == 302


def test_the_database_refuses_a_relationship_to_oneself(owner: User) -> None:
    anna = make_contact(owner=owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_relationship(contact=anna, other=anna)


def test_who_lies_in_the_trash_is_not_shown(owner: User) -> None:
    anna, boris = make_contact(owner=owner), make_contact(owner=owner)
    make_relationship(contact=anna, other=boris)
    trash = boris.throw_away()
    assert around(anna) == []
    trash.put_back()
    assert len(around(anna)) == 1


def test_the_panel_asks_the_same_whatever_its_length(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner)
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            own = RelationshipKind.objects.create(owner=owner, label=f"к{rows}{_}", back_label="о")
            make_relationship(contact=make_contact(owner=owner), other=anna, kind="own", own_kind=own)
        counts.append(queries_of(client_of_owner, reverse("contacts:ties_panel", args=[anna.pk])))
    assert counts[0] == counts[1]
