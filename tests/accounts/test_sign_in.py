"""The door: who comes in, how often one may try, and how a forgotten password is replaced."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from networking.accounts.models import User
from tests.factories import make_user

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> None:
    cache.clear()


def sign_in(client: Client, email: str, password: str, address: str = "/accounts/login/") -> int:
    return client.post(address, {"login": email, "password": password}).status_code


def test_by_email_in_any_case(client: Client, owner: User) -> None:
    assert sign_in(client, " Owner@Example.org ", PASSWORD) == 302
    assert client.get("/").status_code == 200


def test_the_page_that_was_asked_for_comes_after(client: Client, owner: User) -> None:
    door = client.get("/contacts/?q=x").headers["Location"]
    assert door == "/accounts/login/?next=/contacts/%3Fq%3Dx"
    answer = client.post(door, {"login": owner.email, "password": PASSWORD, "next": "/contacts/?q=x"})
    assert answer.headers["Location"] == "/contacts/?q=x"
    elsewhere = Client().post(door, {"login": owner.email, "password": PASSWORD, "next": "https://evil.example/"})
    assert elsewhere.headers["Location"] == "/"


def test_a_closed_account_does_not_come_in(client: Client) -> None:
    make_user(email="gone@example.org", is_active=False)
    sign_in(client, "gone@example.org", PASSWORD)
    assert client.get("/").status_code == 302


def test_the_limits_are_counted_in_the_database(owner: User) -> None:
    assert type(cache._connections[cache._alias]).__name__ == "DatabaseCache"  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["/accounts/login/", "/admin/login/"])
def test_the_sixth_wrong_password_in_a_row_is_refused(owner: User, address: str) -> None:
    where = Client().get(address, follow=True).request["PATH_INFO"]
    assert where == "/accounts/login/", "the admin has a door of its own, without limits"
    for number in range(5):
        answer = Client().post(where, {"login": owner.email, "password": f"wrong {number}"})
        assert "Слишком много" not in answer.content.decode()
    refused = Client().post(where, {"login": owner.email, "password": PASSWORD})
    assert refused.status_code in (200, 422, 429)
    assert "Слишком много" in refused.content.decode()
    assert "sessionid" not in refused.cookies


def test_the_admin_takes_no_password_itself(owner: User) -> None:
    admin = make_user(email="admin@example.org", is_staff=True, is_superuser=True)
    client = Client()
    client.post("/admin/login/", {"username": admin.email, "password": PASSWORD, "next": "/admin/"})
    assert client.get("/admin/").status_code == 302


def test_five_wrong_passwords_of_one_do_not_lock_another(owner: User, stranger: User) -> None:
    for number in range(5):
        sign_in(Client(), owner.email, f"wrong {number}")
    assert sign_in(Client(), stranger.email, PASSWORD) == 302


def test_nobody_signs_up_from_outside(client: Client, owner: User) -> None:
    address = reverse("account_signup")
    assert client.get(address).status_code in (200, 403)
    given = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post(address, given)
    assert list(User.objects.values_list("email", flat=True)) == ["owner@example.org"]


def test_a_forgotten_password_is_replaced_by_the_mailed_link(client: Client, owner: User) -> None:
    client.post(reverse("account_reset_password"), {"email": "Owner@example.org"})
    assert mail.outbox[0].to == ["owner@example.org"]
    link = re.findall(r"http://testserver(/\S+)", str(mail.outbox[0].body))[0]
    form = client.get(link, follow=True)
    address = form.request["PATH_INFO"]
    assert 'name="password1"' in form.content.decode()
    fresh = "новая длинная тайна"
    done = client.post(address, {"password1": fresh, "password2": fresh}, follow=True)
    assert done.status_code == 200
    owner.refresh_from_db()
    assert owner.check_password(fresh)
    assert not owner.check_password(PASSWORD)
    assert sign_in(Client(), owner.email, fresh) == 302
    assert 'name="password1"' not in Client().get(link, follow=True).content.decode()


def test_an_unknown_address_looks_the_same(client: Client, owner: User) -> None:
    pages = []
    for email in (owner.email, "nobody@example.org"):
        answer = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        pages.append((answer.status_code, answer.request["PATH_INFO"]))
    assert pages[0] == pages[1]


def test_signing_out_is_a_post(client_of_owner: Client) -> None:
    client_of_owner.get(reverse("account_logout"))
    assert client_of_owner.get("/").status_code == 200
    client_of_owner.post(reverse("account_logout"))
    assert client_of_owner.get("/").status_code == 302


@pytest.mark.parametrize(
    "name", ["account_change_password", "account_email", "mfa_index", "usersessions_list", "account_logout"]
)
def test_the_pages_of_the_account_open(client_of_owner: Client, name: str) -> None:
    answer = client_of_owner.get(reverse(name), follow=True)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
