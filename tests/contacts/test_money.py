from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import engines
from django.test import Client
from django.utils import translation

from contacts.money import money_said
from networking.accounts.models import User
from tests.factories import make_community, make_event, make_participation


@pytest.mark.parametrize(
    ("amount", "russian", "english"),
    [
        (Decimal("1200.00"), "1\xa0200\xa0₽", "₽1,200"),
        (1200, "1\xa0200\xa0₽", "₽1,200"),
        (Decimal("1234567.5"), "1\xa0234\xa0567,50\xa0₽", "₽1,234,567.50"),
        (0.1 + 0.2, "0,30\xa0₽", "₽0.30"),
        (Decimal(0), "0\xa0₽", "₽0"),
        (Decimal("999.995"), "1\xa0000\xa0₽", "₽1,000"),
    ],
)
def test_money_is_said_as_each_language_does(amount: Decimal | float, russian: str, english: str) -> None:
    for language, said in (("ru", russian), ("en", english)):
        with translation.override(language):
            assert money_said(amount) == said


def test_whole_money_has_no_kopecks() -> None:
    template = engines["django"].from_string('{% load money %}{{ one|money:"whole" }} {{ one|money }}')
    with translation.override("en"):
        assert template.render({"one": Decimal("1200.50")}) == "₽1,200 ₽1,200.50"


@pytest.mark.parametrize(
    ("language", "cost", "fee"), [("ru", "1\xa0200\xa0₽", "12\xa0500,50\xa0₽"), ("en", "₽1,200", "₽12,500.50")]
)
def test_pages_say_money_so(client_of_owner: Client, owner: User, language: str, cost: str, fee: str) -> None:
    owner.language = language
    owner.save()
    club = make_community(owner=owner)
    make_participation(community=club, fee=Decimal("12500.50"), fee_period="year")
    event = make_event(owner=owner, community=club, cost=Decimal("1200.00"))
    assert cost in client_of_owner.get(event.get_absolute_url()).content.decode()
    assert fee in client_of_owner.get(club.get_absolute_url()).content.decode()
