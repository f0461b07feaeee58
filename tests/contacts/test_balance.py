from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from contacts.balance import balance_of
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
    assert [one.name for one in page.context["people"]] == names
    assert "−2" in page.content.decode()


def test_list_turns_pages(client_of_owner: Client, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contacts.views.referrals.PAGE", 2)
    for _ in range(3):
        make_referral(owner=owner, giver=make_contact(owner=owner))
    first = client_of_owner.get(reverse(PAGE))
    second = client_of_owner.get(reverse(PAGE), {"page": first.context["next_page"]})
    assert len({one.pk for page in (first, second) for one in page.context["people"]}) == 3
    assert second.context["next_page"] is None
    assert client_of_owner.get(reverse(PAGE), {"page": "первая"}).status_code == 200


def test_list_asks_the_same_whatever_its_length(client_of_owner: Client, owner: User) -> None:
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            make_referral(owner=owner, giver=make_contact(owner=owner))
        counts.append(queries_of(client_of_owner, reverse(PAGE)))
    assert counts[0] == counts[1] <= 6
