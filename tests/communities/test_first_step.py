"""A community behind which nothing stands yet invites to the first step, where others show figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community
from networking.accounts.models import User
from tests.factories import (
    make_community,
    make_contact,
    make_contribution,
    make_event,
    make_membership,
    make_opportunity,
    make_participation,
)


def panels(client: Client, club: Community) -> tuple[bool, bool]:
    """Whether the page brings figures, and whether it invites to the first step."""
    page = client.get(club.get_absolute_url()).content.decode()
    figures = {
        reverse("metrics:return_panel", args=[club.pk]) in page,
        f"{reverse('metrics:panel')}?community={club.pk}" in page,
    }
    assert len(figures) == 1
    return figures.pop(), 'id="first-step"' in page


def test_a_community_without_anything_shows_no_columns_of_zeros(client_of_owner: Client, owner: User) -> None:
    club = make_community(owner=owner)
    make_participation(community=club)
    assert panels(client_of_owner, club) == (False, True)


@pytest.mark.parametrize(
    "make",
    [
        lambda club: make_membership(contact=make_contact(owner=club.owner), community=club),
        lambda club: make_event(owner=club.owner, community=club),
        lambda club: make_contribution(owner=club.owner, community=club),
        lambda club: make_opportunity(owner=club.owner, community=club),
        lambda club: make_participation(community=club, hours_per_month=3),
    ],
)
def test_whatever_is_written_down_brings_the_figures(
    client_of_owner: Client, owner: User, make: Callable[[Community], Any]
) -> None:
    club = make_community(owner=owner)
    make(club)
    assert panels(client_of_owner, club) == (True, False)
