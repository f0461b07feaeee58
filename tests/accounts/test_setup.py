"""The first account: every page leads there while there is none, and there is no such page afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from contacts.models import Contact
from networking.accounts import setup_code
from networking.accounts.actions import set_up
from networking.accounts.models import Instance, User

GIVEN = {"name": "Анна", "email": "Anna@Example.org", "password": "вечер лампа стол река", "language": "ru"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(settings: Any, tmp_path: Path) -> None:
    cache.clear()
    settings.SVYAZI_BIND = "127.0.0.1:8000"
    settings.SVYAZI_DATA = tmp_path


@pytest.fixture
def visitor() -> Client:
    return Client(SERVER_NAME="localhost")


@pytest.mark.parametrize(
    "address", ["/", "/contacts/", "/accounts/login/", "/admin/login/", "/accounts/password/reset/"]
)
def test_without_an_account_every_page_leads_to_the_setup(visitor: Client, address: str) -> None:
    answer = visitor.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/setup/"


def test_the_health_is_told_before_the_setup(visitor: Client) -> None:
    assert visitor.get("/healthz").content == b"ok"


def test_the_first_account_is_an_admin_and_signed_in(visitor: Client) -> None:
    page = visitor.get("/setup/").content.decode()
    assert "Как вас зовут?" in page
    assert 'name="code"' not in page
    answer = visitor.post("/setup/", GIVEN)
    assert answer.headers["Location"] == reverse("home:today")
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("anna@example.org", "Анна", "ru")
    assert user.is_staff
    assert user.is_superuser
    assert user.check_password(GIVEN["password"])
    assert Instance.objects.count() == 1
    assert visitor.get("/").status_code == 200
    assert not Contact.objects.for_owner(user).exists()


def test_after_the_setup_there_is_no_such_page(visitor: Client, owner: User) -> None:
    assert visitor.get("/setup/").status_code == 404
    assert visitor.post("/setup/", GIVEN).status_code == 404
    assert User.objects.count() == 1


def test_an_account_made_by_a_command_is_a_setup_too(visitor: Client) -> None:
    User.objects.create_superuser("root@example.org", "x")
    assert visitor.get("/setup/").status_code == 404
    assert visitor.get("/").headers["Location"].startswith("/accounts/login/")


def test_of_two_at_once_one_comes_through(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(User(email="first@example.org", name="Первая"), password="x")
    monkeypatch.setattr("networking.accounts.views.setup.needs_setup", lambda: True)
    answer = visitor.post("/setup/", GIVEN)
    assert answer.status_code == 422
    assert "Первую учётную запись только что завели." in answer.content.decode()
    assert [user.email for user in User.objects.all()] == ["first@example.org"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Обязательное поле"),
        ("email", "not-an-address", "Введите правильный адрес"),
        ("password", "short", "слишком короткий"),
        ("password", "1234567890", "слишком широко распространён"),
        ("password", "anna@example.org", "слишком похож"),
        ("name", "a\0b", ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(visitor: Client, field: str, value: str, said: str) -> None:
    answer = visitor.post("/setup/", {**GIVEN, field: value})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert GIVEN["password"] not in answer.content.decode()
    assert not User.objects.exists()
    assert not Instance.objects.exists()


def test_demo_data_on_demand(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[dict[str, Any]] = []
    monkeypatch.setattr(
        "networking.accounts.views.setup.call_command",
        lambda *names, **given: called.append({"name": names[0], **given}),
    )
    visitor.post("/setup/", {**GIVEN, "demo": "on"})
    assert called == [{"name": "seed_demo", "owner": "anna@example.org", "verbosity": 0}]


def test_demo_data_that_fails_leaves_the_account_and_says_so(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*names: str, **given: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("networking.accounts.views.setup.call_command", fails)
    answer = visitor.post("/setup/", {**GIVEN, "demo": "on"}, follow=True)
    assert answer.status_code == 200
    assert "демонстрационные данные добавить не удалось" in answer.content.decode()
    assert User.objects.get().email == "anna@example.org"


AFAR: list[dict[str, Any]] = [
    {"REMOTE_ADDR": "192.0.2.7"},
    {"SERVER_NAME": "testserver"},
    {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"HTTP_FORWARDED": "for=127.0.0.1"},
    {"HTTP_X_REAL_IP": "127.0.0.1"},
    {"REMOTE_ADDR": ""},
]


@pytest.mark.parametrize("extra", AFAR, ids=str)
def test_from_elsewhere_only_with_the_code(extra: dict[str, str]) -> None:
    visitor = Client()
    visitor.defaults.update({"SERVER_NAME": "localhost", **extra})
    code = setup_code.make()
    assert 'name="code"' in visitor.get("/setup/").content.decode()
    for wrong in ("", "wrong", code[:-1]):
        answer = visitor.post("/setup/", {**GIVEN, "code": wrong})
        assert answer.status_code == 422
        assert code not in answer.content.decode()
    assert not User.objects.exists()
    assert visitor.post("/setup/", {**GIVEN, "code": f" {code.upper()} "}).status_code == 302
    assert User.objects.count() == 1
    assert not setup_code.is_right(code)


def test_a_server_that_listens_beyond_this_machine_asks_everybody(visitor: Client, settings: Any) -> None:
    settings.SVYAZI_BIND = "0.0.0.0:8000"
    assert 'name="code"' in visitor.get("/setup/").content.decode()


def test_without_a_code_nothing_is_right(visitor: Client) -> None:
    assert not setup_code.is_right("")
    assert not setup_code.is_right("anything")


def test_the_code_cannot_be_guessed(visitor: Client, settings: Any) -> None:
    settings.SVYAZI_BIND = "0.0.0.0:8000"
    code = setup_code.make()
    for _ in range(10):
        assert visitor.post("/setup/", {**GIVEN, "code": "guess"}).status_code == 422
    assert visitor.post("/setup/", {**GIVEN, "code": code}).status_code == 429
    assert not User.objects.exists()


def test_the_code_stays_the_same_and_is_private(tmp_path: Path) -> None:
    code = setup_code.make()
    assert setup_code.make() == code
    assert (tmp_path / "setup-code").stat().st_mode & 0o777 == 0o600
    setup_code.forget()
    assert setup_code.make() != code
