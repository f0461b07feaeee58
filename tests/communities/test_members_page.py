"""The people of a community page by page: the same whether members are sorted or everybody is gone through by name."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from communities import members_page
from communities.members_page import first_faces, page_of, who_left
from communities.models import Community, Membership
from communities.views import communities as views
from networking.accounts.models import User
from tests.factories import make_community, make_contact, make_membership

TODAY = date(2026, 11, 20)
MANY = members_page.MANY + 1

pytestmark = pytest.mark.django_db


def _fill(owner: User, seed: int) -> Community:
    """Namesakes, several periods of one person, ended and thrown away ones, and people of other communities."""
    chance = random.Random(seed)
    place, other = make_community(owner=owner), make_community(owner=owner)
    for number in range(40):
        person = make_contact(owner=owner, name=chance.choice(["Анна Б", "Борис А", "Вера Г", f"Имя{number} Я"]))
        for _ in range(chance.choice([0, 1, 1, 2, 3])):
            until = chance.choice([None, None, TODAY, TODAY - timedelta(days=3)])
            row = make_membership(contact=person, community=chance.choice([place, place, other]), until=until)
            if chance.random() < 0.1:
                row.throw_away()
        if chance.random() < 0.1:
            person.throw_away()
    return place


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("as_table", [False, True])
def test_both_ways_bring_everybody_once_in_the_order_of_names(
    owner: User, monkeypatch: pytest.MonkeyPatch, seed: int, as_table: bool
) -> None:
    monkeypatch.setattr(members_page, "MEMBERS", 7)
    place = _fill(owner, seed)
    rows = Membership.objects.for_owner(owner).filter(community=place).exclude(until__lt=TODAY)
    expected = [*rows.order_by("contact__name_key", "contact", "pk").values_list("pk", flat=True)]
    assert len(expected) > 10
    for all_here in (len(expected), MANY):
        found: list[int] = []
        after = ""
        while page := page_of(owner, place.pk, TODAY, all_here, after=after, as_table=as_table):
            found += [one.pk for one in page[:7]]
            after = str(page[:7][-1].pk)
        assert found == expected
        faces = [one.pk for one in first_faces(owner, place.pk, TODAY, all_here)]
        assert faces == expected[: members_page.ALL_FACES + 1]


def test_who_left_is_not_there_any_more(owner: User) -> None:
    place = make_community(owner=owner)
    gone, back = make_contact(owner=owner, name="Анна"), make_contact(owner=owner, name="Борис")
    left = make_membership(contact=gone, community=place, until=TODAY - timedelta(days=1))
    make_membership(contact=back, community=place, until=TODAY - timedelta(days=9))
    make_membership(contact=back, community=place, since=TODAY - timedelta(days=2))
    assert who_left(owner, place.pk, TODAY, 1) == [left]
    assert page_of(owner, place.pk, TODAY, 1, after="999999999999999999", as_table=False)[0].contact == back


@pytest.mark.parametrize("seed", range(4))
def test_all_who_left_can_be_reached_each_period_once(
    owner: User, client_of_owner: Client, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    for module in (members_page, views):
        monkeypatch.setattr(module, "MEMBERS", 2)
    place = _fill(owner, seed)
    rows = Membership.objects.for_owner(owner).filter(community=place)
    here = rows.exclude(until__lt=localdate(timezone=owner.zone)).values("contact")
    gone = rows.exclude(contact__in=here).order_by("-until", "-pk")
    expected = [f'href="{reverse("communities:membership_edit", args=[one.pk])}">Изменить' for one in gone]
    assert len(expected) > 4
    found: list[str] = []
    address: str | None = "?people=table&before="
    while address:
        page = client_of_owner.get(place.get_absolute_url() + address).content.decode()
        part = page[page.index('id="before"') : page.index("</ul>", page.index('id="before"'))]
        found += re.findall(r'href="[^"]+members/[^"]+">Изменить', part)
        # The present people stay as they were asked for.
        assert page.count("<table") == 1
        assert ("К началу" in page) == bool(re.search("before=[0-9]", address))
        onwards = re.search(r'href="(\?people=table&amp;before=[0-9]+)#before"', page)
        address = unescape(onwards[1]) if onwards else None
    assert found == expected


def test_who_is_to_come_is_not_there_yet(client_of_owner: Client, owner: User) -> None:
    place, today = make_community(owner=owner), localdate(timezone=owner.zone)
    anna, boris, vera = (make_contact(owner=owner, name=name) for name in ("Анна Б", "Борис А", "Вера Г"))
    make_membership(contact=anna, community=place)
    make_membership(contact=boris, community=place, since=today + timedelta(days=1))
    make_membership(contact=vera, community=place, until=today - timedelta(days=9))
    make_membership(contact=vera, community=place, since=today + timedelta(days=30))
    shown = client_of_owner.get(place.get_absolute_url())
    page = shown.content.decode()
    there, later = page.split("Придут позже")
    assert 'Кого вы там знаете <span class="muted small">1</span>' in there
    assert "Анна Б" in there
    assert "Борис А" not in there
    assert later.index("Борис А") < later.index("Вера Г")
    assert "раньше здесь был 1 человек" in later
    before = client_of_owner.get(f"{place.get_absolute_url()}?before=").content.decode()
    assert "Вера Г" in before[before.index('id="before"') :]
    listed = client_of_owner.get(reverse("communities:list")).content.decode()
    assert "вы знаете там 1 человека" in listed


NOTE = "Те из них, кто в архиве, здесь посчитаны; советы и карта их не учитывают."


@pytest.mark.parametrize("shape", ["", "?people=table", "?people=all"])
def test_who_lies_in_the_archive_is_counted_and_said_so(client_of_owner: Client, owner: User, shape: str) -> None:
    place = make_community(owner=owner)
    people = [make_contact(owner=owner, name=name) for name in ("Анна Петрова", "Борис Ильин")]
    for person in people:
        make_membership(contact=person, community=place)
    page = client_of_owner.get(place.get_absolute_url() + shape).content.decode()
    assert "в архиве" not in page
    people[1].archive(on=TODAY)
    page = client_of_owner.get(place.get_absolute_url() + shape).content.decode()
    assert re.search(r"Борис Ильин.*?· в архиве", page, re.DOTALL)
    assert page.count("· в архиве") == 1
    assert page.count(NOTE) == 1
    assert '<span class="muted small">2</span>' in page


def test_who_lies_in_the_archive_is_said_of_though_not_shown(client_of_owner: Client, owner: User) -> None:
    place = make_community(owner=owner)
    for number in range(members_page.ALL_FACES + 1):
        person = make_contact(owner=owner, name=f"Имя{number:02} Я")
        make_membership(contact=person, community=place)
    assert NOTE not in client_of_owner.get(place.get_absolute_url()).content.decode()
    person.archive(on=TODAY)
    page = client_of_owner.get(place.get_absolute_url()).content.decode()
    assert "· в архиве" not in page
    assert NOTE in page
