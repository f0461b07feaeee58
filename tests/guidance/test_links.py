"""How links are written, and where they lead."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from networking.guidance.models import Note, NoteLink, NoteTag
from networking.guidance.text.links import Written, pieces
from networking.guidance.text.rendering import read
from networking.guidance.vault.importing import make_anew
from tests.guidance.folders import bring, html_of

VAULT: dict[str, str | bytes] = {
    "Командная работа.md": "---\naliases: [Teamwork, Работа в команде]\n---\n# Название\n\n## Роли\n\n### Ведущий\n",
    "люди/Менторство.md": "---\nalias: Наставничество\n---\nТекст\n",
    "a/Дубль.md": "а",
    "b/Дубль.md": "б",
    "Ёлка.md": "ё",
}


@pytest.mark.parametrize(
    ("written", "target", "rule"),
    [
        ("[[Командная работа]]", "Командная работа.md", "name"),
        ("[[командная РАБОТА]]", "Командная работа.md", "name"),
        ("[[Командная работа.md]]", "Командная работа.md", "name"),
        ("[[Командная-работа]]", "Командная работа.md", "folded"),
        ("[[командная_работа|так]]", "Командная работа.md", "folded"),
        ("[[Teamwork]]", "Командная работа.md", "alias"),
        ("[[работа в команде#Роли]]", "Командная работа.md", "alias"),
        ("[[работа-в-команде]]", "Командная работа.md", "folded"),
        ("[[люди/Менторство]]", "люди/Менторство.md", "path"),
        ("[[../люди/Менторство.md]]", "люди/Менторство.md", "path"),
        ("[[Наставничество]]", "люди/Менторство.md", "alias"),
        ("[[b/Дубль]]", "b/Дубль.md", "path"),
        ("[[елка]]", "Ёлка.md", "name"),
        ("[[Елка]]", "Ёлка.md", "name"),
        ("![[Менторство]]", "люди/Менторство.md", "name"),
        ("[текст](люди/Менторство.md)", "люди/Менторство.md", "path"),
        ("[текст](%D0%81%D0%BB%D0%BA%D0%B0.md)", "Ёлка.md", "name"),
        ("[[Нет такой]]", "", ""),
        ("[[c/Дубль]]", "", ""),
    ],
)
def test_resolution(db: None, tmp_path: Path, written: str, target: str, rule: str) -> None:
    report = bring(tmp_path, {**VAULT, "Z.md": f"Строка\n\nСм. {written}."})
    line = next(link for link in report.links if link.path == "Z.md")
    assert (line.target, line.rule, line.resolved, line.line) == (target, rule, bool(target), 3)
    assert ('class="missing"' in html_of("Z.md")) == (not target)


def test_a_link_that_may_mean_two_notes_says_so_and_takes_the_nearest(db: None, tmp_path: Path) -> None:
    report = bring(tmp_path, {**VAULT, "b/Z.md": "[[Дубль]]"})
    line = next(link for link in report.links if link.path == "b/Z.md")
    assert (line.target, line.others) == ("b/Дубль.md", ["a/Дубль.md"])


def test_headings(db: None, tmp_path: Path) -> None:
    body = "[[Командная работа#Роли]] [[Командная работа#Роли#Ведущий|он]] [[Командная работа#Нет]] [[#Свой]]"
    report = bring(tmp_path, {**VAULT, "Z.md": f"{body}\n\n## Свой\n"})
    html = html_of("Z.md")
    assert '#h-роли" rel="noopener noreferrer">Командная работа › Роли</a>' in html
    assert '#h-ведущий" rel="noopener noreferrer">он</a>' in html
    assert [link.heading_found for link in report.links] == [True, True, False, True]
    assert '<h2 id="h-свой">' in html
    assert NoteLink.objects.get(heading="Свой").rule == "self"


def test_a_pipe_in_a_table_parts_the_link_not_the_cell(db: None, tmp_path: Path) -> None:
    bring(tmp_path, {**VAULT, "Z.md": "| а | б |\n|---|---|\n| [[Ёлка\\|ель]] | в |\n"})
    assert ">ель</a></td>\n<td>в</td>" in html_of("Z.md")


def test_links_in_code_are_text() -> None:
    reading = read("`[[А]]`\n\n```\n[[Б]]\n```\n\n    [[В]]\n\n[[Г]]")
    assert [use.link.name for use in reading.uses] == ["Г"]
    assert "[[А]]" in reading.html([""])


def test_tags_in_the_text(db: None, tmp_path: Path) -> None:
    body = (
        "# Встреча\n\nЗавтра #митап/Python, потом (#нет) #2026 #y2026 c#нет. #митап/python\n\n"
        "`#код` https://example.org/#нет \\#нет [#в-ссылке](https://example.org)\n\n- #дело сделать %%#нет%%\n\n"
        "```\n#код\n```\n#конец"
    )
    report = bring(tmp_path, {"А.md": f"---\ntags: [Дело, встреча]\n---\n{body}"})
    tags = ["Дело", "встреча", "митап/Python", "y2026", "конец"]
    assert report.notes[0].tags == tags
    assert [tag.name for tag in Note.objects.get().tags.all()] == tags
    html = html_of("А.md")
    address = reverse("guidance:tag", args=["митап/Python"])
    assert f'<a class="note-tag" href="{address}" rel="noopener noreferrer">#митап/Python</a>' in html
    assert html.count('class="note-tag"') == 5
    assert ">#в-ссылке</a>" in html
    assert bring(tmp_path, {}).with_status("unchanged")


def test_notes_of_an_older_rendering_find_their_tags(db: None, tmp_path: Path) -> None:
    bring(tmp_path, {"А.md": "---\ntags: [а]\n---\nО #деле"})
    NoteTag.objects.filter(name="деле").delete()
    Note.objects.update(rendering=3, html="")
    make_anew()
    assert [tag.name for tag in Note.objects.get().tags.all()] == ["а", "деле"]
    assert "#деле" in html_of("А.md")


def test_the_sentence_around_a_link() -> None:
    use = read("Первое. Второе про [[А|это]], и ещё. Третье.").uses[0]
    assert (use.before, use.link.text, use.after) == ("Второе про ", "это", ", и ещё.")


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("[]!|#\\аБ z\n./^`")) | st.text())
def test_text_outside_links_stays_as_it_was(text: str) -> None:
    assert "".join(piece.raw if isinstance(piece, Written) else piece for piece in pieces(text)) == text


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("[]!|#\\аБ z\n./^`=%->*_(x)~:")))
def test_no_text_breaks_the_renderer(text: str) -> None:
    reading = read(text)
    reading.html([""] * len(reading.uses))


@pytest.mark.parametrize(
    "unit", ["[", "![", "[a", "[[", "> ", "`a", "==a", "*a_", "%%`a", "- ", "|a", "#a", "#a/", " #1"]
)
def test_the_time_of_a_hostile_note_is_bounded(unit: str) -> None:
    started = time.monotonic()
    reading = read(unit * (60_000 // len(unit)))
    reading.html([""] * len(reading.uses))
    assert time.monotonic() - started < 8
