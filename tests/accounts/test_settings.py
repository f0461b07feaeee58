"""What a user sets for themselves: name, language, time zone, colours."""

from __future__ import annotations

import pytest
from django.test import Client

from contacts import zones
from networking.accounts.models import User

GIVEN = {"name": "Ольга", "language": "en", "time_zone": "Asia/Omsk", "theme": "dark"}


def test_the_settings_are_saved_and_used_at_once(client_of_owner: Client, owner: User) -> None:
    page = client_of_owner.get("/settings/").content.decode()
    assert "Настройки" in page
    assert "Москва, Санкт-Петербург" in page
    answer = client_of_owner.post("/settings/", GIVEN, follow=True)
    assert "Saved." in answer.content.decode()
    assert 'data-theme="dark"' in answer.content.decode()
    assert answer.headers["Content-Language"] == "en"
    owner.refresh_from_db()
    assert (owner.language, owner.time_zone, owner.theme) == ("en", "Asia/Omsk", "dark")


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "../etc/passwd"), ("time_zone", "Moscow"), ("language", "de"), ("theme", "pink"), ("name", "a\0b")],
)
def test_nonsense_is_refused(client_of_owner: Client, owner: User, field: str, value: str) -> None:
    answer = client_of_owner.post("/settings/", {**GIVEN, field: value})
    assert answer.status_code == 422
    assert answer.headers["Content-Language"] == "ru"
    owner.refresh_from_db()
    assert (owner.language, owner.time_zone) == ("ru", "Europe/Moscow")


def test_rights_and_address_are_not_settings(client_of_owner: Client, owner: User) -> None:
    client_of_owner.post("/settings/", {**GIVEN, "is_staff": "on", "email": "x@example.org", "is_superuser": "on"})
    owner.refresh_from_db()
    assert (owner.is_staff, owner.is_superuser, owner.email) == (False, False, "owner@example.org")


def test_a_zone_that_is_not_offered_is_kept(client_of_owner: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(time_zone="Etc/GMT-3")
    assert '<option value="Etc/GMT-3" selected>' in client_of_owner.get("/settings/").content.decode()


def test_every_zone_that_is_offered_exists_under_one_city() -> None:
    offered = [one for _continent, group in zones.choices() for one in group]
    assert len({zone for zone, _city in offered}) > 390
    assert len({city for _zone, city in offered}) == len(offered)
    for zone, _city in offered:
        User(email="a@example.org", time_zone=zone).clean_fields(exclude=["password"])


def test_admins_find_their_rooms_others_do_not(client_of_owner: Client, owner: User) -> None:
    assert "/settings/invitations/" not in client_of_owner.get("/settings/").content.decode()
    User.objects.filter(pk=owner.pk).update(is_staff=True, is_superuser=True)
    page = client_of_owner.get("/settings/").content.decode()
    assert "/settings/invitations/" in page
    assert 'href="/admin/"' in page


def test_the_language_before_the_sign_in(client: Client, owner: User) -> None:
    assert "Войти" in client.get("/accounts/login/").content.decode()
    answer = client.post("/language/", {"language": "en", "next": "/accounts/login/?next=/contacts/"})
    assert answer.headers["Location"] == "/accounts/login/?next=/contacts/"
    assert "Welcome back" in client.get("/accounts/login/").content.decode()


def test_the_language_of_a_user_is_kept(client_of_owner: Client, owner: User) -> None:
    client_of_owner.post("/language/", {"language": "en"})
    owner.refresh_from_db()
    assert owner.language == "en"


def test_the_language_leads_nowhere_else(client: Client, owner: User) -> None:
    for away in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert client.post("/language/", {"language": "en", "next": away}).headers["Location"] == "/accounts/login/"
    assert client.post("/language/", {"language": "xx"}).status_code == 400
    assert client.get("/language/").status_code == 405
