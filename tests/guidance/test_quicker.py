"""What is done the quick way comes out as the slow and obvious one would have it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml
from django.test import Client
from django.urls import reverse
from markdown_it.rules_core import inline
from pytest_django import DjangoAssertNumQueries

from communities.models import Community
from networking.accounts.models import User
from networking.guidance import keeping
from networking.guidance.actions import import_folder, load_starter_notes
from networking.guidance.finding import listing, searching
from networking.guidance.finding.searching import search, stems_of
from networking.guidance.leading.led import keep_led
from networking.guidance.models import Note
from networking.guidance.text import rendering
from networking.guidance.text.fitting import parser_for
from networking.guidance.text.rendering import read
from networking.guidance.text.syntax import parser
from networking.guidance.vault import reading
from networking.guidance.vault.front_matter import CarefulYaml, read_head
from tests.counting import queries_of
from tests.guidance.folders import queries_of_a_new_edition, write

PIECES = [
    "- ", "* ", "+ ", "1. ", "2) ", "> ", "    ", "\t", "```", "~~~", "`", "[^1]: ", "[^1]", "^[a]", "[a]: b",
    "[a](b)", "[[n|t]]", "![[x]]", "![a](b.png)", "---", "===", "***", "___", "# ", "## ", "#tag", "==m==",
    "~~s~~", "**b**", "_i_", "&amp;", "<http://a.b>", "<b>", "\\*", "^name", "[ ] ", "[x] ", "[!note] ",
    "[!tip]- t", "word", "слово", " ", "  ", ":", "-", "5", "\u00a0", "10. ", "[", "]", "!", "(", ")", "=",
]  # fmt: skip
TABLE = ["| a | b |", "|-|-|", "| - |", "|"]


def test_a_text_is_read_alike_with_the_rules_it_needs_and_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)
    all_rules = parser()
    all_rules.core.ruler.at("inline", inline)
    for _ in range(1500):
        some = [*chance.sample(PIECES + TABLE + ["[" * 45, "\x00", "\r\n"], chance.randint(1, 12)), "\n", "\n\n", " "]
        text = "".join(chance.choice(some) for _ in range(chance.randint(1, 40)))
        quick, slow = parser_for(text).parse(text), all_rules.parse(text)
        assert [one.as_dict() for one in quick] == [one.as_dict() for one in slow], text
        html, as_the_library_does = read(text), read(text)
        html.lighten()
        with monkeypatch.context() as patched:
            for name in ("paragraph_open", "paragraph_close", "heading_open", "heading_close"):
                patched.delitem(rendering._renderer.rules, name)
            as_the_library_does.lighten()
        assert html.html([""] * len(html.uses)) == as_the_library_does.html([""] * len(html.uses)), text


@pytest.mark.parametrize(
    "text",
    [
        "a: b",
        "a: [b, {c: d}]",
        "",
        "a: 1\na: 2",
        "? [x]\n: y",
        "--- a\n--- b",
        "a: &x b",
        "- a",
        "text",
        "a: !t b",
        "a: {}",
    ],
)
def test_front_matter_is_built_as_the_library_builds_it(text: str) -> None:
    try:
        expected: object = yaml.load(text, Loader=yaml.BaseLoader) or {}  # noqa: S506  # text only
    except yaml.YAMLError as error:
        expected = error
    try:
        found: object = CarefulYaml().load(text)
    except yaml.YAMLError as error:
        found = error
    if isinstance(expected, dict):
        assert found == expected
    else:
        assert isinstance(found, yaml.YAMLError)
    assert read_head(f"---\n{text}\n---\nтело").body == "тело"


def test_what_stands_already_is_not_decoded_and_told_the_same(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"А.md": "---\nbad: [\n---\nа [[Нет]]", "Б.md": "---\ntags: [т]\n---\nб"})
    (tmp_path / "В.md").write_bytes("старая кодировка".encode("cp1251"))
    (tmp_path / "Г.md").write_bytes(b"\xef\xbb\xbf" + "текст".encode())
    (tmp_path / "Д.md").write_bytes("текст".encode("utf-16"))
    (tmp_path / "Е.md").write_bytes(b"\x00\x01")
    import_folder(tmp_path)
    assert dict(Note.objects.values_list("name", "encoding")) == {
        "А": "utf-8", "Б": "utf-8", "В": "cp1251", "Г": "utf-8-sig", "Д": "utf-16"
    }  # fmt: skip
    quick = import_folder(tmp_path).as_json()
    decoded, decode = list[bytes](), reading.decode

    def watched(raw: bytes) -> tuple[str, str]:
        decoded.append(raw)
        return decode(raw)

    monkeypatch.setattr(reading, "decode", watched)
    import_folder(tmp_path)
    assert {raw[:4] for raw in decoded} == {b"\x00\x01", b"---\n", b"\xef\xbb\xbf\xd1", "т".encode("utf-16")}
    Note.objects.update(encoding="")
    assert import_folder(tmp_path).as_json() == quick
    assert "read as windows-1251" in str(quick["problems"])
    assert "front matter left out" in str(quick["problems"])


def test_search_finds_and_ranks_as_reading_every_note_would(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(3)
    words = ["встреча", "встречи", "разговор", "ёлка", "сеть", "c++", "Talk", "a_b", "2026"]
    texts: dict[str, str | bytes] = {
        f"Н{row}.md": f"# {chance.choice(words)} {row}\n\n{' '.join(chance.choices(words, k=6))}" for row in range(40)
    }
    write(tmp_path, {**texts, "Длинная.md": "x" * 5000})
    import_folder(tmp_path)
    for query in ("встречами", "разг", "елка сеть", "c++", "talks", "a_b 2026", "нет", "x" * 300):
        stems, start = stems_of(query), searching.search_text_of(query)
        having = [note for note in Note.objects.all() if all(f" {one}" in note.search_text for one in stems)]
        having.sort(
            key=lambda note: (
                not note.search_text.startswith(start),
                sum(note.search_text.index(f" {one}") + 1 for one in stems),
                note.sort_key,
                note.path,
            )
        )
        assert [note.path for note in search(query)] == [note.path for note in having], query
        assert searching.ids_found(query) == [note.pk for note in having], query
        assert searching.first_of(query, 4) == [(note.title, note.slug) for note in having[:4]], query
    assert searching.ids_found("…") == searching.ids_found("слово", "нет такой") == []
    assert searching.first_of("…", 4) == searching.first_of("", 4) == []
    monkeypatch.setattr(searching, "MOST_RANKED", 5)
    found = [note.title for note in search("сеть")]
    assert 5 <= len(found) <= 10
    assert [title for title, _slug in searching.first_of("сеть", 4)] == found[:4]
    titled = [note.title for note in Note.objects.filter(title__startswith="сеть")]
    assert found[: len(titled[:5])] == titled[:5]


def test_the_first_page_of_all_notes_is_not_counted(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {f"{folder}/{row}.md": f"{folder} {row}" for folder in "ab" for row in range(5)})
    import_folder(tmp_path)
    for size in (3, 4, 5, 6, 10, 11):
        monkeypatch.setattr(listing, "PAGE", size)
        for folder in ("", "a", "c"):
            (page, lines), (counted, same) = (listing.all_notes(folder, number) for number in (None, "1"))
            assert lines == same
            assert (page.has_next(), page.has_other_pages()) == (counted.has_next(), counted.has_other_pages())


def test_a_note_with_all_that_stands_beside_it_asks_six_queries(
    client_of_owner: Client, owner: User, tmp_path: Path
) -> None:
    head = "---\nlanguage: {}\n{}tags: [t]\n---\n{}"
    write(tmp_path, {
        "Talk.md": head.format("en", "", "- [ ] Ask [[Other]]\n\n## Then\n- [ ] Write"),
        "Беседа.md": head.format("ru", "translation_of: '[[Talk]]'\n", "б"),
        "Like.md": head.format("en", "", "l"),
        **{f"{name}.md": head.format("en", "", "[[Talk]] and [[Other]]") for name in ("Before", "Other", "Z")},
    })  # fmt: skip
    import_folder(tmp_path)
    Community.objects.create(owner=owner, name="Harbour", kind="technical")
    address = Note.objects.get(name="Talk").get_absolute_url()
    assert queries_of_a_new_edition(client_of_owner, address) == 8
    assert queries_of(client_of_owner, address) == 6
    html = client_of_owner.get(address).content.decode()
    assert all(f'class="{one}' in html for one in ("own-take", "block note-related", "block note-backlinks", "before"))
    assert "По-русски" in html
    assert ">Harbour</option>" in html
    Note.objects.get(name="Беседа").delete()
    assert "По-русски" not in client_of_owner.get(address).content.decode()


def test_a_name_that_very_many_want_shows_some_sentences(
    client_of_owner: Client, db: None, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    write(tmp_path, {f"Н{row}.md": "Читайте [[Нет такой]]." for row in range(12)})
    import_folder(tmp_path)
    with django_assert_max_num_queries(6):
        html = client_of_owner.get(reverse("guidance:missing")).content.decode()
    assert "12 ссылок" in html
    assert html.count("Читайте <b>") == 5
    assert "и ещё 7" in html


def test_notes_that_stood_before_a_migration_keep_what_it_made_room_for(db: None) -> None:
    load_starter_notes()
    kept = list(Note.every.order_by("pk").values_list("contents", "tasks", "led"))
    assert any(led for *_, led in kept)
    assert any(tasks for _, tasks, _ in kept)
    Note.every.update(contents="", tasks=[], led=0)
    keeping.fill_after_migrate(sender=None)
    assert not Note.every.exclude(contents="").exists()
    keeping.fill_after_migrate(sender=None, plan=["0006"])
    assert list(Note.every.order_by("pk").values_list("contents", "tasks", "led")) == kept
    assert (keeping.recount(), keep_led()) == (0, 0)
