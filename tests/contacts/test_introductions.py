from __future__ import annotations

from datetime import date

import time_machine
from django.test import Client
from django.urls import reverse

from contacts.introductions import Node, introductions
from contacts.models import Contact
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_contact

NOW = "2026-11-20 12:00:00+03:00"


def shape(node: Node | None) -> object:
    """The tree as names inside names; the person of the page with a star."""
    if node is None:
        return None
    return (node.contact.name + "*" * node.is_here, [shape(one) for one in node.below])


def chain(owner: User, *names: str) -> list[Contact]:
    """Each introduced the next one."""
    people: list[Contact] = []
    for name in names:
        people.append(make_contact(owner=owner, name=name, introduced_by=people[-1] if people else None))
    return people


def test_four_levels_up_and_two_down(owner: User) -> None:
    people = chain(owner, "А", "Б", "В", "Г", "Д", "Е", "Ж", "З", "И")
    tree = introductions(owner, Contact.objects.for_owner(owner).get(pk=people[5].pk))
    assert shape(tree) == ("Б", [("В", [("Г", [("Д", [("Е*", [("Ж", [("З", [])])])])])])])


def test_nobody_around_is_no_tree(owner: User) -> None:
    assert introductions(owner, make_contact(owner=owner)) is None


def test_what_is_too_much_is_counted_and_trash_is_left_out(owner: User) -> None:
    anna, boris = chain(owner, "Анна", "Борис")
    for number in range(14):
        child = make_contact(owner=owner, name=f"Я{number:02}", introduced_by=boris)
    for number in range(7):
        make_contact(owner=owner, name=f"Внук{number}", introduced_by=Contact.objects.get(given_name="Я00"))
    child.throw_away()
    tree = introductions(owner, boris)
    assert tree is not None
    here = tree.below[0]
    assert (len(here.below), here.more) == (12, 1)
    assert (len(here.below[0].below), here.below[0].more) == (5, 2)
    anna.throw_away()
    assert shape(introductions(owner, Contact.objects.get(pk=boris.pk)))[0] == "Борис*"  # type: ignore[index]


def test_a_circle_that_stands_in_the_data_ends_all_the_same(owner: User) -> None:
    anna, boris = chain(owner, "Анна", "Борис")
    anna.introduced_by = boris
    anna.save()
    assert shape(introductions(owner, Contact.objects.get(pk=anna.pk))) == ("Борис", [("Анна*", [("Борис", [])])])


@time_machine.travel(NOW)
def test_the_form_refuses_a_circle_and_oneself(client_of_owner: Client, owner: User) -> None:
    anna, boris, vera = chain(owner, "Анна", "Борис", "Вера")
    for introducer, said in ((boris, "Анна ← Борис ← Анна"), (vera, "Анна ← Вера ← Борис ← Анна"), (anna, "")):
        data = {"given_name": "Анна", "city": "Пермь", "introduced_by": f"id:{introducer.pk}", "version": "1"}
        answer = client_of_owner.post(reverse("contacts:edit", args=[anna.pk]), data)
        assert answer.status_code == 422
        assert said in str(answer.context["form"].errors["introduced_by"])
        assert 'value="Пермь"' in answer.content.decode()
    data = {"given_name": "Вера", "introduced_by": f"id:{anna.pk}", "version": "1"}
    assert client_of_owner.post(reverse("contacts:edit", args=[vera.pk]), data).status_code == 302


def test_the_panel_draws_it(client_of_owner: Client, owner: User) -> None:
    anna, boris, vera = chain(owner, "Анна", "Борис", "Вера")
    page = client_of_owner.get(reverse("contacts:ties_panel", args=[boris.pk])).content.decode()
    assert "Кто меня с кем познакомил" in page
    assert '<strong class="tree-here" aria-current="true">Борис</strong>' in page
    assert anna.get_absolute_url() in page
    assert vera.get_absolute_url() in page


def test_the_panel_asks_the_same_whatever_its_length(client_of_owner: Client, owner: User) -> None:
    people = chain(owner, *"АБВГ")
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            make_contact(owner=owner, introduced_by=people[3], met_on=date(2026, 1, 1))
        counts.append(queries_of(client_of_owner, reverse("contacts:ties_panel", args=[people[2].pk])))
    assert counts[0] == counts[1]
