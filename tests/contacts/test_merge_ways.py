"""The ways to a merge and out of it: menu, old addresses, the pages of who stayed, the commands, the hint."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contacts.actions.merging import merge, unmerge
from contacts.forms.merging import MergeForm
from contacts.forms.people import resolve
from contacts.models import Contact, DoublePair, Merge
from contacts.photos import put_photo
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_channel, make_contact
from tests.network import picture


def merged(kept: Contact, gone: Contact, **chosen: str) -> Merge:
    return merge(owner=User.objects.get(pk=kept.owner_id), kept=kept, gone=gone, chosen=chosen)


@pytest.mark.parametrize(
    ("kept", "gone", "stays"),
    [
        (("Аня", "", "Петрова"), ("Анна", "Ивановна", "Петрова"), "Анна Ивановна Петрова"),
        (("Анна", "Ивановна", "Петрова"), ("Аня", "", "Петрова-Водкина"), "Анна Ивановна Петрова"),
        (("Анна", "Ивановна", ""), ("Анна", "", "Петрова"), "Анна Петрова"),
        (("Пётр", "", "Орлов"), ("Анна", "Олеговна", ""), "Пётр Орлов"),
        (("", "", "Орлов"), ("Пётр", "", ""), "Орлов"),
        (("Пётр", "", "Орлов"), ("Пётр", "", "Орлов"), "Пётр Орлов"),
    ],
)
def test_names_are_chosen_whole(
    client_of_owner: Client, owner: User, kept: tuple[str, ...], gone: tuple[str, ...], stays: str
) -> None:
    one, other = (
        Contact.objects.create(owner=owner, given_name=given, patronymic=patronymic, family_name=family)
        for given, patronymic, family in (kept, gone)
    )
    client_of_owner.post(reverse("contacts:merge", args=[one.pk, other.pk]), {"x": ""})
    one.refresh_from_db()
    assert one.full_name == stays


def test_each_part_of_a_name_can_still_be_chosen(client_of_owner: Client, owner: User) -> None:
    one, other = make_contact(owner=owner, name="Аня Петрова"), make_contact(owner=owner, name="Анна Орлова")
    Contact.objects.filter(pk=other.pk).update(patronymic="Олеговна")
    other.refresh_from_db()
    shown = {row.name: [side.text for side in row.sides] for row in MergeForm(kept=one, gone=other).rows}
    assert shown["patronymic"][1] == "Олеговна"
    address = reverse("contacts:merge", args=[one.pk, other.pk])
    client_of_owner.post(address, {"given_name": "gone", "patronymic": "gone", "family_name": "kept"})
    one.refresh_from_db()
    assert one.full_name == "Анна Олеговна Петрова"


def test_from_the_menu_to_both_side_by_side(client_of_owner: Client, owner: User, stranger: User) -> None:
    one, other = make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Нюра Сидорова")
    alike = make_contact(owner=owner, name="Аня Петрова")
    theirs = make_contact(owner=stranger, name="Чужая Анна")
    address = reverse("contacts:merge_with", args=[one.pk])
    assert address in client_of_owner.get(one.get_absolute_url()).content.decode()
    page = client_of_owner.get(address).content.decode()
    assert reverse("contacts:merge", args=[one.pk, alike.pk]) in page
    assert "data-picker-create" not in page
    answer = client_of_owner.post(address, {"who": f"Нюра Сидорова #{other.pk}"})
    assert answer.headers["Location"] == reverse("contacts:merge", args=[one.pk, other.pk])
    for said in ("", "Никто Таковой", f"id:{one.pk}", f"id:{theirs.pk}"):
        wrong = client_of_owner.post(address, {"who": said})
        assert wrong.status_code == 422
        assert wrong.context["form"].errors["who"]
    assert Contact.objects.filter(owner=owner).count() == 3


def test_an_old_address_leads_to_who_they_are_now(
    client_of_owner: Client, client_of_stranger: Client, owner: User
) -> None:
    first, second, third = (make_contact(owner=owner) for _ in range(3))
    one = merged(second, first)
    other = merged(third, second)
    for old in (first, second):
        answer = client_of_owner.get(old.get_absolute_url())
        assert (answer.status_code, answer.headers["Location"]) == (302, third.get_absolute_url())
        assert client_of_stranger.get(old.get_absolute_url()).status_code == 404
    assert [found.pk for found in resolve(owner, [f"Кто-то #{first.pk}"]).contacts] == [third.pk]
    unmerge(merged=other)
    unmerge(merged=one)
    assert client_of_owner.get(first.get_absolute_url()).status_code == 200
    merged(second, first)
    Contact.objects.get(pk=second.pk).throw_away()
    assert client_of_owner.get(first.get_absolute_url()).status_code == 404


def test_who_stayed_says_from_whom_for_thirty_days(client_of_owner: Client, owner: User) -> None:
    kept = make_contact(owner=owner, name="Анна Петрова")
    pages = [kept.get_absolute_url(), reverse("contacts:history", args=[kept.pk])]
    before = queries_of(client_of_owner, pages[0])
    joined = [merged(kept, make_contact(owner=owner, name=name)) for name in ("Нюра Орлова", "Нюша Котова")]
    for page in pages:
        text = client_of_owner.get(page).content.decode()
        for one in joined:
            assert one.gone_name in text
            assert reverse("contacts:unmerge", args=[one.pk]) in text
    assert queries_of(client_of_owner, pages[0]) == before + 1
    Merge.objects.update(created_at=timezone.now() - timedelta(days=31))
    for page in pages:
        text = client_of_owner.get(page).content.decode()
        assert not [one for one in joined if reverse("contacts:unmerge", args=[one.pk]) in text]
    assert queries_of(client_of_owner, pages[0]) == before


def purge(*arguments: str) -> str:
    said = StringIO()
    call_command("purge_trash", *arguments, stdout=said)
    return said.getvalue()


def test_old_merges_are_forgotten_with_their_photos(owner: User, django_capture_on_commit_callbacks: Any) -> None:
    people = [make_contact(owner=owner) for _ in range(4)]
    for one in people:
        put_photo(one, picture())
    names = [one.photo.name or "" for one in people]
    with django_capture_on_commit_callbacks(execute=True):
        old = merged(people[0], people[1], photo="gone")
        young = merged(people[2], people[3])
    worn = Contact.objects.get(pk=people[0].pk).photo.name or ""
    Merge.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    assert "1 merges" in purge("--dry-run")
    assert all(default_storage.exists(name) for name in [*names, worn])
    with django_capture_on_commit_callbacks(execute=True):
        assert "2 photos" in purge()
    assert [default_storage.exists(name) for name in [*names, worn]] == [False, False, True, True, True]
    assert [*Merge.objects.all()] == [young]
    assert unmerge(merged=young).photo.name == names[3]


def find(*arguments: str) -> tuple[str, str]:
    said, beside = StringIO(), StringIO()
    call_command("find_doubles", *arguments, stdout=said, stderr=beside)
    return said.getvalue(), beside.getvalue()


def test_the_command_finds_doubles_of_one_or_of_all(owner: User, stranger: User) -> None:
    one, other = make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Аня Петрова")
    for _ in range(2):
        make_contact(owner=stranger, name="Пётр Орлов")
    text, progress = find("--owner", "OWNER@example.org")
    assert "2 people, 1 likely doubles" in text
    assert f"Анна Петрова #{one.pk} — Аня Петрова #{other.pk}" in text
    assert "100 %" in progress
    assert not DoublePair.objects.filter(owner=stranger).exists()
    both = json.loads(find("--json")[0])
    assert {row["owner"]: len(row["pairs"]) for row in both} == {"owner@example.org": 1, "stranger@example.org": 1}
    assert both[0]["pairs"][0]["people"][0] == {"id": one.pk, "name": "Анна Петрова"}
    assert both[0]["pairs"][0]["reasons"]
    with pytest.raises(CommandError, match="no user nobody"):
        find("--owner", "nobody@example.org")


HINT = {"HTTP_HX_REQUEST": "true"}


@pytest.mark.parametrize(
    "typed",
    [
        {"given_name": "Аня", "family_name": "Петрова"},
        {"given_name": "Кто-то", "channels_text": "8 916 000-00-00"},
        {"who": "Олег Орлов #1, Аня Петрова"},
    ],
)
def test_while_a_name_or_a_number_is_typed_the_known_one_is_shown(
    client_of_owner: Client, client_of_stranger: Client, owner: User, typed: dict[str, str]
) -> None:
    known = make_contact(owner=owner, name="Анна Петрова", company="Яндекс")
    make_channel(contact=known, kind="phone", value="+79160000000")
    address = reverse("contacts:doubles_hint")
    hint = client_of_owner.post(address, typed, **HINT).content.decode()  # type: ignore[arg-type]
    assert known.get_absolute_url() in hint
    assert "Яндекс" in hint
    assert "<html" not in hint
    assert known.get_absolute_url() in client_of_owner.post(address, typed).content.decode()
    assert client_of_stranger.post(address, typed, **HINT).content.decode().strip() == ""  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"given_name": "Анна"},
        {"given_name": "Пётр", "family_name": "Иванов"},
        {"who": "Анна Петрова"},
        {"given_name": "a\x00b"},
        {"channels_text": "почта: @@@\n" * 99},
    ],
)
def test_the_hint_is_silent_where_it_has_nothing_to_say(
    client_of_owner: Client, owner: User, typed: dict[str, str]
) -> None:
    make_contact(owner=owner, name="Анна Петрова")
    answer = client_of_owner.post(reverse("contacts:doubles_hint"), typed, **HINT)  # type: ignore[arg-type]
    assert (answer.status_code, answer.content.decode().strip()) == (200, "")


def test_the_forms_ask_for_the_hint(client_of_owner: Client, owner: User) -> None:
    address = f'data-hx-post="{reverse("contacts:doubles_hint")}"'
    for page in (reverse("contacts:add"), reverse("home:quick_log")):
        assert address in client_of_owner.get(page).content.decode()
    edit = reverse("contacts:edit", args=[make_contact(owner=owner).pk])
    assert address not in client_of_owner.get(edit).content.decode()
