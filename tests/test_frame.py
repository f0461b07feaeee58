"""The frame around every page: errors, sign-in, sessions, in the user's language and without anything inline."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from tests.factories import make_user

ALONE = ["400.html", "403.html", "403_csrf.html", "404.html", "413.html", "429.html", "500.html", "503.html"]


@pytest.mark.parametrize("name", ALONE)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_error_pages_need_neither_context_nor_database(name: str, language: str) -> None:
    with translation.override(language):
        html = render_to_string(name)
    assert f'<html lang="{language}"' in html
    assert name[:3] in html
    assert "<h1>" in html
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script>", html)


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so(client: Client) -> None:
    client.force_login(make_user())
    response = client.get("/there/is/no/such/page/")
    assert response.status_code == 404
    assert "Такой страницы нет" in response.content.decode()


@pytest.mark.django_db
def test_sign_in_asks_for_an_email_and_offers_the_other_language(client: Client) -> None:
    make_user()  # while there is nobody, every address leads to the set-up
    html = client.get("/accounts/login/").content.decode()
    assert "С возвращением" in html
    assert 'autocomplete="email"' in html
    assert 'href="/accounts/password/reset/"' in html
    assert 'name="language" value="en"' in html


@pytest.mark.django_db
def test_account_pages_wear_the_frame(client: Client) -> None:
    client.force_login(make_user())
    for address, said in (
        ("/accounts/2fa/", "Вход в два шага"),
        ("/accounts/sessions/", "Где открыт вход"),
        ("/accounts/logout/", "Выйти?"),
        ("/accounts/password/change/", "Сменить пароль"),
    ):
        html = client.get(address, follow=True).content.decode()
        assert said in html, address
        assert 'class="shell"' in html, address
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script>", html), address
