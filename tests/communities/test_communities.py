from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from communities.models import Community, Participation
from networking.accounts.models import User
from tests.factories import (
    make_community,
    make_contact,
    make_event,
    make_membership,
    make_participation,
    make_user,
)

NOW = "2026-10-15 12:00:00+03:00"
NEW = {"name": "Гильдия Python", "kind": "technical", "status": "active", "role": "founder", "since": "2026-03-01"}

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen() -> Any:
    with time_machine.travel(NOW):
        yield


def groups_on(client: Client, **query: str) -> dict[str, list[str]]:
    groups = client.get(reverse("communities:list"), query).context["groups"]
    return {group.name: [card.community.name for card in group.cards] for group in groups}


def test_mine_stand_by_how_i_am_there(client_of_owner: Client, owner: User, stranger: User) -> None:
    for name, status in (("А", "active"), ("Б", "joined"), ("В", "paused"), ("Г", "considering"), ("Д", "left")):
        make_participation(community=make_community(owner=owner, name=name), status=status, since=date(2026, 1, 1))
    ended = make_community(owner=owner, name="Е", family="internal", kind="technical")
    make_participation(community=ended, status="active", until=date(2026, 10, 1))
    make_community(owner=owner, name="Ж")
    make_community(owner=stranger, name="Чужое")
    assert groups_on(client_of_owner) == {
        "taking_part": ["А", "Б"], "paused": ["В"], "considering": ["Г", "Ж"], "left": ["Д", "Е"],
    }  # fmt: skip
    assert groups_on(client_of_owner, family="internal") == {"left": ["Е"]}


def test_the_latest_period_says_how_i_am_there(client_of_owner: Client, owner: User) -> None:
    community = make_community(owner=owner, name="А")
    make_participation(community=community, status="active", since=date(2026, 5, 1))
    make_participation(community=community, status="paused", since=date(2025, 1, 1), until=date(2026, 4, 30))
    assert groups_on(client_of_owner) == {"taking_part": ["А"]}


def test_a_card_counts_people_of_today_and_names_events(client_of_owner: Client, owner: User) -> None:
    community = make_community(owner=owner)
    anna = make_contact(owner=owner)
    make_membership(contact=anna, community=community, since=date(2026, 1, 1))
    make_membership(contact=anna, community=community, role="speaker")
    make_membership(contact=make_contact(owner=owner), community=community, until=date(2026, 1, 1))
    for day in (1, 10, 20, 25):
        make_event(owner=owner, community=community, starts=datetime(2026, 10, day, 22, tzinfo=UTC))
    response = client_of_owner.get(reverse("communities:list"))
    (card,) = response.context["groups"][0].cards
    assert (card.people, card.last_event, card.next_event) == (1, date(2026, 10, 11), date(2026, 10, 21))
    assert "вы знаете там 1 человека" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_whatever_its_length(
    client_of_owner: Client, owner: User, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        community = make_community(owner=owner)
        make_participation(community=community)
        make_membership(contact=make_contact(owner=owner), community=community)
        make_event(owner=owner, community=community)
    with django_assert_num_queries(6):
        client_of_owner.get(reverse("communities:list"))


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_the_same_whatever_its_length(
    client_of_owner: Client, owner: User, rows: int, django_assert_num_queries: Any
) -> None:
    community = make_community(owner=owner)
    for _ in range(rows):
        make_participation(community=community)
        make_membership(contact=make_contact(owner=owner), community=community)
        make_event(owner=owner, community=community)
    with django_assert_num_queries(9):
        client_of_owner.get(community.get_absolute_url())


def test_a_name_and_a_kind_make_a_community(client_of_owner: Client, owner: User) -> None:
    data = {**NEW, "channels_text": "@guild\nSlack: guild", "about": "Код."}
    response = client_of_owner.post(reverse("communities:add"), data)
    community = Community.objects.for_owner(owner).get()
    assert response.url == reverse("communities:launch", args=[community.pk])  # type: ignore[attr-defined]
    assert (community.family, community.kind) == ("internal", "technical")
    assert [(one.kind, one.value) for one in community.channels.all()] == [("telegram", "@guild"), ("slack", "guild")]
    period = Participation.objects.for_owner(owner).get()
    assert (period.status, period.role, period.since) == ("active", "founder", date(2026, 3, 1))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "guild"}, "kind"),
        ({"since": "31.02.2026"}, "since"),
        ({"role": "king"}, "role"),
        ({"channels_text": "email: нет"}, "channels_text"),
        ({"cadence_ideal": "30", "cadence_at_most": "10"}, "cadence_at_most"),
        ({"name": "имя\x00"}, "name"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(
    client_of_owner: Client, wrong: dict[str, str], field: str
) -> None:
    response = client_of_owner.post(reverse("communities:add"), {**NEW, "about": "Набранный текст", **wrong})
    assert response.status_code == 422
    assert response.context["form"][field].errors
    assert "Набранный текст" in response.content.decode()
    assert not Community._base_manager.exists()


def test_editing_moves_the_family_with_the_kind(client_of_owner: Client, owner: User) -> None:
    community = make_community(owner=owner, name="Клуб")
    address = reverse("communities:edit", args=[community.pk])
    data = {"name": "Клуб чтения", "kind": "interest_group", "version": 1}
    assert client_of_owner.post(address, data).status_code == 302
    community.refresh_from_db()
    assert (community.name, community.family) == ("Клуб чтения", "internal")
    stale = client_of_owner.post(address, {**data, "name": "Другое"})
    assert stale.status_code == 409
    assert "Клуб чтения" in stale.content.decode()
    assert 'value="Другое"' in stale.content.decode()


def test_deleting_can_be_taken_back(client_of_owner: Client, owner: User) -> None:
    community = make_community(owner=owner, name="Клуб")
    make_participation(community=community)
    page = client_of_owner.post(reverse("communities:delete", args=[community.pk]), follow=True)
    assert "«Клуб» в корзине на 30 дней." in page.content.decode()
    assert client_of_owner.get(community.get_absolute_url()).status_code == 404
    community.refresh_from_db()
    client_of_owner.post(reverse("contacts:undo", args=[community.trash_id]))
    assert client_of_owner.get(community.get_absolute_url()).context["mine"]


def test_page_tells_everything_about_a_community(client_of_owner: Client, owner: User) -> None:
    community = make_community(owner=owner, name="Клуб", about="**О книгах** <script>x</script>")
    make_participation(
        community=community, status="active", role="organiser", since=date(2025, 3, 1), aims=["exchange"], fee=1500
    )
    anna = make_contact(owner=owner, name="Анна Петрова")
    boris = make_contact(owner=owner, name="Борис Аверин")
    make_membership(contact=anna, community=community, role="speaker", since=date(2026, 1, 5))
    make_membership(contact=boris, community=community, until=date(2026, 1, 5))
    make_event(owner=owner, name="Будет", community=community, starts=datetime(2026, 11, 1, 16, tzinfo=UTC))
    make_event(owner=owner, name="Было", community=community, starts=datetime(2026, 10, 1, 16, tzinfo=UTC))
    response = client_of_owner.get(community.get_absolute_url())
    page = response.content.decode()
    assert [one.contact.name for one in response.context["here"]] == ["Анна Петрова"]
    assert "раньше здесь был 1 человек" in page
    assert "Борис Аверин" not in page
    before = client_of_owner.get(f"{community.get_absolute_url()}?before", headers={"hx-request": "true"})
    assert [one.contact.name for one in before.context["were"]] == ["Борис Аверин"]
    assert "по 5 января 2026" in before.content.decode()
    assert "<html" not in before.content.decode()
    assert [one.name for one in response.context["upcoming"]] == ["Будет"]
    assert [one.name for one in response.context["past"]] == ["Было"]
    for said in ("<strong>О книгах</strong>", "организатор", "обмен знаниями", "с 1 марта 2025", "с 5 января 2026"):
        assert said in page
    assert f"{reverse('events:add')}?community={community.pk}" in page
    assert f"{reverse('metrics:month_now')}?community={community.pk}" in page
    assert reverse("guidance:shown_on", args=["kind:sig"]) in page
    assert "<script>x" not in page


def test_an_empty_account_is_shown_the_first_step(db: None) -> None:
    client = Client()
    client.force_login(make_user())
    page = client.get(reverse("communities:list")).content.decode()
    assert "Сообществ пока нет" in page
    assert reverse("communities:catalogue") in page
    assert "Сначала выберите куда" in client.get(reverse("communities:member_add")).content.decode()


def test_its_people_come_in_pages_and_none_is_lost(client_of_owner: Client, owner: User) -> None:
    community = make_community(owner=owner)
    for number in range(83):
        make_membership(contact=make_contact(owner=owner, name=f"Имя{number:02}"), community=community)
    was = make_contact(owner=owner, name="Бывший")
    make_membership(contact=was, community=community, since=date(2025, 1, 1), until=date(2025, 2, 1))
    first = client_of_owner.get(community.get_absolute_url())
    assert [one.contact.given_name for one in first.context["here"]] == [f"Имя{number:02}" for number in range(12)]
    assert (first.context["all_here"], first.context["all_were"]) == (83, 1)
    assert "Показать всех: 83" in first.content.decode()
    seen, address = [], f"{community.get_absolute_url()}?people=all"
    for _ in range(3):
        page = client_of_owner.get(address)
        seen += [one.contact.given_name for one in page.context["here"]]
        address = f"{community.get_absolute_url()}?after={getattr(page.context['further'], 'pk', '')}"
    assert seen == [f"Имя{number:02}" for number in range(83)]
    assert page.context["all_here"] == 83
    assert page.context["all_were"] == 1
    page = client_of_owner.get(f"{community.get_absolute_url()}?before")
    assert [one.contact for one in page.context["were"]] == [was]


def test_a_long_list_comes_in_pages_and_none_is_lost(client_of_owner: Client, owner: User) -> None:
    for number in range(85):
        make_participation(community=make_community(owner=owner, name=f"Club {number:03}"))
    make_community(owner=owner, name="Other")
    listed = reverse("communities:list")
    address, seen = listed, list[str]()
    while address:
        page = client_of_owner.get(address)
        group = page.context["groups"][0]
        assert group.all == 85
        seen += [card.community.name for card in group.cards]
        address = f"{listed}?group=taking_part&after={group.further.community.pk}" if group.further else ""
    assert seen == [f"Club {number:03}" for number in range(85)]
    assert [group.name for group in page.context["groups"]] == ["taking_part"]
    assert (
        b"Club 084" in client_of_owner.get(f"{listed}?group=taking_part&after={group.cards[-2].community.pk}").content
    )
    assert b"Club 000" in client_of_owner.get(f"{listed}?group=x&after=x").content
