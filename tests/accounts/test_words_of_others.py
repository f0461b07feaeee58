"""Pages that are not ours speak as ours do: sentences in English, and Russian without a word of English."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from networking.accounts.models import User

PAGES = [
    "account_email",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "usersessions_list",
]
_SAID = re.compile(r"<(h1|h2|button|label|title|th|summary)\b[^>]*>(.*?)</\1>", re.S)
# A word in the middle that begins with a capital, but for names and the like.
_TITLE = re.compile(r"[a-z,] (?!QR|IP|CSV)[A-Z][a-z]+")


def said_on(client: Client, page: str) -> list[str]:
    """Headings, labels and buttons of the middle of a page."""
    html = client.get(reverse(page), follow=True).content.decode()
    middle = html[html.index("<main") : html.index("</main>")]
    found = [re.sub(r"<[^>]+>|\s+", " ", text).strip() for _tag, text in _SAID.findall(middle)]
    assert found, page
    return found


@pytest.mark.parametrize("page", PAGES)
def test_no_label_is_written_like_a_title(client_of_owner: Client, owner: User, page: str) -> None:
    owner.language = "en"
    owner.save()
    said = said_on(client_of_owner, page)
    assert not [text for text in said if _TITLE.search(text)]


@pytest.mark.parametrize("page", PAGES)
def test_no_label_is_english_in_russian(client_of_owner: Client, owner: User, page: str) -> None:
    said = [text.replace(owner.email, "") for text in said_on(client_of_owner, page)]
    assert not [text for text in said if text != "English" and re.search("[A-Za-z]{3}", text)]


def test_the_words_are_those_of_our_pages(client_of_owner: Client, owner: User) -> None:
    assert {"Почта", "Добавить", "Ещё один адрес"} <= {*said_on(client_of_owner, "account_email")}
    owner.language = "en"
    owner.save()
    assert {"E-mail addresses", "Add an e-mail address", "Make it the main one"} <= {
        *said_on(client_of_owner, "account_email")
    }
    with translation.override("en"):
        # What allauth says as we do is left to it, and ours stays ours.
        assert [gettext("Remove"), gettext("People")] == ["Remove", "People"]
