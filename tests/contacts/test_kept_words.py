"""What a search keeps for the next one is bounded by the length of a word as well as by how many there are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import contacts
from contacts.doubles import card
from contacts.finding import query, short_names, sound, stems
from contacts.kept_words import LONGEST_KEPT
from contacts.models import channel
from tests.factories import make_contact

KEEPING = [
    sound.sound,
    stems.stem,
    stems.name_stem,
    short_names.full_names,
    short_names.meant_names,
    card.heard,
    card.company_key,
]
HUGE = 200_000


@pytest.mark.parametrize("function", KEEPING, ids=lambda function: function.__name__)
@pytest.mark.parametrize("letter", ["ж", "j"])
def test_a_word_is_kept_and_a_text_without_end_is_not(function: Any, letter: str) -> None:
    function.__wrapped__.cache_clear()
    short, long = letter * LONGEST_KEPT, letter * (LONGEST_KEPT + 1)
    # What is kept and what is not says the same.
    assert [function(short), function(long)] == [function.__wrapped__.__wrapped__(one) for one in (short, long)]
    assert function.__wrapped__.cache_info().currsize == 1
    function(letter * 20_000)
    assert function.__wrapped__.cache_info().currsize == 1


def test_an_address_is_kept_and_a_text_without_end_is_not() -> None:
    channel._kept.cache_clear()
    assert channel.normalise("email", f"A@{'b' * 20_000}") == f"a@{'b' * 298}"
    assert channel._kept.cache_info().currsize == 0
    assert channel.normalise("email", "A@B.ru") == channel.normalise("email", "A@B.ru") == "a@b.ru"
    assert channel._kept.cache_info().hits == 1


def test_no_search_reads_a_text_without_end(
    client_of_owner: Client, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_contact(owner=owner, name="Жанна")
    heard: list[int] = []
    plain = sound.sounds

    def listening(word: str) -> list[str]:
        heard.append(len(word))
        return plain(word)

    monkeypatch.setattr(query, "sounds", listening)
    for door in ("contacts:list", "contacts:suggest", "home:palette"):
        assert client_of_owner.get(reverse(door), {"q": "ж" * HUGE}).status_code == 200
        assert client_of_owner.get(reverse(door), {"q": "жа нн" * (HUGE // 5)}).status_code == 200
    assert heard
    assert max(heard) <= query.LONGEST == LONGEST_KEPT


def test_nothing_of_the_search_is_kept_without_a_bound() -> None:
    """What is worked out of a text goes through `kept`; what is worked out once for all may be kept as it is."""
    home = Path(contacts.__file__).parent
    for file in [*(home / "finding").glob("*.py"), *(home / "doubles").glob("*.py")]:
        found = re.findall(r"@(?:lru_cache.*|cache)\n(?:@.*\n)*def (.*)", file.read_text("utf-8"))
        assert all("()" in one for one in found), f"{file.name}: {found}"
