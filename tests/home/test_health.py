"""The server's health, bodies that are too large, and a database that is away: said plainly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from networking.accounts.models import User
from networking.middleware import refuse_large_bodies

ROOT = Path(__file__).resolve().parent.parent.parent
ASK = """
import django
django.setup()
from django.test import Client
for language in ("ru", "en"):
    for address in ("/healthz", "/", "/contacts/", "/accounts/login/", "/admin/", "/setup/"):
        client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        client.cookies["sessionid"] = "somebody"
        answer = client.get(address, headers={"Accept-Language": language})
        print(language, address, answer.status_code, answer.content.decode().replace(chr(10), " "))
"""


def test_health_without_a_sign_in(client: Client, db: None) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert answer.headers["Content-Type"] == "text/plain"
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.post("/healthz").status_code == 405


def test_bad_health_gives_no_details(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Away:
        def cursor(self) -> None:
            raise OperationalError("password of postgres at 10.0.0.5 is wrong")

    monkeypatch.setattr("networking.home.views.health.connection", Away())
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert b"10.0.0.5" not in answer.content


def test_a_database_that_is_away_is_said_on_every_page(tmp_path: Path) -> None:
    url = "postgres://nobody:hunter2@127.0.0.1:9/nothing"  # port 9: nothing listens there
    environ = {**os.environ, "SVYAZI_DATA": str(tmp_path), "DATABASE_URL": url, "SVYAZI_DEBUG": "false"}
    environ |= {"DJANGO_SETTINGS_MODULE": "tests.away_settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 12
    for line in lines:
        language, address, status, page = line.split(" ", 3)
        assert status == "503", line
        assert "hunter2" not in page
        if address != "/healthz":
            assert ("База данных не отвечает" if language == "ru" else "The database does not answer") in page
            assert f'<html lang="{language}"' in page


def test_preparing_without_a_database_is_one_line(tmp_path: Path) -> None:
    url = "postgres://nobody:hunter2@127.0.0.1:9/nothing"
    environ = {**os.environ, "SVYAZI_DATA": str(tmp_path), "DATABASE_URL": url, "SVYAZI_BIND": "127.0.0.1:49151"}
    environ["DJANGO_SETTINGS_MODULE"] = "networking.settings"
    command = [sys.executable, "manage.py", "prepare"]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "DATABASE_URL" in done.stderr
    assert "hunter2" not in done.stderr


def test_an_error_of_ours_is_a_plain_page(client_of_owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_given: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("networking.home.views.today.today_of", broken)
    client_of_owner.raise_request_exception = False
    answer = client_of_owner.get("/")
    assert answer.status_code == 500
    assert "a secret detail" not in answer.content.decode()
    assert "<html" in answer.content.decode()


@override_settings(MAX_BODY_BYTES=1000)
def test_a_body_that_is_too_large_is_refused(client_of_owner: Client, owner: User) -> None:
    answer = client_of_owner.post("/settings/", {"name": "я" * 1000})
    assert answer.status_code == 413
    assert "Слишком много данных" in answer.content.decode()
    english = client_of_owner.post("/settings/", {"name": "я" * 1000}, headers={"Accept-Language": "en"})
    assert "too large" in english.content.decode()
    assert client_of_owner.post("/settings/", {"name": "я"}).status_code == 422


@pytest.mark.parametrize(
    "meta",
    [{"HTTP_TRANSFER_ENCODING": "chunked"}, {"HTTP_TRANSFER_ENCODING": "gzip, Chunked"}, {"CONTENT_LENGTH": "-1"}],
    ids=str,
)
def test_a_body_of_unknown_length_is_refused_unread(meta: dict[str, str]) -> None:
    def never(request: HttpRequest) -> HttpResponse:
        raise AssertionError("the request came through")

    request = RequestFactory().post("/", {"a": "b"})
    request.META.update(meta)
    assert refuse_large_bodies(never)(request).status_code == 413
