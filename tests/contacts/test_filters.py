"""The list of people as an address narrows and sorts it, against a slow reading of one person at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.models import Membership
from contacts.filtering.narrowing import Narrowing, normalised, read
from contacts.filtering.registry import Asked, filters, orders, register
from contacts.filtering.sorting import page_of
from contacts.last_contact import add_last_contact
from contacts.models import Contact, ContactRole, SavedFilter
from networking.accounts.models import User
from networking.home.rhythm import rhythm_of
from tests.factories import make_community, make_contact, make_interaction, make_membership, make_tag, make_user
from tests.home.test_rhythm_recount import TODAY, make_life

pytestmark = pytest.mark.django_db(transaction=False)
LIST = "contacts:list"


def asked(owner: User) -> Asked:
    return Asked(owner, TODAY)


def narrowing(owner: User, **parameters: str | list[str]) -> Narrowing:
    return read(asked(owner), QueryDict(urlencode(parameters, doseq=True)))


def make_world(owner: User, chance: Random) -> None:
    """A life with tags, roles, places and marks strewn over it."""
    make_life(owner, chance)
    tags = [make_tag(owner=owner), make_tag(owner=owner)]
    for person in Contact.objects.filter(owner=owner):
        person.company = chance.choice(["", "Яндекс", "ЯНДЕКС", "Ёлка"])
        person.city = chance.choice(["", "Орёл", "орел", "Казань"])
        person.roles = chance.sample([*ContactRole.values], chance.randint(0, 3))
        person.trust = chance.choice([None, 1, 3, 5])
        person.save()
        person.tags.set(chance.sample(tags, chance.randint(0, 2)))


def same_word(one: str, other: str) -> bool:
    return one.lower().replace("ё", "е") == other.lower().replace("ё", "е")


def in_community(person: Contact, value: str) -> bool:
    periods = Membership.objects.filter(contact=person, community=int(value), trash=None)
    return any(period.contains(TODAY) for period in periods)


def by_rhythm(person: Contact, value: str) -> bool:
    owner = User.objects.get(pk=person.owner_id)
    rhythm = rhythm_of(owner, [person], TODAY)[person.pk]
    if value == "none":
        return rhythm.due is None
    return rhythm.state == "late" if value == "late" else rhythm.state in ("soon", "late")


SLOW: dict[str, Callable[[Contact, str], bool]] = {
    "community": in_community,
    "tag": lambda one, value: any(str(tag.pk) == value for tag in one.tags.all()),
    "rhythm": by_rhythm,
    "role": lambda one, value: value in one.roles,
    "tie": lambda one, value: one.tie is None if value == "none" else str(one.tie) == value,
    "trust": lambda one, value: one.trust is None if value == "none" else str(one.trust) == value,
    "company": lambda one, value: same_word(one.company, value),
    "city": lambda one, value: same_word(one.city, value),
    "met": lambda one, value: (one.met_on is None) == (value == "none"),
    "archived": lambda one, value: bool(one.archived_on) if value == "yes" else True,
}


def some_values(owner: User, chance: Random) -> dict[str, list[str]]:
    """One to four filters, each with a value that could be chosen, or with several where that may be."""
    typed = {"company": ["яндекс", "ЕЛКА"], "city": ["ОРЁЛ", "казань", "Тверь"]}
    chosen: dict[str, list[str]] = {}
    for one in chance.sample(filters(), chance.randint(1, 4)):
        values = typed.get(one.name) or [option.value for option in one.options(asked(owner))]
        if values:
            most = min(3, len(values)) if one.several else 1
            chosen[one.name] = chance.sample(values, chance.randint(1, most))
    return chosen


def passes(person: Contact, values: dict[str, list[str]]) -> bool:
    return all(any(SLOW[name](person, value) for value in chosen) for name, chosen in values.items())


def test_every_registered_filter_is_recounted_here() -> None:
    assert SLOW.keys() == {one.name for one in filters()}


@settings(max_examples=30, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_filters_combine_as_a_slow_reading_says(seed: int) -> None:
    chance, owner = Random(seed), make_user()
    make_world(owner, chance)
    make_world(make_user(), chance)
    everybody = [*Contact.objects.filter(owner=owner, trash=None)]
    for _ in range(8):
        values = some_values(owner, chance)
        wanted = {one for one in everybody if ("archived" in values or not one.archived_on) and passes(one, values)}
        read_values = narrowing(owner, **values)
        assert not read_values.problems
        assert set(read_values.people) == wanted, values
        assert read_values.people.count() == len(wanted)


def sort_value(owner: User, person: Contact, order: str) -> object:
    if order == "met":
        return person.met_on
    if order == "due":
        return rhythm_of(owner, [person], TODAY)[person.pk].due
    add_last_contact([person], owner, TODAY)
    return person.last_contact if order in ("last", "silent") else None


@settings(max_examples=20, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32), size=st.integers(1, 5))
def test_every_order_pages_through_everybody_once(seed: int, size: int) -> None:
    owner = make_user()
    make_world(owner, Random(seed))
    for order in orders():
        among = narrowing(owner, sort=order.name).among
        seen: list[Contact] = []
        after = ""
        while True:
            page = page_of(among, order, asked(owner), after=after, size=size)
            seen += page.people
            assert len(page.people) <= size
            if page.next is None:
                break
            after = str(page.next)
        assert sorted(one.pk for one in seen) == sorted(among.people.values_list("pk", flat=True)), order.name
        values = [sort_value(owner, one, order.name) for one in seen]
        known = [value for value in values if value is not None]
        assert values[: len(known)] == known, "those without a value stand last"
        assert known == sorted(known, reverse=order.descending)  # type: ignore[type-var]
        unknown = [one.name_key for one in seen[len(known) :]]
        assert unknown == sorted(unknown)


def test_a_second_filter_of_a_name_is_refused() -> None:
    from contacts.filtering.own import ByTag

    class Another(ByTag):
        pass

    with pytest.raises(ValueError, match="tag"):
        register(Another())


@pytest.mark.parametrize(
    "parameters",
    [
        {"tag": "999999"},
        {"tag": "x"},
        {"tie": "6"},
        {"trust": "²"},
        {"community": "1 OR 1=1"},
        {"archived": "perhaps"},
        {"city": "x" * 201},
        {"company": "\x00"},
        {"sort": "owner__password"},
        {"rhythm": "None"},
    ],
)
def test_nonsense_is_left_out_with_a_word(client_of_owner: Client, owner: User, parameters: dict[str, str]) -> None:
    make_contact(owner=owner, name="Анна")
    page = client_of_owner.get(reverse(LIST), parameters)
    assert page.status_code == 200
    assert [one.name for one in page.context["people"]] == ["Анна"]
    assert len(page.context["narrowing"].problems) == 1
    assert page.context["narrowing"].problems[0] in page.content.decode()


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "²", "999999", "\x00"])
def test_a_page_after_nobody_is_the_first(client_of_owner: Client, owner: User, after: str) -> None:
    make_contact(owner=owner, name="Анна")
    for sort in orders():
        page = client_of_owner.get(reverse(LIST), {"after": after, "from": after, "sort": sort.name})
        assert [one.name for one in page.context["people"]] == ["Анна"]


def test_a_strangers_tag_and_community_choose_nothing(client_of_owner: Client, owner: User, stranger: User) -> None:
    make_contact(owner=owner, name="Анна")
    tag, community = make_tag(owner=stranger, name="чужая"), make_community(owner=stranger, name="Чужое")
    for name, row in (("tag", tag), ("community", community)):
        page = client_of_owner.get(f"{reverse(LIST)}?{name}={row.pk}")
        assert page.context["narrowing"].problems
        assert not page.context["narrowing"].chosen
        assert row.name not in page.content.decode()


def test_chips_say_the_filter_and_lead_to_the_list_without_it(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна", city="Орёл", tie=5)
    anna.tags.add(tag := make_tag(owner=owner, name="книги"))
    make_contact(owner=owner, name="Борис", city="Орёл")
    page = client_of_owner.get(reverse(LIST), {"tag": str(tag.pk), "city": "орел", "sort": "met", "tie": ""})
    assert [one.name for one in page.context["people"]] == ["Анна"]
    left = {one.filter.name: parse_qs(rest) for one, rest in page.context["narrowing"].chips}
    assert left == {"tag": {"city": ["орел"], "sort": ["met"]}, "city": {"tag": [str(tag.pk)], "sort": ["met"]}}
    rest = {one.filter.name: rest for one, rest in page.context["narrowing"].chips}["tag"]
    without = client_of_owner.get(f"{reverse(LIST)}?{rest}")
    assert [one.name for one in without.context["people"]] == ["Анна", "Борис"]
    assert "книги" in page.content.decode()


def test_any_of_several_values_of_one_filter(client_of_owner: Client, owner: User) -> None:
    books, chess = make_tag(owner=owner, name="книги"), make_tag(owner=owner, name="шахматы")
    make_contact(owner=owner, name="Анна", tie=3).tags.add(books)
    make_contact(owner=owner, name="Борис", tie=3).tags.add(books, chess)
    make_contact(owner=owner, name="Вера", tie=4).tags.add(chess)
    make_contact(owner=owner, name="Глеб", tie=3)
    address = f"{reverse(LIST)}?tie=3&tag={chess.pk}&tag={books.pk}&tag={chess.pk}"
    page = client_of_owner.get(address, headers={"HX-Request": "true"})
    assert [one.name for one in page.context["people"]] == ["Анна", "Борис"]
    query = page.context["narrowing"].query()
    # One spelling, in the order of the choices, whatever was typed; it is what is saved and pushed.
    assert query == f"tag={books.pk}&tag={chess.pk}&tie=3"
    assert page.headers["HX-Push-Url"] == f"{reverse(LIST)}?{query}"
    said = {one.said: rest for one, rest in page.context["narrowing"].chips}
    assert said["книги"] == f"tag={chess.pk}&tie=3"
    client_of_owner.post(f"{reverse('contacts:filter_save')}?{query}", {"name": "Оба"})
    assert SavedFilter.objects.get(owner=owner).query == query
    form = client_of_owner.get(f"{reverse(LIST)}?{query}&filters=open").content.decode()
    assert form.count(" checked") == 3
    unsaid = client_of_owner.get(f"{reverse(LIST)}?tie=none&tie=4")
    assert [one.name for one in unsaid.context["people"]] == ["Вера"]
    many = client_of_owner.get(f"{reverse(LIST)}?{'tie=3&' * 60}")
    assert len(many.context["narrowing"].problems) == 1


def test_htmx_gets_the_list_alone_and_a_clean_address(client_of_owner: Client, owner: User) -> None:
    make_contact(owner=owner, name="Анна", tie=3)
    page = client_of_owner.get(
        reverse(LIST), {"q": "", "tie": "3", "city": "", "sort": "name"}, headers={"HX-Request": "true"}
    )
    assert page.headers["HX-Push-Url"] == f"{reverse(LIST)}?tie=3"
    assert "<html" not in page.content.decode()
    assert "Анна" in page.content.decode()


def test_search_and_filters_narrow_together(client_of_owner: Client, owner: User) -> None:
    make_contact(owner=owner, name="Анна Первая", tie=3)
    make_contact(owner=owner, name="Анна Вторая", tie=4)
    page = client_of_owner.get(reverse(LIST), {"q": "анна", "tie": "4"})
    assert [one.name for one in page.context["people"]] == ["Анна Вторая"]


def test_further_pages_keep_the_filter(client_of_owner: Client, owner: User) -> None:
    for number in range(120):
        make_contact(owner=owner, tie=1 + number % 2, met_on=TODAY - timedelta(days=number))
    address, names = f"{reverse(LIST)}?tie=2&sort=met", []
    for _ in range(3):
        page = client_of_owner.get(address)
        names += page.context["people"]
        if not page.context["more"]:
            break
        address = f"{reverse(LIST)}?{page.context['more']}"
    assert [one.met_on for one in names] == sorted((one.met_on for one in names), reverse=True)
    assert len(set(names)) == 60


def test_an_address_has_one_spelling(owner: User) -> None:
    make_tag(owner=owner)
    assert normalised(asked(owner), "sort=name&tie=3&q=&city=Тверь&city=%20 Орёл &nonsense=1&tie=4") == normalised(
        asked(owner), "city=Орёл&tie=4&tie=3&tie=4"
    )


@time_machine.travel("2026-11-20 12:00:00+03:00")
def test_the_list_asks_the_same_whatever_its_length(client_of_owner: Client, owner: User) -> None:
    tag, club = make_tag(owner=owner), make_community(owner=owner, cadence_ideal=10)
    addresses = [
        f"{reverse(LIST)}?{query}"
        for query in ("", f"tag={tag.pk}&community={club.pk}", "rhythm=due&tie=3", "sort=due", "sort=last&met=none")
    ]
    counts: dict[str, list[int]] = {}
    for more in (1, 2, 57):
        for _ in range(more):
            one = make_contact(owner=owner, tie=3)
            one.tags.add(tag)
            make_membership(contact=one, community=club)
            make_interaction(owner=owner, contacts=[one], day=date(2026, 1, 1))
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                page = client_of_owner.get(address)
            assert page.status_code == 200
            assert len(page.context["people"]) == min(50, Contact.objects.filter(owner=owner).count())
            assert len(page.content) < 60_000
            counts.setdefault(address, []).append(len(queries))
    for address, (first, three, many) in counts.items():
        assert first == three, address
        # A full page counts how many people there are in all.
        assert many <= first + 1, address
    assert max(max(found) for found in counts.values()) <= 12


def test_what_a_field_suggests_is_the_owners(client_of_owner: Client, owner: User, stranger: User) -> None:
    for name in ("Яндекс", "Яндекс", "Ёлка"):
        make_contact(owner=owner, company=name)
    make_contact(owner=owner, company="")
    make_contact(owner=stranger, company="Чужая")
    answer = client_of_owner.get(reverse("contacts:filter_values", args=["company"]), headers={"HX-Request": "true"})
    assert answer.context["values"] == ["Яндекс", "Ёлка"]
    assert client_of_owner.get(reverse("contacts:filter_values", args=["about"])).status_code == 404


def test_kept_keys_follow_every_way_of_saving(owner: User) -> None:
    person = make_contact(owner=owner, company=" Ёлка  и  Ко ", city="Орёл")
    assert (person.company_key, person.city_key) == ("елка и ко", "орел")
    person.company = "Яндекс"
    person.save(update_fields=["company"])
    person.refresh_from_db()
    assert person.company_key == "яндекс"
    made = Contact.objects.bulk_create([Contact(owner=owner, given_name="А", city="ОРЁЛ")])
    assert Contact.objects.get(pk=made[0].pk).city_key == "орел"


def test_chips_of_the_page_are_links(client_of_owner: Client, owner: User) -> None:
    make_contact(owner=owner, name="Анна", tie=3)
    page = client_of_owner.get(reverse(LIST), {"tie": "3"}).content.decode()
    assert f'href="{reverse(LIST)}" aria-label' in page
    assert urlsplit(f"{reverse('contacts:filter_save')}?tie=3").query in page
