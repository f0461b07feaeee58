"""Many people at once: what each change does, and that its undo puts back exactly that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.actions.bulk import add_to_community
from communities.models import Community, Membership
from contacts import bulk as registry
from contacts.actions import bulk, bulk_run
from contacts.actions.bulk_run import undo_bulk_change
from contacts.actions.trash import delete_contact, delete_people
from contacts.filtering.registry import Asked
from contacts.filtering.selection import select
from contacts.models import BulkChange, Contact, ContactQuerySet, Interaction, Referral, Tag, Trash
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import (
    make_community,
    make_contact,
    make_interaction,
    make_membership,
    make_referral,
    make_tag,
    make_user,
)
from tests.home.test_rhythm_recount import TODAY

pytestmark = pytest.mark.django_db(transaction=False)
# What every write touches by itself.
MOVES = {"updated_at", "version"}


def rows(owner: User) -> dict[str, list[dict[str, Any]]]:
    """Everything that a change of many could move, as it stands in the database."""
    bearers = Contact.tags.through.objects.filter(contact__owner=owner)
    return {
        "tags": sorted((dict(row) for row in bearers.values("contact", "tag")), key=str),
        **{
            model.__name__: [
                {name: value for name, value in row.items() if name not in MOVES}
                for row in model._base_manager.filter(owner=owner).order_by("pk").values()
            ]
            for model in (Contact, Tag, Membership, Community, Interaction, Referral, Trash)
        },
    }


def make_people(owner: User, chance: Random) -> list[Contact]:
    """People who differ in everything that a change of many sets."""
    tags = [make_tag(owner=owner), make_tag(owner=owner)]
    club = make_community(owner=owner)
    people = []
    for _ in range(6):
        one = make_contact(
            owner=owner,
            cadence_ideal=chance.choice([None, 7, 30]),
            cadence_at_most=chance.choice([None, 40]),
            archived_on=chance.choice([None, TODAY, TODAY - timedelta(days=3)]),
        )
        one.tags.set(chance.sample(tags, chance.randint(0, 2)))
        if chance.random() < 0.4:
            make_membership(contact=one, community=club, until=chance.choice([None, TODAY - timedelta(days=9)]))
        people.append(one)
    make_interaction(owner=owner, contacts=chance.sample(people, 2))
    make_referral(owner=owner, giver=people[0], receiver=people[1])
    return people


def changes(owner: User, chance: Random) -> list[Callable[[ContactQuerySet], BulkChange | None]]:
    tag = chance.choice([*Tag.objects.filter(owner=owner)])
    club = Community.objects.get(owner=owner)
    name = chance.choice([tag.name.upper(), "новая"])
    days = chance.choice([(7, None), (30, 40), (None, None)])
    return [
        lambda people: bulk.add_tag(owner=owner, people=people, name=name),
        lambda people: bulk.remove_tag(owner=owner, people=people, tag=tag),
        lambda people: bulk.set_cadence(owner=owner, people=people, ideal=days[0], at_most=days[1]),
        lambda people: bulk.archive_people(owner=owner, people=people, on=TODAY),
        lambda people: bulk.unarchive_people(owner=owner, people=people),
        lambda people: add_to_community(owner=owner, people=people, community=club, role="participant", since=TODAY),
    ]


@settings(max_examples=30, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_undo_puts_every_row_back(seed: int) -> None:
    chance, owner = Random(seed), make_user()
    people = make_people(owner, chance)
    theirs = make_people(other := make_user(), chance)
    untouched = rows(other)
    for change in changes(owner, chance):
        before = rows(owner)
        some = {one.pk for one in chance.sample(people, chance.randint(1, len(people)))}
        made = change(Contact.objects.for_owner(owner).filter(pk__in=some | {theirs[0].pk}))
        after = rows(owner)
        assert (made is None) == (before == after)
        if made is None:
            continue
        assert after != before
        assert 1 <= made.count <= len(some)
        undo_bulk_change(change=made)
        assert rows(owner) == before
    assert rows(other) == untouched
    assert not BulkChange.objects.filter(owner=owner).exists()


@settings(max_examples=30, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_undoing_in_turn_comes_back_to_the_beginning(seed: int) -> None:
    chance, owner = Random(seed), make_user()
    people = make_people(owner, chance)
    beginning, made = rows(owner), []
    for change in chance.sample(changes(owner, chance), 4):
        some = [one.pk for one in chance.sample(people, chance.randint(1, len(people)))]
        made.append(change(Contact.objects.for_owner(owner).filter(pk__in=some)))
    for one in reversed(made):
        if one is not None:
            undo_bulk_change(change=one)
    assert rows(owner) == beginning


@settings(max_examples=40, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_deleting_many_is_deleting_each_and_comes_back(seed: int) -> None:
    chance, owner = Random(seed), make_user()
    people = make_people(owner, chance)
    before = rows(owner)
    some = [one.pk for one in chance.sample(people, chance.randint(1, len(people)))]
    trash, count = delete_people(owner=owner, people=Contact.objects.for_owner(owner).filter(pk__in=some))
    left = {model: set(model.objects.for_owner(owner)) for model in (Contact, Interaction, Referral)}
    assert count == len(some)
    trash.put_back()
    assert rows(owner) == before
    for pk in some:
        delete_contact(contact=Contact.objects.get(pk=pk))
    assert {model: set(model.objects.for_owner(owner)) for model in left} == left


def test_undo_leaves_what_was_changed_since(owner: User) -> None:
    anna, boris = make_contact(owner=owner, cadence_ideal=7), make_contact(owner=owner, cadence_ideal=7)
    everybody = Contact.objects.for_owner(owner)
    change = bulk.set_cadence(owner=owner, people=everybody, ideal=30, at_most=60)
    archived = bulk.archive_people(owner=owner, people=everybody, on=TODAY)
    assert change
    assert archived
    Contact.objects.filter(pk=boris.pk).update(cadence_ideal=90, archived_on=TODAY - timedelta(days=1))
    undo_bulk_change(change=change)
    undo_bulk_change(change=archived)
    anna.refresh_from_db()
    boris.refresh_from_db()
    assert (anna.cadence_ideal, anna.cadence_at_most, anna.archived_on) == (7, None, None)
    assert (boris.cadence_ideal, boris.cadence_at_most, boris.archived_on) == (90, 60, TODAY - timedelta(days=1))


def test_a_new_tag_stays_when_somebody_else_bears_it_by_now(owner: User) -> None:
    make_contact(owner=owner)
    change = bulk.add_tag(owner=owner, people=Contact.objects.for_owner(owner), name="новая")
    assert change
    later = make_contact(owner=owner)
    later.tags.add(Tag.objects.get(owner=owner))
    undo_bulk_change(change=change)
    assert [one.name for one in later.tags.all()] == ["новая"]
    assert Contact.tags.through.objects.count() == 1


def test_an_open_form_becomes_stale(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    form = {"given_name": "Анна", "tags_text": "", "version": anna.version}
    bulk.add_tag(owner=owner, people=Contact.objects.for_owner(owner), name="книги")
    assert client_of_owner.post(reverse("contacts:edit", args=[anna.pk]), form).status_code == 409
    assert [tag.name for tag in anna.tags.all()] == ["книги"]


def chosen(client: Client, route: str, people: list[Contact], **values: Any) -> Any:
    return client.post(f"{reverse(route)}?{urlencode([('person', one.pk) for one in people])}", values)


def message_of(client: Client) -> tuple[str, str]:
    said = [*client.get(reverse("contacts:trash")).context["messages"]]
    return (str(said[0]), said[0].extra_tags) if said else ("", "")


@pytest.mark.parametrize(
    ("route", "values", "holds"),
    [
        (
            "contacts:bulk_tag",
            {"name": " книги "},
            lambda one: [tag.name for tag in one.tags.all()] == ["книги", "старая"],
        ),
        ("contacts:bulk_cadence", {"ideal": "7"}, lambda one: one.cadence_ideal == 7),
        ("contacts:bulk_archive", {}, lambda one: one.archived_on is not None),
    ],
)
def test_a_sheet_changes_the_ticked_and_its_message_undoes_it(
    client_of_owner: Client, owner: User, route: str, values: dict[str, str], holds: Callable[[Contact], bool]
) -> None:
    people = [make_contact(owner=owner) for _ in range(3)]
    for one in people:
        one.tags.add(Tag.objects.get_or_create(owner=owner, folded="старая", defaults={"name": "старая"})[0])
    before = rows(owner)
    sheet = client_of_owner.get(f"{reverse(route)}?person={people[0].pk}&person={people[1].pk}")
    assert sheet.context["count"] == 2
    assert chosen(client_of_owner, route, people[:2], **values).status_code == 302
    assert [holds(Contact.objects.get(pk=one.pk)) for one in people] == [True, True, False]
    said, tags = message_of(client_of_owner)
    assert "2" in said
    undone = client_of_owner.post(reverse("contacts:bulk_undo", args=[tags.split("bulk:")[1].split()[0]]))
    assert undone.status_code == 302
    assert rows(owner) == before


def test_tag_community_and_return_by_sheet(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, archived_on=TODAY)
    anna.tags.add(tag := make_tag(owner=owner))
    club = make_community(owner=owner)
    chosen(client_of_owner, "contacts:bulk_untag", [anna], tag=tag.pk)
    chosen(client_of_owner, "contacts:bulk_unarchive", [anna])
    chosen(client_of_owner, "communities:bulk_add", [anna], community=club.pk, role="speaker", since="2026-01-02")
    anna.refresh_from_db()
    membership = Membership.objects.get(contact=anna)
    assert not anna.tags.exists()
    assert anna.archived_on is None
    assert (membership.community, membership.role, membership.since) == (club, "speaker", date(2026, 1, 2))
    assert BulkChange.objects.for_owner(owner).count() == 3


def test_deleting_many_says_how_many_and_offers_the_trash(client_of_owner: Client, owner: User) -> None:
    people = [make_contact(owner=owner) for _ in range(3)]
    chosen(client_of_owner, "contacts:bulk_delete", people[:2])
    assert set(Contact.objects.for_owner(owner)) == {people[2]}
    said, tags = message_of(client_of_owner)
    assert "2" in said
    assert f"undo:{Trash.objects.get(owner=owner).pk}" in tags


def test_everybody_of_a_filter_beyond_the_page(client_of_owner: Client, owner: User) -> None:
    for number in range(120):
        make_contact(owner=owner, name=f"Имя{number}", tie=1 + number % 2)
    address = f"{reverse('contacts:bulk_tag')}?{urlencode({'everybody': 1, 'filter': 'tie=2'})}"
    assert client_of_owner.get(address).context["count"] == 60
    client_of_owner.post(address, {"name": "половина"})
    tagged = Contact.objects.filter(owner=owner, tags__name="половина")
    assert tagged.count() == 60
    assert {one.tie for one in tagged} == {2}


def test_everybody_who_is_found(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    make_contact(owner=owner, name="Борис")
    address = f"{reverse('contacts:bulk_archive')}?{urlencode({'everybody': 1, 'filter': urlencode({'q': 'анна'})})}"
    client_of_owner.post(address)
    assert set(Contact.objects.filter(owner=owner).archived()) == {anna}


def test_a_filter_that_is_not_understood_changes_nobody(client_of_owner: Client, owner: User) -> None:
    make_contact(owner=owner)
    address = f"{reverse('contacts:bulk_delete')}?{urlencode({'everybody': 1, 'filter': 'tag=999999'})}"
    assert client_of_owner.post(address).status_code == 302
    assert Contact.objects.for_owner(owner).count() == 1
    assert "tag=999999" not in message_of(client_of_owner)[0]


def test_nobody_ticked_is_said(client_of_owner: Client, owner: User) -> None:
    make_contact(owner=owner)
    for route in ("contacts:bulk_tag", "contacts:bulk_delete", "communities:bulk_add"):
        for query in ("", "?person=", "?person=x&person=²", "?person=99999999999999999999"):
            assert client_of_owner.post(reverse(route) + query).status_code == 302
    assert Contact.objects.for_owner(owner).count() == 1
    assert message_of(client_of_owner)[0]


def test_strangers_people_tags_and_communities_are_out_of_reach(
    client_of_owner: Client, owner: User, stranger: User
) -> None:
    mine, theirs = make_contact(owner=owner), make_contact(owner=stranger)
    tag, club = make_tag(owner=stranger), make_community(owner=stranger)
    theirs.tags.add(tag)
    before = rows(stranger)
    for route in ("contacts:bulk_archive", "contacts:bulk_delete"):
        chosen(client_of_owner, route, [theirs])
    chosen(client_of_owner, "contacts:bulk_tag", [mine, theirs], name="моя")
    assert chosen(client_of_owner, "contacts:bulk_untag", [mine, theirs], tag=tag.pk).status_code == 422
    added = chosen(client_of_owner, "communities:bulk_add", [mine], community=club.pk, role="reader")
    assert added.status_code == 422
    assert rows(stranger) == before
    assert [one.name for one in mine.tags.all()] == ["моя"]
    assert not Membership.objects.exists()


def test_wrong_values_are_said_beside_their_fields(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner)
    short = chosen(client_of_owner, "contacts:bulk_cadence", [anna], ideal="30", at_most="7")
    assert short.status_code == 422
    assert "at_most" in short.context["form"].errors
    for name in ("", "   ", "x" * 61, "a\x00b"):
        assert chosen(client_of_owner, "contacts:bulk_tag", [anna], name=name).status_code == 422
    assert not Tag.objects.filter(owner=owner).exists()
    assert not BulkChange.objects.exists()


def test_nothing_to_change_leaves_nothing_to_undo(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, archived_on=TODAY)
    chosen(client_of_owner, "contacts:bulk_archive", [anna])
    assert not BulkChange.objects.exists()
    assert "bulk:" not in message_of(client_of_owner)[1]


def test_undo_ends_after_thirty_days_and_works_once(client_of_owner: Client, owner: User) -> None:
    make_contact(owner=owner)
    change = bulk.archive_people(owner=owner, people=Contact.objects.for_owner(owner), on=TODAY)
    assert change
    address = reverse("contacts:bulk_undo", args=[change.pk])
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        late = Client()
        late.force_login(owner)
        assert late.post(address).status_code == 404
    assert client_of_owner.get(address).status_code == 405
    assert client_of_owner.post(address).status_code == 302
    assert client_of_owner.post(address).status_code == 404
    assert Contact.objects.for_owner(owner).active().count() == 1


def test_more_people_than_fit_into_one_statement(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    many = registry.CHUNK + 200
    Contact.objects.bulk_create([Contact(owner=owner, given_name=f"Имя{n}", name_key=f"{n:05}") for n in range(many)])
    everybody = Contact.objects.for_owner(owner)
    change = bulk.add_tag(owner=owner, people=everybody, name="все")
    assert change
    assert change.count == Contact.tags.through.objects.count() == many
    undo_bulk_change(change=change)
    assert not Contact.tags.through.objects.exists()
    trash, count = delete_people(owner=owner, people=everybody)
    assert (count, everybody.count()) == (many, 0)
    trash.put_back()
    assert everybody.count() == many


def few_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_run, "PEOPLE_A_STEP", 4)
    monkeypatch.setattr("contacts.views.bulk.SECONDS_A_REQUEST", 0)


def begun(client: Client, route: str, **values: Any) -> str:
    """Post a sheet for everybody of the list, and return the address of the page that goes on."""
    answered = client.post(f"{reverse(route)}?everybody=1&filter=", {"next": "/contacts/?q=", **values})
    assert answered.status_code == 302
    address: str = answered.headers["Location"]
    assert address.startswith("/contacts/many/")
    return address


STEPS: list[tuple[str, dict[str, Any]]] = [
    ("contacts:bulk_tag", {"name": "все"}),
    ("contacts:bulk_untag", {"tag": "старая"}),
    ("contacts:bulk_cadence", {"ideal": "7"}),
    ("contacts:bulk_archive", {}),
    ("contacts:bulk_unarchive", {}),
    ("communities:bulk_add", {"community": "клуб", "role": "speaker", "since": "2026-01-02"}),
    ("contacts:bulk_delete", {}),
]


@pytest.mark.parametrize(("route", "values"), STEPS)
def test_a_long_change_goes_step_by_step_and_is_undone_as_a_whole(
    client_of_owner: Client, owner: User, monkeypatch: pytest.MonkeyPatch, route: str, values: dict[str, Any]
) -> None:
    few_a_request(monkeypatch)
    monkeypatch.setattr("contacts.views.trash.ROWS_A_STEP", 4)
    tag, club = make_tag(owner=owner, name="старая"), make_community(owner=owner, name="клуб")
    people = [make_contact(owner=owner, archived_on=TODAY if route.endswith("unarchive") else None) for _ in range(10)]
    for one in people:
        one.tags.add(tag)
    make_interaction(owner=owner, contacts=[people[0], people[9]])
    make_referral(owner=owner, giver=people[0], receiver=people[9])
    before = rows(owner)
    named = {"tag": tag, "community": club}
    values = {name: named[name].pk if name in named else value for name, value in values.items()}
    where = "&filter=archived%3Dyes" if route.endswith("unarchive") else "&filter="
    answered = client_of_owner.post(f"{reverse(route)}?everybody=1{where}", {"next": "/contacts/?q=", **values})
    address = answered.headers["Location"]
    page = client_of_owner.get(address)
    assert page.status_code == 200
    assert "4 из 10 человек" in page.content.decode()
    assert 'value="40"' in page.content.decode()

    # Whoever left the page finds the rest beside the trash.
    trash = client_of_owner.get(reverse("contacts:trash")).content.decode()
    assert "остановлено: 4 из 10" in trash
    assert trash.count("/undo/") == 1

    target, query = address.split("?")
    step = client_of_owner.post(target, {"next": "/contacts/?q="}, headers={"HX-Request": "true"})
    assert "8 из 10 человек" in step.content.decode()
    last = client_of_owner.post(target, {"next": "/contacts/?q="}, headers={"HX-Request": "true"})
    assert last.headers["HX-Redirect"] == "/contacts/?q="
    assert "next=" in query
    after = rows(owner)
    assert after != before
    said, tags = message_of(client_of_owner)
    assert ": 10 человек." in said

    kind, pk = next(word for word in tags.split() if word.startswith(("bulk:", "undo:"))).split(":")
    undo = reverse("contacts:bulk_undo" if kind == "bulk" else "contacts:undo", args=[pk])
    answered = client_of_owner.post(undo, {"next": "/contacts/"})
    assert "Возвращено:" in answered.content.decode()
    assert rows(owner) not in (before, after)
    while answered.status_code == 200:
        answered = client_of_owner.post(undo, {"next": "/contacts/", "rows": "12"})
    assert answered.headers["Location"] == "/contacts/"
    assert rows(owner) == before
    assert not BulkChange.objects.exists()


def test_a_change_that_is_stopped_half_way_is_undone(
    client_of_owner: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_a_request(monkeypatch)
    for _ in range(10):
        make_contact(owner=owner)
    before = rows(owner)
    for route in ("contacts:bulk_archive", "contacts:bulk_delete"):
        address = begun(client_of_owner, route).split("?")[0]
        client_of_owner.post(address)
        assert rows(owner) != before
        stopped = client_of_owner.post(f"{address}undo/")
        while stopped.status_code == 200:
            stopped = client_of_owner.post(f"{address}undo/")
        assert rows(owner) == before, route
        assert not BulkChange.objects.exists()
        assert client_of_owner.post(address).status_code == 404


def test_putting_a_deletion_back_ends_what_still_fills_it(
    client_of_owner: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_a_request(monkeypatch)
    for _ in range(10):
        make_contact(owner=owner)
    address = begun(client_of_owner, "contacts:bulk_delete").split("?")[0]
    client_of_owner.post(reverse("contacts:undo", args=[Trash.objects.get(owner=owner).pk]))
    assert Contact.objects.for_owner(owner).count() == 10
    assert client_of_owner.post(address).status_code == 404
    assert not Trash.objects.exists()


def test_whoever_changed_meanwhile_is_left_as_they_are(
    client_of_owner: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_a_request(monkeypatch)
    people = [make_contact(owner=owner) for _ in range(6)]
    address = begun(client_of_owner, "contacts:bulk_archive").split("?")[0]
    delete_contact(contact=people[4])
    people[5].archive(on=TODAY - timedelta(days=3))
    client_of_owner.post(address)
    assert "4" in message_of(client_of_owner)[0]
    assert BulkChange.objects.get(owner=owner).count == 4
    people[4].refresh_from_db()
    assert people[4].archived_on is None


def test_a_selection_reads_no_strangers(owner: User, stranger: User) -> None:
    mine, theirs = make_contact(owner=owner), make_contact(owner=stranger)
    found = select(Asked(owner, TODAY), QueryDict(f"person={mine.pk}&person={theirs.pk}"))
    assert set(found.people) == {mine}


def test_two_actions_of_one_name_are_refused() -> None:
    first = registry.bulk_actions()[0]
    with pytest.raises(ValueError, match=first.name):
        registry.register(registry.BulkAction(first.name, "x", "x", "x", None))


def test_a_sheet_asks_the_same_whatever_the_number(client_of_owner: Client, owner: User) -> None:
    counts = []
    for more in (1, 2):
        people = [make_contact(owner=owner) for _ in range(more)]
        query = urlencode([("person", one.pk) for one in people])
        counts.append(queries_of(client_of_owner, f"{reverse('contacts:bulk_tag')}?{query}"))
    assert counts[0] == counts[1] <= 8
