"""What pages keep of the vault is told from what it says now, however it was changed."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from networking.guidance import edition
from networking.guidance.edition import Edition, latest
from networking.guidance.models import Note, NoteLink, NoteTag
from networking.guidance.writing.editing import edit
from tests.guidance.folders import bring, client_of, new_edition

FILES: dict[str, str | bytes] = {
    "а/Первая.md": "---\ntags: [дело]\n---\nЧитайте [[Вторая]] и [[Нет такой]].",
    "а/Вторая.md": "---\ntags: [дело/большое]\n---\nПосле [[Первая|неё]].",
    "б/Третья.md": "Одна.",
}


@pytest.fixture
def vault(db: None, tmp_path: Path) -> None:
    bring(tmp_path, FILES)


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (2, 2)).save(made, "PNG")
    return made.getvalue()


def raw(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def titles() -> list[str]:
    return [*Note.objects.order_by("pk").values_list("title", flat=True)]


CHANGES: dict[str, Callable[[], object]] = {
    "a note": lambda: Note.every.filter(name="Третья").update(title="Другая"),
    "a new note": lambda: Note(path="в.md", name="в", title="в", slug="в", changed_at=timezone.now()).save(),
    "a deleted note": lambda: Note.every.filter(name="Третья").delete(),
    "a moved link": lambda: NoteLink.every.filter(rule="").update(rule="file", href="/x"),
    "a statement past Django": lambda: raw("UPDATE guidance_note SET title = 'Т'"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=[*CHANGES])
def test_every_change_begins_a_new_edition(vault: None, change: Callable[[], object]) -> None:
    before = latest()
    assert before.keep("what", lambda: "first") == "first"
    assert latest().keep("what", lambda: "second") == "first"
    change()
    assert latest().number != before.number
    assert latest().keep("what", lambda: "second") == "second"
    # Who still reads the edition before it leaves nothing behind for those who read this one.
    assert before.keep("late", lambda: "old") == "old"
    assert latest().keep("late", lambda: "new") == "new"


def test_what_is_taken_back_takes_its_edition_with_it(vault: None) -> None:
    kept = latest().keep("titles", titles)
    for number in range(3):
        with transaction.atomic():
            Note.objects.update(title=f"{number}")
            assert latest().keep("titles", titles) == [f"{number}"] * len(kept)
            transaction.set_rollback(True)
        assert latest().keep("titles", titles) == kept


def test_each_language_has_its_own_and_the_kept_are_bounded(vault: None, monkeypatch: pytest.MonkeyPatch) -> None:
    now = latest()
    for language in ("ru", "en"):
        with override(language):
            assert now.keep("word", partial(str, language)) == language
    monkeypatch.setattr(edition, "MOST", 5)
    for number in range(50):
        assert now.keep(number, partial(int, number)) == number
        assert len(now.made) <= 5


def test_a_picture_that_comes_or_goes_is_told_at_once(client_of_owner: Client, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"А.md": "Вот ![[рис.png]], и [[Нет]], и ![](https://e.example/y.png)"}
    bring(tmp_path, files)
    missing, index = reverse("guidance:missing"), reverse("guidance:index")

    def said() -> tuple[bool, bool, bool]:
        page = _body(client_of_owner, missing)
        assert 'row-title">https' not in page
        shown = "2 ссылки никуда" in _body(client_of_owner, index), "1 ссылка никуда" in _body(client_of_owner, index)
        return 'row-title">рис.png' in page, *shown

    assert said() == (True, True, False)
    bring(tmp_path, {"рис.png": picture()})
    assert said() == (False, False, True)
    (tmp_path / "рис.png").unlink()
    bring(tmp_path, {})
    assert said() == (True, True, False)
    # A picture is no note that somebody is to write.
    assert "1 ещё не написана" in _body(client_of_owner, reverse("guidance:graph"))


@time_machine.travel("2026-11-22 08:00:00+03:00")
def test_what_changed_lately_is_told_by_the_readers_clock(client_of_owner: Client, vault: None) -> None:
    Note.objects.update(changed_at=datetime(2026, 11, 21, 21, 45, tzinfo=UTC))
    assert "сегодня" in _body(client_of_owner, reverse("guidance:index"))


def test_pages_say_what_they_say_without_what_was_kept(tmp_path: Path, client_of_owner: Client) -> None:
    """Notes change at random; after each change every page is the same as one that was never kept."""
    chance = random.Random(11)
    names = [f"Н{number}" for number in range(9)]
    english = client_of("en")

    def text() -> str:
        links = " ".join(f"[[{chance.choice([*names, 'Нет'])}]]" for _ in range(3))
        return f"---\ntags: [{chance.choice('абв')}]\n---\n# {chance.choice(names)} {chance.randrange(99)}\n\n{links}"

    bring(tmp_path, {f"{chance.choice('xy')}/{name}.md": text() for name in names})
    for step in range(12):
        note = chance.choice(Note.objects.all())
        if step % 4 == 3:
            (tmp_path / note.path).unlink()
            bring(tmp_path, {f"z/{note.name}.md": text()})
        else:
            edit(note, text(), by=None, now=timezone.now())
        shown = {(language, address): _body(client, address) for language, client in
                 (("ru", client_of_owner), ("en", english)) for address in _addresses()}  # fmt: skip
        for (language, address), said in shown.items():
            new_edition()
            edition._latest = Edition(0)
            assert _body({"ru": client_of_owner, "en": english}[language], address) == said, address


def _addresses() -> list[str]:
    index, graph = reverse("guidance:index"), reverse("guidance:graph")
    note = Note.objects.order_by("pk")[0]
    return [
        index, f"{index}?page=2", f"{index}?folder=x", reverse("guidance:tags"), reverse("guidance:folders"),
        reverse("guidance:missing"), graph, f"{graph}?folder=y", f"{graph}?note={note.slug}", f"{graph}?notes=alone",
        *(reverse("guidance:tag", args=[tag]) for tag in NoteTag.objects.values_list("name", flat=True).distinct()),
        *(one.get_absolute_url() for one in Note.objects.all()),
    ]  # fmt: skip


def _body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode().partition("<main")[2].partition("</main>")[0]
