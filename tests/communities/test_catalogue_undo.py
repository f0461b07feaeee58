"""Whatever is done to the catalogue can be taken back: property tests over many states and orders."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.actions.catalogue_merging import merge, take_apart
from communities.actions.catalogue_store import restore, store
from communities.models import CatalogueChange, CatalogueEntry, CatalogueMerge, Cause, Community
from networking.accounts.models import User
from tests.communities.test_catalogue_admin import made
from tests.factories import make_community, make_user

ENTRIES = 4
WORDS = st.text("абвё AB-", max_size=8).map(str.strip)
CHANNELS = st.lists(
    st.sampled_from([["telegram", "@a"], ["telegram", "t.me/A"], ["website", "https://a.example"], ["slack", "a"]]),
    max_size=3,
    unique_by=tuple,
)
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "name": WORDS.filter(bool), "city": WORDS, "about": WORDS, "legal_form": WORDS, "channels": CHANNELS,
        "other_names": st.lists(WORDS.filter(bool), max_size=3, unique=True), "is_published": st.booleans(),
    },
)  # fmt: skip
QUIET = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def picture() -> tuple[Any, ...]:
    entries = {one.pk: (one.state(), one.merged_into_id) for one in CatalogueEntry.objects.all()}
    return entries, sorted(Community._base_manager.values_list("pk", "entry", "entry_version"))


@pytest.fixture
def people(db: None) -> list[User]:
    return [make_user() for _ in range(3)]


@QUIET
@given(parts=st.lists(PARTS, min_size=1, max_size=5), back=st.integers(0, 4))
def test_every_earlier_state_comes_back_exactly(people: list[User], parts: list[dict[str, Any]], back: int) -> None:
    with transaction.atomic():
        entry = made()
        seen = {change.pk: change.before for change in CatalogueChange.objects.all()}
        for part in parts:
            before = CatalogueEntry.objects.get(pk=entry.pk).state()
            change = store(CatalogueEntry.objects.get(pk=entry.pk), part, cause=Cause.EDITED, by=people[0])
            if change is not None:
                seen[change.pk] = before
        edits = [pk for pk, before in seen.items() if before]
        if edits:
            pk = edits[back % len(edits)]
            restore(CatalogueChange.objects.get(pk=pk), by=people[0])
            assert CatalogueEntry.objects.get(pk=entry.pk).state() == seen[pk]
        versions = [*CatalogueChange.objects.filter(entry=entry).order_by("pk").values_list("version", flat=True)]
        assert versions == [*range(1, len(versions) + 1)]
        transaction.set_rollback(True)  # the next example begins anew


@QUIET
@given(
    states=st.lists(PARTS, min_size=ENTRIES, max_size=ENTRIES),
    joined=st.lists(st.tuples(st.integers(0, 2), st.integers(0, ENTRIES - 1)), max_size=8, unique=True),
    pairs=st.lists(st.tuples(st.integers(0, ENTRIES - 1), st.integers(0, ENTRIES - 1)), max_size=6),
)
def test_merges_taken_apart_leave_everything_as_it_was(
    people: list[User], states: list[dict[str, Any]], joined: list[tuple[int, int]], pairs: list[tuple[int, int]]
) -> None:
    with transaction.atomic():
        entries = [made(**{**state, "slug": f"e{number}"}).pk for number, state in enumerate(states)]
        for person, place in joined:
            make_community(owner=people[person], entry=CatalogueEntry.objects.get(pk=entries[place]))
        pictures, done = [picture()], []
        for first, second in pairs:
            kept, gone = (CatalogueEntry.objects.get(pk=entries[place]) for place in (first, second))
            if kept.pk != gone.pk and not kept.merged_into_id and not gone.merged_into_id:
                done.append(merge(kept=kept, gone=gone, by=people[0]).pk)
                pictures.append(picture())
                assert all(not one.merged_into_id for one in CatalogueEntry.objects.filter(doubles__isnull=False))
        for pk in reversed(done):
            assert picture() == pictures.pop()
            take_apart(CatalogueMerge.objects.get(pk=pk), by=people[0])
        assert picture() == pictures.pop()
        transaction.set_rollback(True)  # the next example begins anew
