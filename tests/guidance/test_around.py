"""What stands around a note, found in one statement, is what going through all rows finds; with its ends."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from django.db.models import F
from django.test import Client
from django.utils.translation import override

from networking.guidance.finding import around, related
from networking.guidance.finding.related import beside
from networking.guidance.models import Note, NoteLink, NoteTag
from tests.counting import queries_of
from tests.guidance.folders import bring, queries_of_a_new_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def vault(tmp_path: Path) -> None:
    chance = random.Random(7)
    names = [f"Н{row}" for row in range(16)]
    files: dict[str, str | bytes] = {}
    for name in names:
        links = " ".join(f"[[{to}]]" for to in [*chance.choices(names, k=5), "Нет"])
        tags = ", ".join(chance.sample(["а", "б", "в", "г", "д"], 2))
        files[f"{chance.choice('xy')}/{name}.md"] = f"---\ntags: [{tags}]\n---\n# {chance.choice('АБ')}\n\n{links}"
    bring(tmp_path, files)


def so_far(sizes: list[tuple[int, object]], room: int) -> set[object]:
    """The smallest of them, as many as fit."""
    found, sum_of_sizes = set(), 0
    for size, one in sorted(sizes, key=lambda pair: (pair[0], str(pair[1]).zfill(9))):
        sum_of_sizes += size
        if sum_of_sizes <= room:
            found.add(one)
    return found


@pytest.mark.parametrize(("many", "weighed"), [(200, 300), (4, 300), (200, 12), (3, 9)])
def test_one_statement_finds_what_going_through_all_rows_finds(
    vault: None, monkeypatch: pytest.MonkeyPatch, many: int, weighed: int
) -> None:
    monkeypatch.setattr(around, "MANY", many)
    monkeypatch.setattr(around, "WEIGHED", weighed)
    others = NoteLink.objects.exclude(source=F("target")).exclude(target=None)
    for note in Note.objects.all():
        found = around.around(note, "ru")
        ahead = sorted(set(others.filter(source=note).values_list("target_id", flat=True)))
        behind = sorted(set(others.filter(target=note).values_list("source_id", flat=True)))
        assert sorted(found.ahead) == ahead[: many + 1]
        assert found.behind == behind[: many + 1]
        assert (found.is_hub, found.is_whole) == (len(behind) > many, max(len(ahead), len(behind)) <= many)
        sizes = [(min(NoteLink.objects.filter(target=one).values("source").distinct().count(), weighed + 1), one)
                 for one in ahead[:many]]  # fmt: skip
        assert found.telling == so_far([*sizes], weighed)
        links = {(source, target or 0) for source, target in
                 NoteLink.objects.exclude(target=None).values_list("source_id", "target_id")
                 if target in found.telling or source in found.behind}  # fmt: skip
        assert found.links == sorted(links)[: 2 * weighed]
        tags = NoteTag.objects.filter(note=note).order_by("pk")
        keys = so_far(
            [(min(NoteTag.objects.filter(key=one.key).count(), weighed + 1), one.key) for one in tags], weighed
        )
        shared = {(row.note_id, row.key, row.name) for row in NoteTag.objects.filter(key__in=keys).exclude(note=note)}
        assert found.own == [one.name for one in tags]
        assert set(found.labels) == shared | {(note.pk, one.key, one.name) for one in tags}
        rows = others.filter(target=note).order_by("source__sort_key", "source_id", "line")
        assert [(one.source, one.line, one.text) for one in found.sentences] == (
            [] if found.is_hub else list(rows.values_list("source_id", "line", "text"))
        )
        folder = list(Note.objects.filter(folder=note.folder).order_by("sort_key", "path"))
        place = folder.index(note)
        assert (found.before.pk if found.before else None) == (folder[place - 1].pk if place else None)
        assert (found.after.pk if found.after else None) == next((one.pk for one in folder[place + 1 :]), None)


def test_notes_like_one_are_ranked_as_the_rows_say_and_none_is_linked_with_it(
    vault: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with override("ru"):
        whole = {note.pk: beside(note).related for note in Note.objects.all()}
        assert sum(map(len, whole.values())) > 20
        for pk, near in whole.items():
            linked = {*NoteLink.objects.filter(source=pk).values_list("target", flat=True),
                      *NoteLink.objects.filter(target=pk).values_list("source", flat=True)}  # fmt: skip
            assert not linked & {one.note.pk for one in near}
            assert [one.weight for one in near] == sorted((one.weight for one in near), reverse=True)
        # With a part of the links known, the database says of the likeliest whether they are linked.
        monkeypatch.setattr(around, "MANY", 2)
        for note in Note.objects.all():
            linked = {*NoteLink.objects.filter(source=note).values_list("target", flat=True),
                      *NoteLink.objects.filter(target=note).values_list("source", flat=True)}  # fmt: skip
            assert not linked & {one.note.pk for one in beside(note).related}


def test_a_note_that_many_name_shows_the_first_by_name(
    client_of_owner: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, str | bytes] = {f"{name}{row}.md": "[[Общая]] и [[Общая]]" for row in range(4) for name in "БАВ"}
    bring(tmp_path, {**files, "Общая.md": "о"})
    note = Note.objects.get(name="Общая")
    few, asked = beside(note), queries_of_a_new_edition(client_of_owner, note.get_absolute_url())
    monkeypatch.setattr(around, "MANY", 3)
    many = beside(note)
    assert (many.backlinks, many.more) == (few.backlinks, few.more)
    links = NoteLink.objects.filter(target=note).order_by("source__sort_key", "source_id", "line")
    assert [one.source for one in many.backlinks] == list(links.values_list("source_id", flat=True))
    assert (asked, queries_of_a_new_edition(client_of_owner, note.get_absolute_url())) == (6, 8)
    assert queries_of(client_of_owner, note.get_absolute_url()) == 5


def test_a_note_of_one_language_has_neighbours_and_likeness_of_its_own(tmp_path: Path) -> None:
    head = "---\nlanguage: {}\n{}tags: [t]\n---\nтекст"
    bring(tmp_path, {
        "А.md": head.format("ru", ""), "Б.md": head.format("en", "translation_of: '[[А]]'\n"),
        "В.md": head.format("ru", ""), "Г.md": head.format("en", "translation_of: '[[В]]'\n"),
    })  # fmt: skip
    with override("ru"):
        found = beside(Note.objects.get(name="Б"))
    assert found.after is not None
    assert (found.before, found.after.title) == (None, "Г")
    assert [one.note.title for one in found.related] == ["Г"]
    assert related.MOST < related.FIRST
