"""Notes inside notes, and the named blocks and headings that links and embeds lead to."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from django.test import Client

from networking.guidance.models import Note, NoteLink
from networking.guidance.text.cleaning import clean
from networking.guidance.text.rendering import read
from tests.guidance.folders import bring, html_of

pytestmark = pytest.mark.django_db
TARGET = (
    "# Встречи\n\nНачало.[^1]\n\n## Раньше\n\nДо. ^before\n\n### Место\n\nЗал.\n\n"
    "## Позже\n\n- первое ^one\n- второе\n\n"
    "| а |\n|---|\n| б |\n\n^tab\n\n> [!tip] Совет\n> Придите раньше.\n\n^box\n\n[^1]: Сноска."
)


def shown(html: str) -> str:
    """The words of what is embedded."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition('<div class="embed">')[2]).split())


@pytest.mark.parametrize(
    ("written", "words", "without"),
    [
        ("![[Встречи]]", "Встречи Начало. [1] Раньше До. Место Зал. Позже первое второе а б Совет Придите раньше.", ""),
        ("![[Встречи#Раньше]]", "Встречи Раньше До. Место Зал.", "Позже"),
        ("![[Встречи#Раньше#Место]]", "Встречи Место Зал.", "До."),
        ("![[Встречи#^before]]", "Встречи До.", "Зал"),
        ("![[Встречи#^ONE]]", "Встречи первое", "второе"),
        ("![[Встречи#^tab]]", "Встречи а б", "Совет"),
        ("![[Встречи#^box]]", "Встречи Совет Придите раньше.", "Сноска"),
    ],
)
def test_notes_sections_and_blocks_are_shown(tmp_path: Path, written: str, words: str, without: str) -> None:
    bring(tmp_path, {"Встречи.md": TARGET, "Z.md": written})
    found = shown(html_of("Z.md"))
    assert found.startswith(words)
    assert not without or without not in found


def test_marks_of_an_embed_are_not_on_the_page_twice(tmp_path: Path) -> None:
    bring(tmp_path, {"Встречи.md": TARGET, "Z.md": "а[^1]\n\n## Раньше\n\n![[Встречи]]\n\n![[Встречи]]\n\n[^1]: б"})
    marks = re.findall(r'\bid="([^"]+)"', html_of("Z.md"))
    assert sorted(marks) == sorted(set(marks))
    assert {"h-раньше", "fn1", "fn-1-1", "fn-2-1"} <= set(marks)


def test_text_round_an_embed_stays_in_its_paragraphs(tmp_path: Path) -> None:
    bring(tmp_path, {"Б.md": "тело", "Z.md": "до ![[Б]]\nпосле\n\n- ![[Б]]\n\n# ![[Б]]\n\nа[^1]\n\n[^1]: ![[Б]]"})
    html = html_of("Z.md")
    assert "<p>до </p><div" in html.replace("\n", "")
    assert "</div><p>после</p>" in html.replace("\n", "")
    assert html.count('<div class="embed">') == 2
    assert "<p></p>" not in html


def test_loops_stop_and_say_so(tmp_path: Path) -> None:
    bring(tmp_path, {"a.md": "Альфа ![[b]]", "b.md": "Бета ![[a]]", "c.md": "## С\n\n![[c#С]]", "d.md": "![[#^x]] ^x"})
    assert shown(html_of("a.md")).startswith("b Бета a — уже показана выше")
    assert html_of("c.md").count('<div class="embed">') == 1
    assert "embed-notice" in html_of("c.md")
    assert Note.objects.get(path="d.md").html


def test_a_missing_part_or_note_is_said(tmp_path: Path) -> None:
    report = bring(tmp_path, {"Б.md": "тело", "Z.md": "![[Б#Нет]]\n\n![[Б#^нет]]\n\n![[Никто]]\n\n![[фото.png|300]]"})
    html = html_of("Z.md")
    assert html.count('class="embed-notice"') == 2
    assert '<p><span class="missing"' in html
    assert ">фото.png</span>" in html
    assert [(link.resolved, link.heading_found) for link in report.links if link.path == "Z.md"] == [
        (True, False),
        (True, False),
        (False, False),
        (False, False),
    ]


def test_a_change_reaches_the_pages_that_show_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.md": "![[b]]", "b.md": "![[c]]", "c.md": "старое", "d.md": "в стороне"}
    bring(tmp_path, files)
    report = bring(tmp_path, {"c.md": "новое"})
    assert [note.path for note in report.notes if note.status == "changed"] == ["c.md"]
    assert "новое" in html_of("a.md")
    assert "старое" not in html_of("a.md") + html_of("b.md")


def test_notes_that_multiply_stay_bounded(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{level}.md": "\n\n".join([f"![[{level + 1}]]"] * 10) + "\n\nслова " * 200 for level in range(8)
    }
    started = time.monotonic()
    bring(tmp_path, {**files, "8.md": "дно"})
    assert time.monotonic() - started < 20
    html = html_of("0.md")
    assert html.count('<div class="embed">') <= 100
    assert "слишком длинная" in html


def test_links_lead_to_nested_headings_and_blocks(tmp_path: Path) -> None:
    body = "## А\n\n### Место\n\n## Б\n\n### Место\n\nслова ^b1\n"
    links = "[[П#Б#Место]] [[П#А#Место]] [[П#^b1]] [[П#П]] [[П#Б#Нет]] [[П#^b2]] [[П#Место]]"
    bring(tmp_path, {"П.md": f"# П\n\n{body}", "Z.md": links})
    ends = [link.href.rpartition("/")[2] for link in NoteLink.objects.filter(source__path="Z.md").order_by("pk")]
    assert ends == ["#h-место-1", "#h-место", "#b-b1", "", "", "", "#h-место"]
    html = html_of("П.md")
    assert '<p id="b-b1">слова</p>' in html
    assert "^b1" not in html


def test_named_blocks_and_the_title_are_not_in_the_contents(client_of_owner: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"П.md": "# Имя\n\n## Один\n\nа ^b1\n\n## Два"})
    page = client_of_owner.get(Note.objects.get().get_absolute_url()).content.decode()
    contents = page.partition('<nav aria-label="Содержание"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)">([^<]+)', contents) == [("#h-один", "Один"), ("#h-два", "Два")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("> [!bug]\n> текст", '<div class="callout callout-danger"><p class="callout-title">Опасно</p>'),
        ("> [!рецепт]\n> текст", '<div class="callout callout-note"><p class="callout-title">Рецепт</p>'),
        ("> [!WARNING]- Тихо\n> а", '<details class="callout callout-warning"><summary class="callout-title">Тихо'),
        ("> [!faq]+\n> а", '<details class="callout callout-question" open=""><summary class="callout-title">Вопрос'),
        ("> [!tip|wide] Имя **жирно**\n> а", 'callout-tip"><p class="callout-title">Имя <strong>жирно</strong></p>'),
        ("> [!note] А\n> > [!tip] Б\n> > в", '<div class="callout callout-tip"><p class="callout-title">Б</p>'),
    ],
)
def test_callouts(body: str, expected: str) -> None:
    html = clean(read(f"{body}\n\nПо-русски").html([])).replace("\n", "")
    assert expected in html


def test_a_long_gap_before_a_name_takes_no_long_time() -> None:
    started = time.monotonic()
    read("а" + " " * 100_000 + "б" + " ^" * 50_000)
    assert time.monotonic() - started < 4
