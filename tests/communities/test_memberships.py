from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from communities.models import Community, Membership
from communities.together import how_long, together
from contacts.models import Contact, Trash
from networking.accounts.models import User
from tests.factories import make_community, make_contact, make_membership, make_participation

NOW = "2026-11-20 12:00:00+03:00"
TODAY = date(2026, 11, 20)


@pytest.fixture
def community(owner: User) -> Community:
    return make_community(owner=owner, name="Клуб")


@pytest.fixture
def anna(owner: User) -> Contact:
    return make_contact(owner=owner, name="Анна Петрова")


def add(client: Client, place: Community, people: str, query: str = "", **data: Any) -> Any:
    given = {"community": place.pk, "role": "participant", "people": people, **data}
    return client.post(reverse("communities:member_add") + query, given)


def test_several_people_at_once_and_a_new_name_becomes_a_person(
    client_of_owner: Client, owner: User, community: Community, anna: Contact
) -> None:
    response = add(client_of_owner, community, f"id:{anna.pk}, Вера Климова", since="2026-01-05", role="speaker")
    assert response.url == community.get_absolute_url()
    rows = Membership.objects.for_owner(owner).order_by("contact__name_key")
    assert [(row.contact.name, row.role, row.since) for row in rows] == [
        ("Анна Петрова", "speaker", date(2026, 1, 5)),
        ("Вера Климова", "speaker", date(2026, 1, 5)),
    ]
    page = client_of_owner.get(response.url).content.decode()
    assert "2 человека теперь в «Клуб»." in page


def test_the_address_names_the_person_and_the_answer_leads_back(
    client_of_owner: Client, community: Community, anna: Contact
) -> None:
    address = f"{reverse('communities:member_add')}?contact={anna.pk}"
    assert f"Анна Петрова #{anna.pk}" in client_of_owner.get(address).content.decode()
    response = add(client_of_owner, community, f"id:{anna.pk}", f"?contact={anna.pk}")
    assert response.url == anna.get_absolute_url()


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"people": ""}, "people", ""),
        ({"people": "Анна"}, "people", "О ком речь?"),
        ({"community": "999999"}, "community", ""),
        ({"since": "2026-05-01", "until": "2026-04-01"}, "until", "Окончание раньше начала"),
        ({"since": "2026-03-01"}, "people", "Анна Петрова уже там: с 5 января 2026"),
        ({"role": "king"}, "role", ""),
    ],
)
def test_what_makes_no_sense_is_refused(
    client_of_owner: Client, community: Community, anna: Contact, wrong: dict[str, str], field: str, said: str
) -> None:
    make_membership(contact=anna, community=community, since=date(2026, 1, 5))
    data = {"people": f"id:{anna.pk}, Новое Имя", **wrong}
    response = add(client_of_owner, community, **data)
    assert response.status_code == 422
    assert response.context["form"][field].errors
    assert said in " ".join(response.context["form"][field].errors)
    assert Membership._base_manager.count() == 1
    assert Contact._base_manager.count() == 1


def test_a_strangers_ids_are_refused(
    client_of_owner: Client, owner: User, stranger: User, community: Community, anna: Contact
) -> None:
    theirs, place = make_contact(owner=stranger), make_community(owner=stranger, name="Чужое место")
    assert add(client_of_owner, community, f"id:{theirs.pk}").status_code == 422
    refused = add(client_of_owner, place, f"id:{anna.pk}")
    assert refused.status_code == 422
    assert "Чужое место" not in refused.content.decode()
    for query in (f"?contact={theirs.pk}", f"?community={place.pk}"):
        assert client_of_owner.get(reverse("communities:member_add") + query).status_code == 404
    membership = make_membership(contact=theirs, community=place)
    assert client_of_owner.get(reverse("communities:membership_edit", args=[membership.pk])).status_code == 404
    for name in ("membership_end", "membership_stay", "membership_delete"):
        assert client_of_owner.post(reverse(f"communities:{name}", args=[membership.pk])).status_code == 404
    assert not Membership.objects.for_owner(owner).exists()


def test_periods_of_one_membership_do_not_overlap(client_of_owner: Client, community: Community, anna: Contact) -> None:
    make_membership(contact=anna, community=community, since=date(2025, 1, 1), until=date(2025, 6, 30))
    later = make_membership(contact=anna, community=community, since=date(2026, 1, 1))
    address = reverse("communities:membership_edit", args=[later.pk])
    refused = client_of_owner.post(address, {"role": "reader", "since": "2025-06-30", "version": 1})
    assert refused.status_code == 422
    assert "с 1 января 2025 по 30 июня 2025" in refused.content.decode()
    assert client_of_owner.post(address, {"role": "reader", "since": "2025-07-01", "version": 1}).status_code == 302


def change(client: Client, membership: Membership, **data: Any) -> Any:
    address = reverse("communities:membership_change", args=[membership.pk])
    return client.post(address, {"role": "speaker", "since": "2026-05-01", **data})


def test_another_role_brings_the_open_period_to_its_end(
    client_of_owner: Client, owner: User, community: Community, anna: Contact
) -> None:
    first = make_membership(contact=anna, community=community, since=date(2026, 1, 1))
    assert change(client_of_owner, first).url == community.get_absolute_url()
    old, new = Membership.objects.for_owner(owner).order_by("since")
    assert (old.role, old.until) == ("participant", date(2026, 4, 30))
    assert (new.role, new.since, new.until) == ("speaker", date(2026, 5, 1), None)
    page = client_of_owner.get(reverse("communities:membership_edit", args=[new.pk])).content.decode()
    assert "с 1 января 2026 по 30 апреля 2026" in page
    assert reverse("communities:membership_edit", args=[old.pk]) in page
    shown = client_of_owner.get(community.get_absolute_url()).context
    assert [one.pk for one in shown["here"]] == [new.pk]
    assert shown["all_were"] == 0


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({"until": "2026-04-01"}, "until", "Окончание раньше начала"),
        ({"since": "2025-12-01"}, "since", "На эти дни участие уже записано: с 1 января 2026"),
        ({"since": ""}, "since", "На эти дни участие уже записано"),
        ({"since": "2025-03-01", "until": "2025-04-01"}, "since", "с 1 февраля 2025 по 1 марта 2025"),
        ({"since": "31.02.2026"}, "since", ""),
        ({"role": "king"}, "role", ""),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_beside_its_field(
    client_of_owner: Client, community: Community, anna: Contact, data: dict[str, str], field: str, said: str
) -> None:
    make_membership(contact=anna, community=community, since=date(2025, 2, 1), until=date(2025, 3, 1))
    now = make_membership(contact=anna, community=community, since=date(2026, 1, 1))
    answer = change(client_of_owner, now, **data)
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"][field].errors)
    assert answer.context["form"][field].errors
    now.refresh_from_db()
    assert now.until is None
    assert Membership._base_manager.count() == 2


@pytest.mark.parametrize(("typed", "ends"), [("", date(2026, 6, 1)), ("2026-05-20", date(2026, 5, 20))])
def test_another_role_within_an_ended_period_takes_over_its_end(
    client_of_owner: Client, owner: User, community: Community, anna: Contact, typed: str, ends: date
) -> None:
    first = make_membership(contact=anna, community=community, since=date(2026, 5, 1), until=date(2026, 6, 1))
    later = make_membership(contact=anna, community=community, since=date(2026, 8, 1))
    assert change(client_of_owner, first, since="2026-05-15", until=typed).status_code == 302
    rows = Membership.objects.for_owner(owner).order_by("since").values_list("role", "since", "until")
    assert [*rows] == [
        ("participant", date(2026, 5, 1), date(2026, 5, 14)),
        ("speaker", date(2026, 5, 15), ends),
        ("participant", later.since, None),
    ]


def test_another_role_on_the_first_day_changes_the_period(
    client_of_owner: Client, owner: User, community: Community, anna: Contact
) -> None:
    first = make_membership(contact=anna, community=community, since=date(2026, 5, 1))
    assert change(client_of_owner, first).url == community.get_absolute_url()
    row = Membership.objects.for_owner(owner).get()
    assert (row.pk, row.role, row.since, row.until, row.version) == (first.pk, "speaker", date(2026, 5, 1), None, 2)


@time_machine.travel(NOW)
def test_one_tap_ends_a_membership(client_of_owner: Client, community: Community, anna: Contact) -> None:
    membership = make_membership(contact=anna, community=community, since=date(2026, 1, 1))
    client_of_owner.post(reverse("communities:membership_end", args=[membership.pk]))
    membership.refresh_from_db()
    assert membership.until == TODAY
    future = make_membership(contact=make_contact(owner=anna.owner), community=community, since=date(2027, 1, 1))
    client_of_owner.post(reverse("communities:membership_end", args=[future.pk]))
    future.refresh_from_db()
    assert future.until is None
    client_of_owner.post(reverse("communities:membership_delete", args=[future.pk]))
    assert not Membership.objects.for_owner(anna.owner).filter(pk=future.pk).exists()
    client_of_owner.post(reverse("contacts:undo", args=[Trash.objects.for_owner(anna.owner).get().pk]))
    assert Membership.objects.for_owner(anna.owner).filter(pk=future.pk).exists()


@time_machine.travel(NOW)
@pytest.mark.parametrize("until", [None, date(2027, 3, 1)])
def test_leaving_today_in_one_tap_and_back(
    client_of_owner: Client, community: Community, anna: Contact, until: date | None
) -> None:
    membership = make_membership(contact=anna, community=community, since=date(2026, 1, 1), until=until)
    answer = client_of_owner.post(reverse("communities:membership_end", args=[membership.pk]), follow=True)
    undo = f"{reverse('communities:membership_stay', args=[membership.pk])}?stood={until or ''}..2"
    assert f'action="{undo}"' in answer.content.decode()
    back = client_of_owner.post(undo, {"next": "/"}, follow=True)
    assert back.redirect_chain == [("/", 302)]
    assert "Анна Петрова: в «Клуб», как прежде." in back.content.decode()
    membership.refresh_from_db()
    assert (membership.until, membership.version) == (until, 3)


@time_machine.travel(NOW)
def test_leaving_today_is_not_taken_back_over_what_changed_since(
    client_of_owner: Client, community: Community, anna: Contact
) -> None:
    membership = make_membership(contact=anna, community=community, since=date(2026, 1, 1))
    client_of_owner.post(reverse("communities:membership_end", args=[membership.pk]))
    undo = f"{reverse('communities:membership_stay', args=[membership.pk])}?stood=..2"
    later = make_membership(contact=anna, community=community, since=date(2026, 12, 1))
    assert "поправьте даты сами" in client_of_owner.post(undo, follow=True).content.decode()
    later.throw_away()
    mended = {"role": "speaker", "since": "2026-01-01", "until": "2026-11-10", "version": 2}
    address = reverse("communities:membership_edit", args=[membership.pk])
    assert client_of_owner.post(address, mended).status_code == 302
    assert "поправьте даты сами" in client_of_owner.post(undo, follow=True).content.decode()
    membership.refresh_from_db()
    assert (membership.role, membership.until, membership.version) == ("speaker", date(2026, 11, 10), 3)
    for wrong in ("", "2026-13-01..3", "..x", "yesterday..3"):
        assert client_of_owner.post(f"{undo.partition('?')[0]}?stood={wrong}").status_code == 400


@time_machine.travel(NOW)
def test_panel_of_a_person_says_how_long_we_are_together(
    client_of_owner: Client, owner: User, community: Community, anna: Contact
) -> None:
    make_participation(community=community, status="active", since=date(2024, 1, 1))
    make_membership(contact=anna, community=community, since=date(2025, 3, 10), role="speaker")
    make_membership(contact=anna, community=make_community(owner=owner, name="Без меня"))
    address = reverse("communities:contact_panel", args=[anna.pk])
    fragment = client_of_owner.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "вместе с марта 2025, 1 год 8 месяцев" in fragment
    assert "Без меня" in fragment
    assert "вас там пока нет" in fragment
    assert "<html" not in fragment
    assert "<html" in client_of_owner.get(address).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_panel_asks_the_same_whatever_its_length(
    client_of_owner: Client, owner: User, anna: Contact, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        place = make_community(owner=owner)
        make_participation(community=place)
        make_membership(contact=anna, community=place)
    address = reverse("communities:contact_panel", args=[anna.pk])
    with django_assert_num_queries(5):
        client_of_owner.get(address, headers={"HX-Request": "true"})


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        ((date(2024, 1, 1), None), (date(2025, 3, 10), None), "вместе с марта 2025, 1 год 8 месяцев"),
        ((date(2024, 1, 1), date(2025, 5, 1)), (date(2025, 3, 10), None), "были вместе с марта 2025 до мая 2025"),
        ((None, None), (None, None), "сейчас вместе"),
        ((None, None), (date(2025, 3, 10), None), "сейчас вместе"),
        ((date(2025, 3, 10), None), (None, None), "сейчас вместе"),
        ((date(2024, 1, 1), None), (None, date(2025, 5, 1)), "были вместе не позже мая 2025"),
        ((date(2025, 5, 2), None), (None, date(2025, 5, 1)), None),
        ((date(2026, 11, 1), None), (date(2025, 3, 10), None), "вместе с ноября 2026, меньше месяца"),
        ((date(2024, 1, 1), date(2024, 5, 1)), (date(2025, 3, 10), None), None),
        ((date(2027, 1, 1), None), (date(2025, 3, 10), None), None),
    ],
)
def test_overlap(owner: User, mine: Any, theirs: Any, said: str | None) -> None:
    place = make_community(owner=owner)
    one = make_participation(community=place, since=mine[0], until=mine[1])
    other = make_membership(contact=make_contact(owner=owner), community=place, since=theirs[0], until=theirs[1])
    with translation.override("ru"):
        shared = together([one], [other], TODAY)
        assert (str(shared) if shared else None) == said
    one.status = "considering"
    assert together([one], [other], TODAY) is None


def test_how_long_counts_whole_months() -> None:
    with translation.override("ru"):
        assert how_long(date(2026, 1, 31), date(2026, 2, 28)) == "меньше месяца"
        assert how_long(date(2021, 1, 15), date(2026, 1, 15)) == "5 лет"
        assert how_long(date(2024, 12, 15), date(2026, 2, 15)) == "1 год 2 месяца"
