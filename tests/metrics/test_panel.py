"""The month's counts of one community as a part of its page."""

from __future__ import annotations

from datetime import date
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse

from networking.accounts.models import User
from tests.factories import make_community, make_contact, make_interaction, make_membership

PANEL = reverse("metrics:panel")
HTMX: Any = {"headers": {"hx-request": "true"}}


@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_the_panel_counts_one_community(client_of_owner: Client, owner: User, stranger: User) -> None:
    club = make_community(owner=owner)
    anna = make_contact(owner=owner, met_on=date(2026, 10, 3))
    make_contact(owner=owner, met_on=date(2026, 10, 4))
    make_membership(contact=anna, community=club)
    make_interaction(owner=owner, contacts=[anna], day=date(2026, 10, 5))
    answer = client_of_owner.get(PANEL, {"community": club.pk}, **HTMX)
    assert [card.figure.value for card in answer.context["cards"]] == [1, 1, 0, 0]
    page = answer.content.decode()
    assert "<html" not in page
    assert reverse("metrics:rows", args=["2026-10", "new-contacts"]) + f"?community={club.pk}" in page
    plain = client_of_owner.get(PANEL, {"community": club.pk})
    assert plain.url == reverse("metrics:month", args=["2026-10"]) + f"?community={club.pk}"  # type: ignore[attr-defined]
    theirs = make_community(owner=stranger)
    for wrong in (str(theirs.pk), "999999", "x"):
        assert client_of_owner.get(PANEL, {"community": wrong}, **HTMX).status_code == 404


def test_an_empty_account_is_told_where_figures_come_from(client_of_owner: Client) -> None:
    page = client_of_owner.get(PANEL, **HTMX).content.decode()
    assert "figure-value" not in page
    assert "показатели берутся из ваших записей" in page
