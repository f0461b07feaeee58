"""What a person's page reads, beside the slow and obvious way; and how many queries it asks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contacts.models import Channel, Merge, Tag
from contacts.person_page import person_of, ways_and_tags
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import (
    make_channel,
    make_contact,
    make_interaction,
    make_promise,
    make_referral,
    make_tag,
)

pytestmark = pytest.mark.django_db


def test_ways_and_tags_are_those_of_the_person(owner: User) -> None:
    anna, boris = make_contact(owner=owner, name="Anna"), make_contact(owner=owner, name="Boris")
    for kind, value, more in (
        ("telegram", "@anna", {}),
        ("phone", "8 916 123-45-67", {"label": "work"}),
        ("email", "anna@example.org", {"preferred": True}),
        ("other", "the third table", {}),
        ("vk", "https://vk.com/anna", {"preferred": True}),
    ):
        make_channel(contact=anna, kind=kind, value=value, **more)
    make_channel(contact=boris, value="@boris")
    for name in ("speakers", "Alumni", "board"):
        anna.tags.add(make_tag(owner=owner, name=name))
    boris.tags.add(make_tag(owner=owner, name="others"))
    ways, tags = ways_and_tags(anna.pk)
    slow = [*Channel.objects.filter(contact=anna)]
    shown = ("pk", "kind", "value", "label", "preferred", "href", "icon")
    assert [[getattr(one, name) for name in shown] for one in ways] == [
        [getattr(one, name) for name in shown] for one in slow
    ]
    assert tags == [tag.name for tag in Tag.objects.filter(contacts=anna)] == ["Alumni", "board", "speakers"]
    assert ways_and_tags(make_contact(owner=owner, name="Vera").pk) == ([], [])


def test_only_an_owner_has_the_person(owner: User, stranger: User) -> None:
    boris = make_contact(owner=owner, name="Boris")
    anna = make_contact(owner=owner, name="Anna", introduced_by=boris)
    now = timezone.now()
    found = person_of(owner, anna.pk, now)
    assert found == anna
    assert found is not None
    assert found.introduced_by == boris
    assert person_of(stranger, anna.pk, now) is None


def test_a_merge_is_lately_for_thirty_days(owner: User) -> None:
    anna = make_contact(owner=owner, name="Anna")
    Merge.objects.create(owner=owner, kept_pk=anna.pk, gone_pk=anna.pk + 1000, kept_name="Anna", gone_name="Ann")
    now = timezone.now()
    for days, lately in ((0, True), (29, True), (31, False)):
        found = person_of(owner, anna.pk, now + timedelta(days=days))
        assert found is not None
        assert bool(found.merged_lately) is lately  # type: ignore[attr-defined]  # annotated by person_of


def test_a_full_page_asks_at_most_ten_queries(owner: User, client_of_owner: Client) -> None:
    """Everything but a name in brackets and a merge of these days, which ask what they need besides."""
    anna, boris = make_contact(owner=owner, name="Anna"), make_contact(owner=owner, name="Boris")
    make_channel(contact=anna)
    anna.tags.add(make_tag(owner=owner, name="speakers"))
    for day in range(1, 20):
        note = f"with @[Boris #{boris.pk}]"
        make_interaction(owner=owner, contacts=[anna, boris], day=date(2026, 3, day), note=note)
    make_promise(contact=anna, text="a book")
    make_referral(owner=owner, giver=anna, receiver=boris, direction="received")
    assert queries_of(client_of_owner, anna.get_absolute_url()) <= 10
