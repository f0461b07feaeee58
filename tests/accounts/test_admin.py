"""Accounts in the admin: made by e-mail and password; what is private stays so, even on the way out."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.test import Client

from networking.accounts.models import User
from tests.factories import make_contact, make_user


@pytest.fixture
def client_of_admin(db: None) -> Client:
    client = Client()
    client.force_login(make_user(email="admin@example.org", is_staff=True, is_superuser=True))
    return client


def test_an_account_by_email_and_password(client_of_admin: Client) -> None:
    password = "вечер лампа стол река"
    given = {
        "email": "New@example.org", "name": "Новый", "usable_password": "true",
        "password1": password, "password2": password,
    }  # fmt: skip
    answer = client_of_admin.post("/admin/accounts/user/add/", given)
    assert answer.status_code == 302, answer.content.decode()
    user = User.objects.get(email="new@example.org")
    assert user.check_password(password)
    assert not user.is_staff
    page = client_of_admin.get(f"/admin/accounts/user/{user.pk}/change/").content.decode()
    assert "new@example.org" in page
    assert "new@example.org" in client_of_admin.get("/admin/accounts/user/?q=new").content.decode()


def test_the_columns_of_accounts_are_named_in_the_readers_language(client_of_admin: Client) -> None:
    page = client_of_admin.get("/admin/accounts/user/").content.decode()
    assert "Дата регистрации" in page
    assert "?o=5" in page
    assert "joined" not in re.sub(r"<[^>]*>", "", page)
    (account,) = User.objects.all()
    assert "Дата регистрации:" in client_of_admin.get(f"/admin/accounts/user/{account.pk}/change/").content.decode()


@pytest.mark.parametrize("way", ["button", "action"])
def test_a_deletion_shows_how_many_rows_go_along_never_which(client_of_admin: Client, stranger: User, way: str) -> None:
    make_contact(owner=stranger, name="Тайный Друг")
    if way == "button":
        answer = client_of_admin.get(f"/admin/accounts/user/{stranger.pk}/delete/")
    else:
        given = {"action": "delete_selected", "_selected_action": [stranger.pk]}
        answer = client_of_admin.post("/admin/accounts/user/", given)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "stranger@example.org" in page or "Степан" in page
    assert "Тайный" not in page
    client_of_admin.post(f"/admin/accounts/user/{stranger.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=stranger.pk).exists()


def test_secrets_of_the_second_factor_are_not_in_the_admin(client_of_admin: Client) -> None:
    names = {model.__name__ for model in admin.site._registry}
    assert "User" in names
    assert not names & {"Authenticator", "UserSession", "EmailAddress", "Group"}
    assert client_of_admin.get("/admin/mfa/authenticator/").status_code == 404
