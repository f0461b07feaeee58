"""Hours and money are written with a comma or a point, whatever the language of the browser."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import translation

from contacts.forms.numbers import FractionField
from networking.accounts.models import User
from tests.factories import make_community, make_event, make_participation


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2,5", "2.5"), ("2.5", "2.5"), (" 16 ", "16"), ("12 500,50", "12500.50"), ("12\xa0500", "12500"),
        (",5", "0.5"), ("-1", "-1"),
    ],
)  # fmt: skip
def test_comma_and_point_are_the_same(language: str, typed: str, number: str) -> None:
    with translation.override(language):
        assert FractionField(max_digits=10, decimal_places=2).clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["много", "1,500.50", "2,5 ч", "1e3", "NaN", "Infinity", "1,500", ".", "-", "2 , 5"])
def test_nonsense_is_refused_and_not_guessed(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        FractionField(max_digits=10, decimal_places=2).clean(typed)


@pytest.mark.parametrize(
    ("language", "hours", "cost"), [("ru", "2,5", "1200,50"), ("en", "2.5", "1200.50"), ("en", "16", "900")]
)
def test_fields_show_the_readers_mark(
    owner: User, client_of_owner: Client, language: str, hours: str, cost: str
) -> None:
    User.objects.filter(pk=owner.pk).update(language=language)
    numbers: dict[str, Any] = {"hours": Decimal(hours.replace(",", ".")), "cost": Decimal(cost.replace(",", "."))}
    event = make_event(owner=owner, starts=datetime(2026, 10, 14, 16, tzinfo=UTC), **numbers)
    for name in ("debrief", "edit"):
        page = client_of_owner.get(reverse(f"events:{name}", args=[event.pk])).content.decode()
        assert f'<input type="text" name="hours" value="{hours}" inputmode="decimal"' in page
        assert f'<input type="text" name="cost" value="{cost}" inputmode="decimal"' in page


def test_a_fee_with_a_comma_is_kept_and_nonsense_is_said_beside_it(owner: User, client_of_owner: Client) -> None:
    period = make_participation(community=make_community(owner=owner), status="active")
    edit = reverse("communities:participation_edit", args=[period.pk])
    sent = {
        "status": "active",
        "role": period.role,
        "version": period.version,
        "fee": "99,90",
        "hours_per_month": "4,5",
    }
    wrong = client_of_owner.post(edit, sent | {"fee": "сто"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["fee"] == ["Напишите число, например 2,5."]
    assert 'value="сто"' in wrong.content.decode()
    assert client_of_owner.post(edit, sent).status_code == 302
    period.refresh_from_db()
    assert (period.fee, period.hours_per_month) == (Decimal("99.90"), Decimal("4.5"))
