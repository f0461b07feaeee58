"""The import: reports, repeats, precedence, all or nothing."""

from __future__ import annotations

import json
import unicodedata
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from networking.guidance.actions import STARTER_NOTES, import_folder, load_starter_notes
from networking.guidance.leading import connecting
from networking.guidance.models import Note, NoteAlias, NoteLink
from tests.guidance.folders import REAL_NOTES, SAMPLE_VAULT, bring, write

pytestmark = pytest.mark.django_db


def snapshot() -> list[object]:
    notes = Note.objects.order_by("pk").values_list("pk", "path", "slug", "html", "changed_at", "search_text")
    return [*notes, *NoteLink.objects.order_by("pk").values_list("pk", "target_id", "href")]


def test_twice_is_no_change(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"А.md": "---\ntags: [x]\n---\n[[Б]]", "п/Б.md": "текст"}
    assert [note.status for note in bring(tmp_path, files).notes] == ["imported", "imported"]
    before = snapshot()
    assert [note.status for note in import_folder(tmp_path).notes] == ["unchanged", "unchanged"]
    assert snapshot() == before


def test_a_changed_note_keeps_its_address_and_moves_the_links_to_it(tmp_path: Path) -> None:
    bring(tmp_path, {"А.md": "[[Б#Новое]] [[Позже]]", "Б.md": "было"})
    address = Note.objects.get(path="Б.md").get_absolute_url()
    report = bring(tmp_path, {"Б.md": "## Новое\nстало", "Позже.md": "есть"})
    assert {note.path: note.status for note in report.notes} == {
        "А.md": "unchanged",
        "Б.md": "changed",
        "Позже.md": "imported",
    }
    html = Note.objects.get(path="А.md").html
    assert f'{address}#h-новое"' in html
    assert "missing" not in html


def test_dry_run_says_the_same_and_changes_nothing(tmp_path: Path) -> None:
    report = bring(tmp_path, {"А.md": "[[Б]]"}, dry_run=True)
    assert [note.status for note in report.notes] == ["imported"]
    assert report.links[0].resolved is False
    assert not Note.objects.exists()


def test_a_failure_in_the_middle_leaves_the_old_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(tmp_path, {"А.md": "старое [[Б]]", "Б.md": "б"})
    before = snapshot()

    def fail(*args: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(connecting, "insert", fail)
    with pytest.raises(RuntimeError):
        bring(tmp_path, {"А.md": "новое", "В.md": "в"})
    assert snapshot() == before
    monkeypatch.undo()
    assert len(bring(tmp_path, {"А.md": "новое", "В.md": "в"}).with_status("changed")) == 1


def test_starter_notes_load_once_and_their_links_lead_somewhere(django_assert_max_num_queries: object) -> None:
    first = load_starter_notes()
    assert len(first.notes) == len(list(STARTER_NOTES.glob("*.md"))) >= 12
    assert not [(link.path, link.written) for link in first.links if not link.resolved or not link.heading_found]
    before = snapshot()
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert not load_starter_notes().notes
    assert snapshot() == before


def test_an_imported_note_goes_over_the_starter_and_stays(tmp_path: Path) -> None:
    load_starter_notes()
    ours = Note.objects.get(path="Командная работа.md")
    places = [place.place for place in ours.places.all()]
    report = bring(tmp_path, {"мои/Командная-работа.md": "Своими словами. [[Карьера]]"})
    assert (report.notes[0].status, report.links[0].resolved) == ("changed", True)
    theirs = Note.objects.get(pk=ours.pk)
    assert (theirs.slug, theirs.origin) == (ours.slug, tmp_path.name)
    assert [place.place for place in theirs.places.all()] == places
    load_starter_notes()
    theirs.refresh_from_db()
    assert theirs.body == "Своими словами. [[Карьера]]"
    assert not Note.objects.filter(path="Командная работа.md").exists()


def test_starters_that_come_after_an_import_fill_in_only_the_rest(tmp_path: Path) -> None:
    bring(tmp_path, {"Карьера.md": "Моя."})
    load_starter_notes()
    mine = Note.objects.get(path="Карьера.md")
    assert mine.body == "Моя."
    assert mine.places.exists()


def test_a_new_version_of_a_starter_renews_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("networking.guidance.actions.STARTER_NOTES", write(tmp_path, {"А.md": "раз", "Б.md": "б"}))
    load_starter_notes()
    write(tmp_path, {"А.md": "два"})
    (tmp_path / "Б.md").unlink()
    load_starter_notes()
    assert list(Note.objects.values_list("path", "body")) == [("А.md", "два")]


def test_an_older_rendering_is_made_anew() -> None:
    load_starter_notes()
    Note.objects.update(rendering=0, html="старое")
    load_starter_notes()
    assert not Note.objects.filter(html="старое").exists()


def test_bad_front_matter_is_reported_with_its_line_and_the_body_kept(tmp_path: Path) -> None:
    bombs = "a: &a [1]\nb: *a\n"
    report = bring(
        tmp_path,
        {
            "colon.md": "---\ntitle: Заметка: часть 1\n---\nтело",
            "template.md": '---\ntitle: "{{title}}"\ncreated: {{date}}\n---\nшаблон',
            "bomb.md": f"---\n{bombs}---\nцела",
            "deep.md": "---\na: " + "[" * 29_000 + "\n---\nжива",
            "nul.md": '---\ntitle: "a\\0b"\n---\nздесь',
            "date.md": "---\ndate: 2026-13-45\ntags: [2026, yes, null]\n---\nдата",
        },
    )
    assert {problem.path: problem.line for problem in report.problems} == {
        "colon.md": 2,
        "template.md": 3,
        "bomb.md": 3,
        "deep.md": 2,
        "nul.md": 1,
    }
    assert set(Note.objects.values_list("body", flat=True)) == {"тело", "шаблон", "цела", "жива", "здесь", "дата"}
    assert next(note.tags for note in report.notes if note.path == "date.md") == ["2026", "yes", "null"]


def test_encodings_and_names(tmp_path: Path) -> None:
    report = bring(
        tmp_path,
        {
            "bom.md": b"\xef\xbb\xbf---\r\ntags: a, b\r\n---\r\n# \xd0\x90\r\n\r\n\xd0\xb1",
            "cp1251.md": "Привет, мир".encode("cp1251"),
            "utf16.md": "Привет".encode("utf-16"),
            unicodedata.normalize("NFD", "Йод.md"): "[[Йод]]",
            "binary.md": b"\x00\x01",
            "big.md": b"a" * (256 * 1024 + 1),
            ".obsidian/x.md": "x",
            "Шаблоны/y.md": "y",
            "picture.png": b"x",
        },
    )
    assert {note.path: note.tags for note in report.notes} == {
        "bom.md": ["a", "b"], "cp1251.md": [], "utf16.md": [], "Йод.md": [],
    }  # fmt: skip
    assert {problem.path for problem in report.skipped} == {"binary.md", "big.md", "Шаблоны/y.md", "picture.png"}
    assert [(problem.path, problem.reason) for problem in report.problems] == [("cp1251.md", "read as windows-1251")]
    assert Note.objects.get(path="cp1251.md").body == "Привет, мир"
    assert Note.objects.get(path="bom.md").title == "А"
    assert report.links[0].resolved


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path / "outside", {"s.md": "тайна"}) / "s.md"
    folder = write(tmp_path / "vault", {"a.md": "а"})
    (folder / "link.md").symlink_to(secret)
    (folder / "more").symlink_to(secret.parent)
    (folder / ".hidden").symlink_to(secret.parent)
    report = import_folder(folder)
    assert [note.path for note in report.notes] == ["a.md"]
    assert [(problem.path, problem.reason) for problem in report.skipped] == [
        ("link.md", "not a plain file"),
        ("more", "a link to a folder, which is not followed"),
    ]


def test_command(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("import_notes", tmp_path / "нет")
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("import_notes", write(tmp_path, {"a.md": "a"}) / "a.md")
    with pytest.raises(CommandError, match="Name a folder"):
        call_command("import_notes")
    out = StringIO()
    call_command("import_notes", tmp_path, "--dry-run", stdout=out)
    assert "imported   a.md" in out.getvalue()
    assert not Note.objects.exists()
    call_command("import_notes", "--starter", "--json", stdout=(starters := StringIO()))
    assert json.loads(starters.getvalue())["counts"]["unresolved"] == 0


def test_the_json_report(tmp_path: Path) -> None:
    write(tmp_path, {"А.md": "---\naliases: [Я]\ntags: [б]\n---\n\n[[Я]] [[Нет]]"})
    out = StringIO()
    call_command("import_notes", tmp_path, "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert report["counts"] == {
        "imported": 1, "changed": 0, "renamed": 0, "unchanged": 0, "kept": 0, "removed": 0, "files": 0,
        "skipped": 0, "problems": 0, "links": 2, "resolved": 1, "unresolved": 1, "lost": 0,
    }  # fmt: skip
    assert report["notes"][0].items() >= {"path": "А.md", "status": "imported", "aliases": ["Я"], "tags": ["б"]}.items()
    assert report["links"][0].items() >= {"line": 6, "rule": "alias", "target": "А.md", "resolved": True}.items()
    assert report["links"][1].items() >= {"written": "[[Нет]]", "rule": "", "resolved": False}.items()


@pytest.mark.skipif(not REAL_NOTES.is_dir(), reason="the source notes are not beside the project")
def test_the_source_notes_go_over_the_starters() -> None:
    load_starter_notes()
    report = import_folder(REAL_NOTES)
    assert {note.title: (note.aliases, note.tags) for note in report.notes} == {
        "Внутренние сообщества": (
            ["Внутренние сообщества", "Корпоративные сообщества", "Внутренние группы"],
            ["networking", "communities", "internal", "workplace"],
        ),
        "Профессиональные сообщества": (
            ["Профессиональные сообщества", "Отраслевые сообщества", "Профессиональные ассоциации"],
            ["networking", "professional-communities", "associations", "2025"],
        ),
    }
    assert len(report.links) == 12
    assert all(link.resolved for link in report.links)
    rules = {link.written: link.rule for link in report.links}
    assert rules.pop("[[Командная-работа]]") == "folded"
    assert set(rules.values()) == {"name"}
    assert not import_folder(REAL_NOTES).with_status("changed")
    assert Note.objects.count() == len(list(STARTER_NOTES.glob("*.md")))
    assert not NoteAlias.objects.filter(name="Гильдии").exists()


@pytest.mark.skipif(not SAMPLE_VAULT.is_dir(), reason="the sample vault is not beside the project")
def test_the_sample_vault() -> None:
    load_starter_notes()
    report = import_folder(SAMPLE_VAULT)
    assert sorted(note.path for note in report.with_status("changed")) == ["Командная-работа.md", "Менторство.md"]
    assert sorted(note.path for note in report.with_status("imported")) == [
        "a/Дубль.md", "b/Дубль.md", "bad-yaml-colon.md", "bad-yaml-template.md", "embed-loop-a.md",
        "embed-loop-b.md", "empty.md", "xss.md", "yaml-types.md", "yaml-wikilink-unquoted.md",
    ]  # fmt: skip
    assert not report.skipped
    assert [(one.path, one.line) for one in report.problems] == [("bad-yaml-colon.md", 2), ("bad-yaml-template.md", 3)]
    assert [(link.path, link.line, link.written) for link in report.links if not link.resolved] == [
        ("xss.md", 2, "![[https://evil.example/x.png]]"),
        ("Командная-работа.md", 6, "[[Нет такой]]"),
    ]
    assert [(link.path, link.target, link.others) for link in report.links if link.others] == [
        ("b/Дубль.md", "b/Дубль.md", ["a/Дубль.md"])
    ]
    assert all(link.heading_found for link in report.links if link.resolved)
    rules = [link.rule for link in report.links]
    assert {rule: rules.count(rule) for rule in set(rules)} == {"name": 9, "path": 3, "folded": 1, "": 2}
    assert len(import_folder(SAMPLE_VAULT).with_status("unchanged")) == 12
