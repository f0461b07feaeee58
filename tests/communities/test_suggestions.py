"""Suggestions for the catalogue: written by anybody, answered by an admin, seen by their author."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from communities.editors import EDITORS
from communities.models import CatalogueChange, CatalogueEntry, CatalogueSuggestion, CommunityChannel
from networking.accounts.models import User
from tests.factories import make_community, make_entry, make_suggestion, make_user

NEW = {
    "name": "Клуб Ёлка", "kind": "formal_association", "field": "Экология", "city": "Омск", "about": "О лесе.",
    "other_names": "Ёлочка\nЕль", "channels_text": "@elka\nhttps://elka.example", "represents": "Лесников",
}  # fmt: skip
DESK = "admin:communities_cataloguesuggestion_"


@pytest.fixture
def desk(db: None) -> Client:
    editor = make_user(email="editor@example.org", is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITORS))
    client = Client()
    client.force_login(editor)
    return client


def test_from_the_form_to_the_catalogue(client_of_owner: Client, owner: User, desk: Client) -> None:
    answer = client_of_owner.post(reverse("communities:suggestion_add"), NEW, follow=True)
    assert "ждёт ответа" in answer.content.decode()
    row = CatalogueSuggestion.objects.get()
    assert (row.owner, row.family, row.other_names) == (owner, "professional", ["Ёлочка", "Ель"])
    assert row.channels == [["telegram", "@elka"], ["website", "https://elka.example"]]
    assert "Клуб Ёлка" in desk.get(reverse(f"{DESK}changelist"), {"q": "ЕЛКА"}).content.decode()
    shown = desk.get(reverse(f"{DESK}change", args=[row.pk])).content.decode()
    for said in ("Клуб Ёлка", "Ёлочка", "@elka", "Лесников", "Ольга"):
        assert said in shown
    accept = reverse(f"{DESK}accept", args=[row.pk])
    assert accept in shown
    assert "errornote" not in desk.get(accept).content.decode()
    page = desk.post(accept, {"answer": "Спасибо!"}, follow=True).content.decode()
    assert "«Клуб Ёлка» в каталоге" in page
    entry = CatalogueEntry.objects.get()
    assert entry.state() == {
        "slug": "klub-elka", "name": "Клуб Ёлка", "family": "professional", "kind": "formal_association",
        "field": "Экология", "city": "Омск", "about": "О лесе.", "about_en": "", "legal_form": "",
        "membership_terms": "", "certification": "", "licensing": "", "represents": "Лесников",
        "other_names": ["Ёлочка", "Ель"], "is_published": True, "is_template": False,
        "channels": [["telegram", "@elka"], ["website", "https://elka.example"]],
    }  # fmt: skip
    assert CatalogueChange.objects.get().cause == "suggested"
    mine = client_of_owner.get(reverse("communities:suggestions")).content.decode()
    for said in ("принято", "Спасибо!", entry.get_absolute_url()):
        assert said in mine
    again = desk.post(accept, {"answer": ""})
    assert again.status_code == 422
    assert "уже ответили" in again.content.decode()
    assert CatalogueEntry.objects.count() == 1


def test_a_suggestion_of_what_is_there_meanwhile_is_noticed(owner: User, desk: Client) -> None:
    row = make_suggestion(owner=owner, name="клуб ёлка")
    make_entry(name="Клуб Елка", slug="elka-1")
    page = desk.get(reverse(f"{DESK}accept", args=[row.pk])).content.decode()
    assert "«Клуб Елка» уже есть в каталоге:" in page
    assert "elka-1" in page


def test_whoever_accepts_sees_all_likely_doubles(owner: User, desk: Client) -> None:
    row = make_suggestion(owner=owner, name="Клуб «Ёлка»", other_names=["C++ Omsk"], city="Омск")
    doubles = [
        make_entry(name="клуб елка", slug="elka-1", city="Тверь"),
        make_entry(name="Плюсы", slug="plus", other_names=["c++omsk"]),
    ]
    other = make_entry(name="C Omsk", slug="c-omsk")
    page = desk.get(reverse(f"{DESK}accept", args=[row.pk])).content.decode()
    for one in doubles:
        assert reverse("admin:communities_catalogueentry_change", args=[one.pk]) in page
    assert "Тверь" in page
    assert reverse("admin:communities_catalogueentry_change", args=[other.pk]) not in page


def test_a_no_with_a_reason(client_of_owner: Client, owner: User, desk: Client) -> None:
    row = make_suggestion(owner=owner)
    desk.post(reverse(f"{DESK}decline", args=[row.pk]), {"answer": "Это чат одной компании."})
    row.refresh_from_db()
    assert (row.state, row.answer) == ("declined", "Это чат одной компании.")
    assert not CatalogueEntry.objects.exists()
    page = client_of_owner.get(reverse("communities:suggestions")).content.decode()
    assert "отклонено" in page
    assert "Это чат одной компании." in page
    edit = client_of_owner.get(reverse("communities:suggestion_edit", args=[row.pk]), follow=True)
    assert "уже ответили" in edit.content.decode()
    client_of_owner.post(reverse("communities:suggestion_delete", args=[row.pk]))
    assert not CatalogueSuggestion.objects.for_owner(owner).exists()


@pytest.mark.parametrize("said", ["", "   "])
def test_a_no_without_a_reason_is_asked_for_it(owner: User, desk: Client, said: str) -> None:
    row = make_suggestion(owner=owner)
    answer = desk.post(reverse(f"{DESK}decline", args=[row.pk]), {"answer": said})
    assert answer.status_code == 422
    assert answer.context["form"].errors["answer"] == ["Напишите почему: автор предложения ждёт ответа."]
    assert "Напишите почему" in answer.content.decode()
    row.refresh_from_db()
    assert row.is_waiting


def test_a_second_suggestion_of_the_same_name_is_tied_to_the_entry(
    client_of_owner: Client, owner: User, desk: Client
) -> None:
    community = make_community(owner=owner, name="Клуб «Ёлка»", city="Тверь")
    rows = [make_suggestion(owner=make_user(), name="Клуб Ёлка", city="Омск"),
            make_suggestion(owner=owner, name="Клуб «Ёлка»", community=community)]  # fmt: skip
    desk.post(reverse(f"{DESK}accept", args=[rows[0].pk]), {"answer": ""})
    entry = CatalogueEntry.objects.get()
    address = reverse(f"{DESK}accept", args=[rows[1].pk])
    answer = desk.post(address, {"answer": "Спасибо!"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Это название уже есть в каталоге" in page
    assert "Да, это «Клуб Ёлка» (klub-elka, Омск)" in page
    assert "Спасибо!" in page
    page = desk.post(address, {"answer": "Спасибо!", "same": entry.pk}, follow=True).content.decode()
    assert "отвечает на предложение" in page
    assert CatalogueEntry.objects.get() == entry
    rows[1].refresh_from_db()
    assert (rows[1].state, rows[1].entry) == ("accepted", entry)
    community.refresh_from_db()
    assert (community.entry, community.city) == (entry, "Тверь")
    news = client_of_owner.get(reverse("communities:entry_news", args=[community.pk])).context["news"]
    assert [(one.name, one.mine, one.theirs) for one in news if one.name == "city"] == [("city", "Тверь", "Омск")]


def test_the_same_name_may_be_another_community(owner: User, desk: Client) -> None:
    make_entry(name="Клуб", slug="klub", is_published=False)
    row = make_suggestion(owner=owner, name="Клуб")
    address = reverse(f"{DESK}accept", args=[row.pk])
    assert "(klub, не опубликована)" in desk.get(address).content.decode()
    assert desk.post(address, {"same": "new"}).status_code == 302
    assert CatalogueEntry.objects.count() == 2


def test_a_community_is_not_tied_to_an_entry_that_its_owner_has_joined(owner: User, desk: Client) -> None:
    entry = make_entry(name="Клуб")
    make_community(owner=owner, name="Клуб", entry=entry)
    mine = make_community(owner=owner, name="Клуб")
    row = make_suggestion(owner=owner, name="Клуб", community=mine)
    assert desk.post(reverse(f"{DESK}accept", args=[row.pk]), {"same": entry.pk}).status_code == 302
    mine.refresh_from_db()
    assert mine.entry is None


def test_an_accepted_one_leads_only_where_something_is_shown(client_of_owner: Client, owner: User) -> None:
    kept, hidden, gone = make_entry(), make_entry(is_published=False), make_entry(is_published=False)
    gone.merged_into = kept
    gone.save()
    for entry in (kept, hidden, gone, None):
        make_suggestion(owner=owner, state="accepted", entry=entry)
    page = client_of_owner.get(reverse("communities:suggestions")).content.decode()
    assert page.count(f'href="{kept.get_absolute_url()}"') == 2
    assert hidden.get_absolute_url() not in page
    assert page.count("сейчас не опубликовано") == 1
    assert page.count("больше нет") == 1


def test_my_own_community_comes_from_the_catalogue_afterwards(
    client_of_owner: Client, owner: User, desk: Client
) -> None:
    community = make_community(owner=owner, name="Клуб", city="Омск", about="О нас.")
    CommunityChannel.objects.create(owner=owner, community=community, kind="slack", value="club")
    address = f"{reverse('communities:suggestion_add')}?community={community.pk}"
    assert address in client_of_owner.get(community.get_absolute_url()).content.decode()
    form = client_of_owner.get(address).context["form"]
    assert (form["name"].value(), form["channels_text"].value()) == ("Клуб", "Slack: club")
    client_of_owner.post(address, {"name": "Клуб", "kind": "sig", "channels_text": "Slack: club"})
    row = CatalogueSuggestion.objects.get()
    assert row.community == community
    desk.post(reverse(f"{DESK}accept", args=[row.pk]), {"answer": ""})
    community.refresh_from_db()
    entry = CatalogueEntry.objects.get()
    assert (community.entry, community.city, community.entry_version) == (entry, "Омск", entry.version)
    page = client_of_owner.get(reverse("communities:catalogue"))
    assert [(one.name, mine) for one, mine, _people in page.context["entries"]] == [
        ("Клуб", (community.pk, False, False))
    ]


def test_a_strangers_community_is_not_suggested(client_of_owner: Client, stranger: User) -> None:
    theirs = make_community(owner=stranger, name="Тайное")
    address = f"{reverse('communities:suggestion_add')}?community={theirs.pk}"
    assert "Тайное" not in client_of_owner.get(address).content.decode()
    client_of_owner.post(address, NEW)
    assert CatalogueSuggestion.objects.get().community is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "мОСКОВСКИЙ ПИТОН", "city": ""}, "name"),
        ({"name": "Moscow Python", "city": "Москва"}, "name"),
        ({"name": "«Московский-Питон»", "city": ""}, "name"),
        ({"name": "MoscowPython!", "city": ""}, "name"),
        ({"kind": "guild"}, "kind"),
        ({"channels_text": "email: нет"}, "channels_text"),
        ({"channels_text": "какая-то чушь"}, "channels_text"),
        ({"channels_text": "@elka\njavascript:alert(1)"}, "channels_text"),
        ({"channels_text": "javascript:alert(document.cookie)"}, "channels_text"),
        ({"about": "x" * 20_001}, "about"),
        ({"name": "имя\x00"}, "name"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(
    client_of_owner: Client, wrong: dict[str, str], field: str
) -> None:
    make_entry(name="Московский питон", other_names=["Moscow Python"], city="Москва")
    answer = client_of_owner.post(reverse("communities:suggestion_add"), {**NEW, **wrong})
    assert answer.status_code == 422
    assert answer.context["form"][field].errors
    assert not CatalogueSuggestion.objects.exists()


def test_the_same_name_in_another_city_is_another_community(client_of_owner: Client) -> None:
    make_entry(name="Клуб Ёлка", city="Тверь")
    assert client_of_owner.post(reverse("communities:suggestion_add"), NEW).status_code == 302


def test_it_can_be_changed_while_it_waits(client_of_owner: Client, owner: User) -> None:
    row = make_suggestion(owner=owner, name="Клуб", channels=[["slack", "club"]])
    address = reverse("communities:suggestion_edit", args=[row.pk])
    assert client_of_owner.get(address).context["form"]["channels_text"].value() == "Slack: club"
    client_of_owner.post(address, {**NEW, "version": row.version})
    row.refresh_from_db()
    assert row.name == "Клуб Ёлка"
    assert client_of_owner.post(address, {**NEW, "name": "Поздно", "version": 1}).status_code == 409


def test_taking_back_can_be_undone(client_of_owner: Client, owner: User, desk: Client) -> None:
    row = make_suggestion(owner=owner, name="Клуб")
    client_of_owner.post(reverse("communities:suggestion_delete", args=[row.pk]))
    assert "Клуб" not in client_of_owner.get(reverse("communities:suggestions")).content.decode().split("notice")[0]
    assert "Клуб" not in desk.get(reverse(f"{DESK}changelist")).content.decode()
    assert desk.post(reverse(f"{DESK}accept", args=[row.pk]), {"answer": ""}).status_code == 404
    row.refresh_from_db()
    client_of_owner.post(reverse("contacts:undo", args=[row.trash_id]))
    assert "Клуб" in desk.get(reverse(f"{DESK}changelist")).content.decode()


def test_the_admin_neither_adds_nor_rewrites_nor_deletes(desk: Client, owner: User) -> None:
    row = make_suggestion(owner=owner, name="Клуб")
    assert desk.get(reverse(f"{DESK}add")).status_code == 403
    assert desk.post(reverse(f"{DESK}delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    desk.post(reverse(f"{DESK}change", args=[row.pk]), {"name": "Другое"})
    row.refresh_from_db()
    assert row.name == "Клуб"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(
    client_of_owner: Client, owner: User, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make_suggestion(owner=owner, entry=make_entry(), state="accepted")
    with django_assert_num_queries(4):
        client_of_owner.get(reverse("communities:suggestions"))


def test_editors_are_told_of_what_waits(client_of_owner: Client, owner: User, desk: Client) -> None:
    reminders, index = reverse("communities:reminders"), reverse("admin:index")
    waiting = f"{reverse(f'{DESK}changelist')}?state__exact=waiting"
    assert waiting not in desk.get(reminders).content.decode()
    make_suggestion(owner=owner)
    make_suggestion(owner=owner, state="declined")
    for page in (desk.get(reminders).content.decode(), desk.get(index).content.decode()):
        assert waiting in page
        assert "1 предложение для каталога ждёт ответа" in page
    assert desk.get(waiting).context["cl"].result_count == 1
    assert waiting not in client_of_owner.get(reminders).content.decode()
