"""A slip of the finger in a search of the notes, and notes of the other language in the palette."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from networking.guidance.finding.typos import meant_by
from networking.guidance.models import Note
from networking.home.palette import palette_of
from tests.factories import make_user
from tests.guidance.folders import bring, client_of

NOTES: dict[str, str | bytes] = {
    "Рекомендации.md": "---\ntags: [нетворкинг]\naliases: [Протекция]\n---\nПопросить.\n\n"
    "## Благодарность\n\nПотом спасибо.",
    "Прочее.md": "Здесь сказано слово скороговорка.",
    "Зеркало.md": "---\nlanguage: ru\n---\nОтражение и самовар.",
    "Mirror.md": "---\nlanguage: en\ntranslation_of: '[[Зеркало]]'\n---\nA reflection and a windmill.",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def notes(tmp_path: Path) -> None:
    bring(tmp_path / "vault", NOTES)


def titles(query: str) -> list[str]:
    """The notes that the palette names to a reader of Russian who has no people yet."""
    found = palette_of(make_user(), query)
    return [entry.text for group in found for entry in group.entries if entry.icon == "notebook"]


def found(client: Client, query: str) -> str:
    return client.get(reverse("guidance:index"), {"q": query}, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize(
    "typed", ["рекомендацыи", "рекоменадции", "рекомндации", "рекомендацця", "нетворкинк", "благодарнасть", "протекцыя"]
)
def test_one_wrong_letter_still_finds_by_title_heading_label_and_alias(typed: str) -> None:
    page = found(client_of("ru"), typed)
    assert "Рекомендации</" in page.replace("<mark>", "").replace("</mark>", "")
    assert f"Ни в одной заметке нет «{typed}»" in page


def test_what_is_found_as_typed_says_nothing_of_slips_and_reads_no_words() -> None:
    client = client_of("ru")
    found(client, "спасибо")
    with CaptureQueriesContext(connection) as asked:
        page = found(client, "рекомендации")
    assert "Ни в одной" not in page
    assert not [one for one in asked if '"toc"' in one["sql"]]


def test_the_text_of_a_note_two_slips_and_short_words_are_not_guessed_at() -> None:
    assert meant_by("скороговорца") == ""
    assert meant_by("рекаминдации") == ""
    assert meant_by("прок") == ""
    assert "Прочее" not in found(client_of("ru"), "скороговорца")


def test_words_that_were_right_stay() -> None:
    assert meant_by("спасибо рекомендацыи") == "спасибо рекомендации"


def test_known_words_follow_the_notes() -> None:
    assert meant_by("благодарнасть") == "благодарность"
    Note.objects.filter(name="Рекомендации").update(toc=[], title="Иное")
    assert meant_by("благодарнасть") == ""


def test_palette_names_notes_of_the_other_language_where_ones_own_has_none() -> None:
    assert titles("windmill") == ["Mirror"]
    assert titles("reflection") == ["Mirror"]
    assert titles("отражение") == ["Зеркало"]
