from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from contacts.models import SavedFilter, Trash
from networking.accounts.models import User
from tests.factories import make_contact, make_tag

pytestmark = pytest.mark.django_db
SAVE = "contacts:filter_save"


def save(client: Client, name: str, query: str = "tie=5") -> int:
    return client.post(f"{reverse(SAVE)}?{query}", {"name": name}).status_code


def test_a_filter_is_kept_and_stands_over_the_list(client_of_owner: Client, owner: User) -> None:
    make_contact(owner=owner, name="Анна", tie=5)
    make_contact(owner=owner, name="Борис")
    assert save(client_of_owner, " Близкие ", "nonsense=1&tie=5&q=") == 302
    saved = SavedFilter.objects.for_owner(owner).get()
    assert (saved.name, saved.query) == ("Близкие", "tie=5")
    page = client_of_owner.get(reverse("contacts:list"))
    assert f'href="{saved.get_absolute_url()}"' in page.content.decode()
    assert [one.name for one in client_of_owner.get(saved.get_absolute_url()).context["people"]] == ["Анна"]


def test_names_are_unique_whatever_their_case(client_of_owner: Client, client_of_stranger: Client, owner: User) -> None:
    assert save(client_of_owner, "Ёлки") == 302
    assert save(client_of_owner, "елки", "tie=4") == 422
    assert save(client_of_stranger, "елки", "tie=4") == 302
    assert SavedFilter.objects.for_owner(owner).count() == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b"])
def test_a_wrong_name_is_said(client_of_owner: Client, owner: User, name: str) -> None:
    assert save(client_of_owner, name) == 422
    assert not SavedFilter.objects.for_owner(owner).exists()


def test_without_a_filter_there_is_nothing_to_save(client_of_owner: Client, owner: User) -> None:
    assert save(client_of_owner, "Все", "q=&tie=") == 302
    assert not SavedFilter.objects.for_owner(owner).exists()


def test_rename_delete_and_undo(client_of_owner: Client, owner: User) -> None:
    save(client_of_owner, "Близкие")
    saved = SavedFilter.objects.for_owner(owner).get()
    edit = reverse("contacts:filter_edit", args=[saved.pk])
    assert client_of_owner.post(edit, {"name": "Друзья", "version": saved.version}).status_code == 302
    assert client_of_owner.post(edit, {"name": "Опоздавшие", "version": saved.version}).status_code == 409
    saved.refresh_from_db()
    assert saved.name == "Друзья"
    client_of_owner.post(reverse("contacts:filter_delete", args=[saved.pk]))
    assert not SavedFilter.objects.for_owner(owner).exists()
    client_of_owner.post(reverse("contacts:undo", args=[Trash.objects.get(owner=owner).pk]))
    assert SavedFilter.objects.for_owner(owner).get().name == "Друзья"


def test_a_name_is_free_again_after_deleting_and_undo_says_when_it_is_taken(
    client_of_owner: Client, owner: User
) -> None:
    save(client_of_owner, "Близкие")
    client_of_owner.post(reverse("contacts:filter_delete", args=[SavedFilter.objects.for_owner(owner).get().pk]))
    assert save(client_of_owner, "близкие", "tie=4") == 302
    client_of_owner.post(reverse("contacts:undo", args=[Trash.objects.get(owner=owner).pk]))
    assert SavedFilter.objects.for_owner(owner).get().query == "tie=4"


def test_a_filter_whose_tag_is_gone_still_opens_and_says_so(client_of_owner: Client, owner: User) -> None:
    make_contact(owner=owner, name="Анна")
    tag = make_tag(owner=owner)
    save(client_of_owner, "По метке", f"tag={tag.pk}")
    tag.delete()
    page = client_of_owner.get(SavedFilter.objects.for_owner(owner).get().get_absolute_url())
    assert page.context["narrowing"].problems
    assert [one.name for one in page.context["people"]] == ["Анна"]
