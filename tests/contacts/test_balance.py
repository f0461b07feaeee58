from __future__ import annotations

from datetime import date
from random import Random

import pytest
from django.test import Client
from django.urls import reverse

from contacts.balance import SORTS, balance_of, balances
from contacts.models import Referral
from contacts.person_page import referrals_with
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_contact, make_referral

PAGE = "contacts:referral_balance"


def test_balance_counts_who_gave_and_whom_it_was_for(owner: User) -> None:
    anna, boris = make_contact(owner=owner), make_contact(owner=owner)
    assert str(balance_of(anna, referrals_with(anna.pk))) == "рекомендаций ещё не было"
    make_referral(owner=owner, giver=anna, receiver=boris)
    make_referral(owner=owner, giver=anna)
    make_referral(owner=owner, giver=anna, made_on=None, asked_on=date(2026, 10, 1))
    make_referral(owner=owner, giver=anna).throw_away()
    make_referral(owner=owner, subject=anna, receiver=boris)
    assert (balance_of(anna, referrals_with(anna.pk)).received, balance_of(anna, referrals_with(anna.pk)).given) == (
        2,
        1,
    )
    assert (
        balance_of(boris, referrals_with(boris.pk)).received,
        balance_of(boris, referrals_with(boris.pk)).given,
    ) == (0, 1)
    assert [str(balance_of(one, referrals_with(one.pk))) for one in (anna, boris)] == ["за мной 1", "я впереди на 1"]
    make_referral(owner=owner, receiver=anna)
    assert str(balance_of(anna, referrals_with(anna.pk))) == "поровну"


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("name", ["Анна", "Борис", "Вера"]),
        ("received", ["Борис", "Анна", "Вера"]),
        ("given", ["Вера", "Анна", "Борис"]),
        ("owed", ["Борис", "Анна", "Вера"]),
        ("thanks", ["Анна", "Борис", "Вера"]),
        ("чужое", ["Борис", "Анна", "Вера"]),
    ],
)
def test_list_is_sorted_as_asked(client_of_owner: Client, owner: User, sort: str, names: list[str]) -> None:
    anna, boris, vera = (make_contact(owner=owner, name=name) for name in ("Анна", "Борис", "Вера"))
    make_contact(owner=owner, name="Глеб")
    make_referral(owner=owner, giver=anna)
    for _ in range(2):
        make_referral(owner=owner, giver=boris, thanked_on=date(2026, 10, 20))
        make_referral(owner=owner, subject=vera)
    make_referral(owner=owner, receiver=anna)
    page = client_of_owner.get(reverse(PAGE), {"sort": sort})
    assert [one.person.name for one in page.context["people"]] == names
    assert "−2" in page.content.decode()


def test_list_turns_pages(client_of_owner: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contacts.views.referrals.PAGE", 2)
    for _ in range(3):
        make_referral(owner=owner, giver=make_contact(owner=owner))
    first = client_of_owner.get(reverse(PAGE))
    second = client_of_owner.get(reverse(PAGE), {"page": first.context["next_page"]})
    assert len({one.person.pk for page in (first, second) for one in page.context["people"]}) == 3
    assert second.context["next_page"] is None
    assert client_of_owner.get(reverse(PAGE), {"page": "первая"}).status_code == 200


def test_list_asks_the_same_whatever_its_length(client_of_owner: Client, owner: User) -> None:
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            make_referral(owner=owner, giver=make_contact(owner=owner))
        counts.append(queries_of(client_of_owner, reverse(PAGE)))
    assert counts[0] == counts[1] <= 9


@pytest.mark.parametrize("sort", SORTS)
def test_the_list_says_what_each_person_says(owner: User, stranger: User, sort: str) -> None:
    """Beside the balance of each person alone, over referrals of every kind among five people and the trash."""
    people = [make_contact(owner=owner, name=name) for name in ("Анна", "Борис", "Вера", "Глеб", "Дина")]
    chance = Random(7)
    for _ in range(60):
        giver, subject, receiver = (chance.choice([*people, None]) for _ in range(3))
        made = None if chance.random() < 0.2 else date(2026, 10, 1)
        asked, thanked = date(2026, 9, 1), made if chance.random() < 0.3 else None
        if giver and chance.random() < 0.5:
            row = make_referral(owner=owner, giver=giver, receiver=receiver, made_on=made, asked_on=asked)
            Referral.objects.filter(pk=row.pk).update(thanked_on=thanked)
        elif subject or receiver:
            row = make_referral(owner=owner, subject=subject, receiver=receiver, made_on=made, asked_on=asked)
        if chance.random() < 0.1:
            row.throw_away()
    make_referral(owner=stranger, giver=make_contact(owner=stranger))
    people.pop().throw_away()
    listed = balances(owner, sort, first=0, size=50)
    for one in listed:
        alone = balance_of(one.person, referrals_with(one.person.pk))
        assert (one.received, one.given) == (alone.received, alone.given)
        assert one.thanks == Referral.objects.for_owner(owner).not_thanked().filter(giver=one.person).count()
    weights = [0 if sort == "name" else getattr(one, sort) for one in listed]
    order = [(-weight, one.person.name_key) for weight, one in zip(weights, listed, strict=True)]
    assert order == sorted(order)
    assert len(listed) == 4
    assert balances(owner, sort, first=1, size=2) == listed[1:3]
