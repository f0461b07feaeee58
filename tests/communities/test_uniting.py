"""Two communities become one: nothing is lost, everything kept is right, and undo gives back the very same rows."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from random import Random
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from communities.actions.uniting import UniteRefused, take_apart, unite
from communities.actions.uniting_periods import free
from communities.models import Community, CommunityChannel, Membership, Participation, Reflection
from contacts.actions.moving import holders
from contacts.models import BulkChange, Contact, SavedFilter
from contacts.recounting import recount
from networking.accounts.models import User
from networking.guidance.models import OwnList
from tests.factories import (
    make_attendance,
    make_community,
    make_contact,
    make_contribution,
    make_entry,
    make_event,
    make_interaction,
    make_membership,
    make_opportunity,
    make_participation,
    make_step,
    make_suggestion,
    make_user,
)
from tests.merge_network import Snapshot, snapshot

NOW = "2026-11-20 12:00:00+03:00"
TODAY = date(2026, 11, 20)
DAYS = [None, date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1), date(2026, 10, 14)]
ROLES = ["participant", "speaker"]

pytestmark = pytest.mark.django_db


def period(dice: Random) -> dict[str, Any]:
    since, until = dice.choice(DAYS), dice.choice(DAYS)
    if since and until and until < since:
        since, until = until, since
    return {"since": since, "until": until}


def make_rows(owner: User, seed: int) -> tuple[Community, Community]:
    """Two communities with rows of every model that leans on one, some of which say the same."""
    dice = Random(seed)
    pair = (
        make_community(owner=owner, name="Клуб", city="", about="первое", cadence_ideal=60),
        make_community(owner=owner, name="Клуб двойной", city="Тверь", about="второе", cadence_at_most=30),
    )
    people = [make_contact(owner=owner, met_on=dice.choice(DAYS), tie=dice.choice([None, 1, 4])) for _ in range(6)]
    make_interaction(owner=owner, contacts=people, day=date(2026, 10, 14))
    for place in pair:
        # Some are in one of the two alone.
        for person in dice.sample(people, 4):
            for _number in range(2):
                said = {**period(dice), "role": dice.choice(ROLES)}
                row = Membership(owner=owner, contact=person, community=place, **said)
                if not row.siblings().touching(row.since, row.until).exists():
                    row.save()
        for _number in range(2):
            said = {**period(dice), "status": dice.choice(["active", "left"]), "aims": dice.choice([["skills"], []])}
            mine = Participation(owner=owner, community=place, why=dice.choice(["", "ради людей"]), **said)
            if not mine.siblings().touching(mine.since, mine.until).exists():
                mine.save()
        event = make_event(owner=owner, community=place, mine="attended", starts=datetime(2026, 10, 14, tzinfo=UTC))
        make_attendance(event=event, contact=dice.choice(people), came=True)
        make_contribution(owner=owner, community=place, contact=people[0])
        make_opportunity(owner=owner, community=place)
        make_step(community=place, step="theme", did=dice.choice(["", "сделано"]))
        make_suggestion(owner=owner, community=place)
        OwnList.objects.create(owner=owner, title="Список", community=place)
        Reflection.objects.create(owner=owner, month=date(2026, 10, 1), community=place, depth=dice.choice([None, 3]))
        for value in ("@chat", f"@chat{place.pk}"):
            CommunityChannel.objects.create(owner=owner, community=place, kind="telegram", value=value)
        make_membership(contact=people[1], community=place).throw_away()
    SavedFilter.objects.create(owner=owner, name="клубы", query=f"tie=4&community={pair[1].pk}&community={pair[0].pk}")
    return pair


def rows() -> Snapshot:
    found = snapshot()
    found.pop("contacts.BulkChange")
    return found


def everything_kept_is_right() -> None:
    assert [kept for kept in recount(mend=False) if kept.wrong] == []


def covered(places: list[Community]) -> dict[int, set[date]]:
    """On which days of two years who is there."""
    every = [date(2025, 6, 1) + timedelta(days=number) for number in range(730)]
    found: dict[int, set[date]] = {}
    for row in Membership.objects.filter(community__in=places, trash=None):
        found.setdefault(row.contact_id, set()).update(day for day in every if row.contains(day))
    return found


@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 100_000), turned=st.booleans())
@time_machine.travel(NOW, tick=False)
def test_nothing_is_lost_and_everything_comes_back(seed: int, turned: bool) -> None:
    with transaction.atomic():
        owner = make_user()
        pair = make_rows(owner, seed)
        kept, gone = pair[::-1] if turned else pair
        for model, columns in holders(Community).items():
            for place in pair:
                assert model._base_manager.filter(**{columns[0]: place.pk}).exists(), model
        before, there = rows(), covered([*pair])
        change = unite(owner=owner, kept=kept, gone=gone)
        everything_kept_is_right()
        assert [*Community.objects.filter(owner=owner)] == [kept]
        for model, columns in holders(Community).items():
            assert not model._base_manager.filter(**{columns[0]: gone.pk}).exists(), model
            left = before[model._meta.label].keys() - rows()[model._meta.label].keys()
            assert not left or model.__name__ in (
                "CommunityChannel", "LaunchStep", "Membership", "Participation", "Reflection"
            ), model  # fmt: skip
        for model in (Membership, Participation):
            for row in model.objects.filter(community=kept, trash=None):
                assert not row.siblings().touching(row.since, row.until).exists(), row.__dict__
        now = covered([kept])
        assert now.keys() == there.keys()
        for person, days in now.items():
            assert days <= there[person]
            # Only days of an unknown beginning may go, and none from the first known one on.
            known = [row.since for row in Membership.objects.filter(contact=person, trash=None) if row.since]
            assert not known or {day for day in there[person] - days if day >= min(known)} == set()
        assert take_apart(change=change) == gone
        assert rows() == before
        everything_kept_is_right()
        transaction.set_rollback(True)


def test_days_that_are_left() -> None:
    day = [date(2026, 1, number) for number in range(1, 11)]
    whole = (day[0], day[9])
    assert free(whole, []) == [whole]
    assert free(whole, [(day[2], day[3]), (day[8], date.max)]) == [(day[0], day[1]), (day[4], day[7])]
    assert free(whole, [(date.min, day[0]), (day[0], day[9])]) == []
    assert free((date.min, date.max), [whole]) == [(date.min, date(2025, 12, 31)), (date(2026, 1, 11), date.max)]


def there(person: Contact) -> list[tuple[str, date | None, date | None]]:
    found = Membership.objects.filter(contact=person, trash=None).order_by("since", "pk")
    return [*found.values_list("role", "since", "until")]


JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)


@pytest.mark.parametrize(
    ("stays", "goes", "united"),
    [
        # The same twice is once.
        (("speaker", JANUARY, None), ("speaker", JANUARY, None), [("speaker", JANUARY, None)]),
        # The same role: from the earlier day on.
        (("speaker", MARCH, None), ("speaker", JANUARY, None), [("speaker", JANUARY, None)]),
        # A known beginning counts more than an unknown one.
        (("speaker", None, None), ("speaker", MARCH, None), [("speaker", MARCH, None)]),
        # Another role stays for its own days.
        (
            ("speaker", MARCH, None),
            ("participant", JANUARY, None),
            [("participant", JANUARY, date(2026, 2, 28)), ("speaker", MARCH, None)],
        ),
        # On both sides of the other one.
        (
            ("speaker", MARCH, JUNE),
            ("participant", JANUARY, None),
            [
                ("participant", JANUARY, date(2026, 2, 28)),
                ("speaker", MARCH, JUNE),
                ("participant", date(2026, 6, 2), None),
            ],
        ),
        # Days apart stay as they are.
        (
            ("speaker", JUNE, None),
            ("speaker", JANUARY, MARCH),
            [("speaker", JANUARY, MARCH), ("speaker", JUNE, None)],
        ),
    ],
)
def test_somebody_in_both(owner: User, stays: Any, goes: Any, united: list[Any]) -> None:
    person = make_contact(owner=owner)
    kept, gone = make_community(owner=owner), make_community(owner=owner)
    for place, (role, since, until) in ((kept, stays), (gone, goes)):
        make_membership(contact=person, community=place, role=role, since=since, until=until)
    before = rows()
    change = unite(owner=owner, kept=kept, gone=gone)
    assert there(person) == united
    assert {*Membership.objects.values_list("community", flat=True)} == {kept.pk}
    everything_kept_is_right()
    take_apart(change=change)
    assert rows() == before


def test_who_left_one_of_the_two_is_there_still(owner: User) -> None:
    kept, gone = make_community(owner=owner), make_community(owner=owner)
    make_participation(community=kept, status="active", since=JANUARY, until=MARCH - timedelta(days=1), why="люди")
    make_participation(community=kept, status="left", since=MARCH)
    make_participation(community=gone, status="active", since=JANUARY, aims=["skills"], fee=100)
    unite(owner=owner, kept=kept, gone=gone)
    rows = Participation.objects.order_by("since").values_list("status", "since", "until", "why")
    assert [*rows] == [("active", JANUARY, None, "люди")]


def test_what_is_empty_is_filled_and_the_filter_asks_for_what_stands(owner: User) -> None:
    entry = make_entry()
    kept = make_community(owner=owner, name="Клуб", about="первое", cadence_ideal=60)
    gone = make_community(owner=owner, name="Другой", about="второе", city="Тверь", cadence_at_most=30, entry=entry)
    saved = SavedFilter.objects.create(owner=owner, name="клубы", query=f"community={gone.pk}&q=x&community={gone.pk}1")
    change = unite(owner=owner, kept=kept, gone=gone)
    kept.refresh_from_db()
    assert (kept.name, kept.about, kept.city, kept.entry) == ("Клуб", "первое\n\nвторое", "Тверь", entry)
    assert (kept.cadence_ideal, kept.cadence_at_most) == (60, 60)
    assert "тверь" in kept.search_text.casefold()
    saved.refresh_from_db()
    assert saved.query == f"community={kept.pk}&q=x&community={gone.pk}1"
    # What was written since stays; the rest is as it was.
    kept.field = "Тесты"
    kept.save()
    back = take_apart(change=change)
    kept.refresh_from_db()
    assert (kept.field, kept.about, kept.city, kept.entry, back.entry) == ("Тесты", "первое", "", None, entry)
    assert "тверь" not in kept.search_text.casefold()
    assert "тест" in kept.search_text.casefold()


def test_an_entry_joined_anew_meanwhile_stays_there(owner: User) -> None:
    entry, other = make_entry(), make_entry()
    kept, gone = make_community(owner=owner, entry=other), make_community(owner=owner, entry=entry)
    change = unite(owner=owner, kept=kept, gone=gone)
    again = make_community(owner=owner, entry=entry)
    assert take_apart(change=change).entry is None
    again.refresh_from_db()
    assert again.entry == entry


def test_undo_waits_for_a_later_one_and_for_what_stays(owner: User) -> None:
    one, two, three = (make_community(owner=owner) for _ in range(3))
    before = rows()
    first = unite(owner=owner, kept=two, gone=one)
    second = unite(owner=owner, kept=three, gone=two)
    with pytest.raises(UniteRefused) as refused:
        take_apart(change=first)
    assert (refused.value.code, refused.value.name) == ("later", second.what)
    take_apart(change=second)
    two.refresh_from_db()
    trash = two.throw_away()
    with pytest.raises(UniteRefused) as refused:
        take_apart(change=first)
    assert refused.value.code == "trash"
    trash.put_back()
    take_apart(change=first)
    with pytest.raises(UniteRefused) as refused:
        take_apart(change=first)
    assert refused.value.code == "late"
    assert rows()["communities.Community"].keys() == before["communities.Community"].keys()


def test_a_period_changed_since_keeps_its_newer_days(owner: User) -> None:
    kept, gone = make_community(owner=owner), make_community(owner=owner)
    tie = make_membership(contact=make_contact(owner=owner), community=gone, since=JANUARY)
    change = unite(owner=owner, kept=kept, gone=gone)
    tie.refresh_from_db()
    tie.until, tie.version = JUNE, tie.version + 1
    tie.save()
    added = make_membership(contact=make_contact(owner=owner), community=kept)
    take_apart(change=change)
    tie.refresh_from_db()
    added.refresh_from_db()
    assert (tie.community, tie.since, tie.until, added.community) == (gone, JANUARY, JUNE, kept)


def test_people_who_came_on_one_day_in_one_role_stay_two(owner: User) -> None:
    kept, gone = make_community(owner=owner), make_community(owner=owner)
    people = [make_contact(owner=owner) for _number in range(6)]
    for number, person in enumerate(people):
        make_membership(contact=person, community=(kept, gone)[number % 2], role="participant", since=JANUARY)
    make_membership(contact=people[0], community=gone, role="participant", since=JANUARY)
    change = unite(owner=owner, kept=kept, gone=gone)
    there = Membership.objects.for_owner(owner).values_list("community", "contact", "role", "since", "until")
    assert sorted(there) == sorted((kept.pk, person.pk, "participant", JANUARY, None) for person in people)
    take_apart(change=change)
    assert sorted(there.values_list("community", "contact")) == sorted(
        [((kept, gone)[number % 2].pk, person.pk) for number, person in enumerate(people)] + [(gone.pk, people[0].pk)]
    )


@time_machine.travel(NOW)
def test_by_one_press_on_a_page_and_back(client_of_owner: Client, owner: User) -> None:
    entry = make_entry(name="Клуб")
    double = make_entry(name="Клуб-двойник", is_published=False, merged_into=entry)
    small, large = make_community(owner=owner, entry=entry), make_community(owner=owner, entry=double)
    both = make_contact(owner=owner)
    make_membership(contact=both, community=small)
    for person in (both, make_contact(owner=owner)):
        make_membership(contact=person, community=large)
    address = f"{reverse('communities:unite', args=[small.pk])}?other={large.pk}"
    there = client_of_owner.get(small.get_absolute_url()).content.decode()
    assert f'href="{address}"' in there
    assert f'href="{reverse("communities:unite", args=[small.pk])}"' in there
    page = client_of_owner.get(address)
    assert [(side.place, side.people) for side in page.context["sides"]] == [(small, 1), (large, 2)]
    assert (page.context["stays"], page.context["shared"]) == (large, 1)
    assert re.search(rf'value="{large.pk}"[^>]* checked', page.content.decode())
    assert client_of_owner.post(address, {"stays": "0"}).status_code == 422
    told = client_of_owner.post(address, {"stays": large.pk}, follow=True)
    assert told.redirect_chain[-1][0] == large.get_absolute_url()
    change = BulkChange.objects.get(action="unite")
    assert change.count == 1
    undo = reverse("communities:unite_undo", args=[change.pk])
    assert f'action="{undo}"' in told.content.decode()
    assert f"«{small.name}» и «{large.name}» теперь одно" in unescape(told.content.decode())
    # Its old address leads to what stands, and the trash offers to undo it.
    assert client_of_owner.get(small.get_absolute_url())["Location"] == large.get_absolute_url()
    assert f'action="{undo}"' in client_of_owner.get(reverse("contacts:trash")).content.decode()
    back = client_of_owner.post(undo, follow=True)
    assert "снова само по себе" in back.content.decode()
    assert {*Community.objects.for_owner(owner)} == {small, large}
    assert client_of_owner.post(undo).status_code == 404


def test_only_my_other_communities_are_offered(client_of_owner: Client, owner: User, stranger: User) -> None:
    mine, other = make_community(owner=owner, name="Моё"), make_community(owner=owner, name="Другое моё")
    theirs = make_community(owner=stranger, name="Чужое")
    thrown = make_community(owner=owner, name="Брошенное")
    thrown.throw_away()
    address = reverse("communities:unite", args=[mine.pk])
    page = client_of_owner.get(address)
    assert [*page.context["form"].others] == [other]
    assert "Чужое" not in page.content.decode()
    for pk in (theirs.pk, mine.pk, thrown.pk, "x", "²", "9" * 30):
        for answer in (client_of_owner.get(f"{address}?other={pk}"), client_of_owner.post(f"{address}?other={pk}")):
            assert answer.status_code == 404
    assert client_of_owner.get(reverse("communities:unite", args=[theirs.pk])).status_code == 404
    change = unite(owner=stranger, kept=theirs, gone=make_community(owner=stranger))
    assert client_of_owner.post(reverse("communities:unite_undo", args=[change.pk])).status_code == 404


def test_alone_there_is_nothing_to_join(client_of_owner: Client, owner: User) -> None:
    mine = make_community(owner=owner)
    assert "единственное" in client_of_owner.get(reverse("communities:unite", args=[mine.pk])).content.decode()
