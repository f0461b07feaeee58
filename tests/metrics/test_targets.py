from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from networking.accounts.models import User
from networking.metrics.measures import EIGHT
from networking.metrics.models import FIGURES, Target
from networking.metrics.targets import targets_in
from tests.factories import make_community, make_contact, make_interaction

OCTOBER = "/metrics/2026-10/"
ADDRESS = f"{OCTOBER}targets/"


@pytest.fixture(autouse=True)
def frozen_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=False):
        yield


def seen(client: Client) -> str:
    """Which targets the form was made from, as it says itself."""
    found = re.search(r'name="seen" value="([^"]*)"', client.get(ADDRESS).content.decode())
    assert found
    return found[1]


def test_a_form_that_is_too_old_is_told_and_can_be_sent_again(client_of_owner: Client, owner: User) -> None:
    old = seen(client_of_owner)
    post(client_of_owner, interactions=4)
    response = client_of_owner.post(ADDRESS, {"seen": old, "interactions": 9})
    assert response.status_code == 409
    text = response.content.decode()
    assert "в другой вкладке" in text
    assert re.search(r'name="interactions" value="9"', text)
    assert targets_in(owner, date(2026, 10, 1)) == {"interactions": 4}
    again = re.search(r'name="seen" value="([^"]*)"', text)
    assert again
    assert client_of_owner.post(ADDRESS, {"seen": again[1], "interactions": 9}).status_code == 302
    assert targets_in(owner, date(2026, 10, 1)) == {"interactions": 9}


def post(client: Client, **wanted: object) -> int:
    data = {"seen": seen(client), **{name.replace("_", "-"): value for name, value in wanted.items()}}
    return client.post(ADDRESS, data).status_code


def test_a_target_is_set_and_its_progress_shown(client_of_owner: Client, owner: User) -> None:
    make_interaction(owner=owner, contacts=[make_contact(owner=owner)], day=date(2026, 10, 5))
    assert post(client_of_owner, interactions=4, depth=3) == 302
    assert targets_in(owner, date(2026, 10, 1)) == {"interactions": 4, "depth": 3}
    text = client_of_owner.get(OCTOBER).content.decode()
    assert '<progress class="goal" value="1" max="4"' in text
    assert "цель 4" in text
    assert "цель 3" in text
    post(client_of_owner, interactions=1)
    assert re.search(
        'figure-note is-up"><progress[^>]+></progress>цель 1', client_of_owner.get(OCTOBER).content.decode()
    )


def test_it_holds_from_its_month_on_until_another_is_set(client_of_owner: Client, owner: User) -> None:
    Target.objects.create(owner=owner, figure="interactions", month=date(2026, 8, 1), value=9)
    post(client_of_owner, interactions=12)
    standing = {month: targets_in(owner, date(2026, month, 1)).get("interactions") for month in (7, 8, 9, 10, 11)}
    assert standing == {7: None, 8: 9, 9: 9, 10: 12, 11: 12}
    post(client_of_owner)
    assert targets_in(owner, date(2026, 11, 1)) == {}
    assert targets_in(owner, date(2026, 9, 1)) == {"interactions": 9}


def test_what_stands_is_not_written_again(client_of_owner: Client, owner: User) -> None:
    Target.objects.create(owner=owner, figure="interactions", month=date(2026, 8, 1), value=9)
    text = client_of_owner.get(ADDRESS).content.decode()
    assert re.search(r'name="interactions" value="9"', text)
    post(client_of_owner, interactions=9)
    assert Target.objects.filter(owner=owner).count() == 1


@pytest.mark.parametrize("wanted", [{"depth": 6}, {"interactions": 0}, {"interactions": "many"}, {"depth": 1001}])
def test_what_cannot_be_wanted(client_of_owner: Client, owner: User, wanted: dict[str, object]) -> None:
    assert post(client_of_owner, **wanted) == 422
    assert not Target.objects.filter(owner=owner).exists()


def test_targets_are_about_everything_and_about_their_owner(
    client_of_owner: Client, client_of_stranger: Client, owner: User, stranger: User
) -> None:
    community = make_community(owner=owner)
    make_interaction(owner=owner, contacts=[make_contact(owner=owner)], day=date(2026, 10, 5))
    make_interaction(owner=stranger, contacts=[make_contact(owner=stranger)], day=date(2026, 10, 5))
    post(client_of_owner, interactions=4)
    assert "цель 4" not in client_of_owner.get(f"{OCTOBER}?community={community.pk}").content.decode()
    assert "цель 4" not in client_of_stranger.get(OCTOBER).content.decode()
    assert 'value="4"' not in client_of_stranger.get(ADDRESS).content.decode()


def test_the_words_of_figures_are_those_of_targets() -> None:
    assert tuple(measure.slug for measure in EIGHT) == FIGURES
