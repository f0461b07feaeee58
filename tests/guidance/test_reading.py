"""Finding and reading: passages with their marks, what stands beside a note."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from networking.guidance.finding.graph import graph_of
from networking.guidance.finding.passages import LONGEST, _cut, hits, sections
from networking.guidance.finding.picture import picture
from networking.guidance.finding.related import beside
from networking.guidance.finding.searching import search, stems_of
from networking.guidance.finding.tags import all_tags
from networking.guidance.models import Note
from tests.counting import queries_of
from tests.guidance.folders import bring

LONG = "Слово о погоде и о прочем. " * 30
FILES: dict[str, str | bytes] = {
    "Встреча.md": f"# Первая встреча\n\n{LONG}\n\n## После беседы\n\n"
    "На следующий день напишите наставнику <b>о деле</b>.\n",
    "Наставник.md": "---\ntags: [люди]\n---\nКак его найти и о чём спросить.",
    "Прочее.md": f"{LONG}\n\nОднажды наставники собрались.",
    "English.md": "# Asking\n\nShe was asked & answered: questions are gifts.",
}


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def found(client: Client, query: str) -> str:
    html = client.get(reverse("guidance:index"), {"q": query}, headers={"HX-Request": "true"})
    return html.content.decode()


def test_a_search_shows_the_passage_with_its_words_marked(client_of_owner: Client, db: None, tmp_path: Path) -> None:
    bring(tmp_path, FILES)
    html = found(client_of_owner, "наставники день")
    assert "<mark>день</mark> напишите <mark>наставнику</mark> &lt;b&gt;о деле&lt;/b&gt;." in html
    assert f"{Note.objects.get(path='Встреча.md').get_absolute_url()}#h-после-беседы" in html
    assert "Прочее" not in html
    html = found(client_of_owner, "question")
    assert "She was asked &amp; answered: <mark>questions</mark> are gifts." in html


def test_what_is_named_so_comes_first(client_of_owner: Client, db: None, tmp_path: Path) -> None:
    bring(tmp_path, FILES)
    html = found(client_of_owner, "НАСТАВНИКИ")
    names = [re.sub(r"<[^>]*>", "", title) for title in re.findall(r'row-link" href="[^"]*">(.*?)</a>', html)]
    assert names[0] == "Наставник"
    assert {*names} == {"Наставник", "Первая встреча", "Прочее"}
    assert "<mark>Наставник</mark>" in html
    assert search("наставник")[0].path == "Наставник.md"


def test_a_note_found_by_its_label_shows_how_it_begins(client_of_owner: Client, db: None, tmp_path: Path) -> None:
    bring(tmp_path, FILES)
    assert "Как его найти и о чём спросить." in found(client_of_owner, "люди")


@example("0.0", "0")
@given(st.text(max_size=400), st.text(max_size=30))
def test_a_passage_is_a_piece_of_its_text(text: str, query: str) -> None:
    stems = stems_of(query)
    marked = list(hits(text, stems))
    assert all(marked[place].end <= marked[place + 1].start for place in range(len(marked) - 1))
    if not marked:
        return
    near = [hit for hit in marked if hit.end - marked[0].start <= LONGEST // 2]
    pieces = _cut(text, near or marked[:1])
    plain = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
    assert plain in text
    assert any(piece.marked for piece in pieces)


def test_sections_are_the_words_beneath_each_heading() -> None:
    html = '<p>a &lt;b&gt;</p><h2 id="h-x">X</h2><ul><li>1</li><li><a href="/?a=%3E">2</a></li></ul>'
    assert [(one.anchor, one.text) for one in sections(html)] == [("", "a <b>"), ("h-x", "X. 1 2")]
    tasks = '<li><span class="task-box">☐</span>раз</li><li><span class="task-box">☑</span>два</li>'
    assert [one.text for one in sections(tasks)] == ["☐ раз ☑ два"]


@pytest.fixture
def shelf(db: None, tmp_path: Path) -> None:
    bring(
        tmp_path,
        {
            "п/А.md": "---\ntags: [редкое, частое]\n---\nа [[Общая]]",
            "п/Б.md": "---\ntags: [редкое]\n---\nб [[Общая]]",
            "п/В.md": "---\ntags: [частое]\n---\nв",
            "п/Г.md": "---\ntags: [частое]\n---\nг [[А]]",
            "Общая.md": "о",
        },
    )


def test_related_notes_are_ranked_by_what_few_share(client_of_owner: Client, shelf: None) -> None:
    note = Note.objects.get(path="п/А.md")
    near = beside(note).related
    assert [(one.note.title, one.tags, one.links) for one in near] == [("Б", ["редкое"], 1), ("В", ["частое"], 0)]
    html = page(client_of_owner, note.get_absolute_url())
    assert "#редкое · 1 " in html


def test_neighbours_are_those_of_the_folder(client_of_owner: Client, shelf: None) -> None:
    found = beside(Note.objects.get(path="п/В.md"))
    assert (found.before and found.before.title, found.after and found.after.title) == ("Б", "Г")
    alone = beside(Note.objects.get(path="Общая.md"))
    assert (alone.before, alone.after) == (None, None)
    html = page(client_of_owner, Note.objects.get(path="п/А.md").get_absolute_url())
    assert 'rel="next"' in html
    assert 'rel="prev"' not in html


def test_a_note_and_a_search_ask_the_same_of_a_large_vault(client_of_owner: Client, db: None, tmp_path: Path) -> None:
    counts = []
    for many in (20, 60):
        bring(
            tmp_path,
            {
                f"п/Н{row}.md": f"---\ntags: [общая]\n---\nтекст о деле [[Н{(row + 1) % many}]] [[Н{(row + 5) % many}]]"
                for row in range(many)
            },
        )
        note = Note.objects.get(path="п/Н2.md").get_absolute_url()
        counts.append([queries_of(client_of_owner, one) for one in (note, f"{reverse('guidance:index')}?q=дело")])
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 10


def test_the_graph_and_its_table_say_the_same(client_of_owner: Client, shelf: None, tmp_path: Path) -> None:
    bring(tmp_path, {"п/Д.md": "[[Общая]] [[Нет такой]] [[Д]]", "Одна.md": "сама"})
    graph = graph_of()
    number = {node.title: pk for pk, node in graph.notes.items()}
    assert {graph.notes[pk].title for pk in graph.behind[number["Общая"]]} == {"А", "Б", "Д"}
    assert {graph.notes[pk].title for pk in graph.alone} == {"В", "Одна"}
    assert [(one.name, len(one.sources)) for one in graph.wanted] == [("Нет такой", 1)]
    drawn = picture(graph)
    assert [place[0] for place in drawn["places"]] == ["Общая"]
    assert [row[0] for row in drawn["people"] if row[2] == 1] == ["Нет такой"]
    names = [row[0] for row in [*drawn["places"], *drawn["people"]]]
    assert {(names[a], names[b]) for a, b, *_ in drawn["links"]} == {
        ("А", "Общая"), ("Б", "Общая"), ("Д", "Общая"), ("Г", "А"), ("Д", "Нет такой")
    }  # fmt: skip
    html = page(client_of_owner, reverse("guidance:graph"))
    assert html.index(">Общая</a>") < html.index(">В</a>")
    narrow = graph_of("п")
    assert {node.title for node in narrow.notes.values()} == {"А", "Б", "В", "Г", "Д"}
    alone = page(client_of_owner, reverse("guidance:graph") + "?notes=alone")
    assert ">Одна</a>" in alone
    assert ">Г</a>" not in alone


def test_indexes_by_tag_and_by_folder(client_of_owner: Client, shelf: None, tmp_path: Path) -> None:
    bring(tmp_path, {"п/р/Е.md": "---\ntags: [частое/узкое, частое-иное]\n---\nе"})
    tags = page(client_of_owner, reverse("guidance:tags"))
    order = [tags.index(f">#{name}<") for name in ("редкое", "частое", "частое/узкое", "частое-иное")]
    assert order[1] < order[2] < order[3]
    assert "3 заметки" in tags
    # What stands beneath a tag that no note has is not moved in beneath another.
    bring(tmp_path, {"Ж.md": "---\ntags: [яр/лес/дуб, частое/а/б, частное/одно]\n---\nж"})
    assert {name: depth for _address, name, _notes, depth in all_tags()} == {
        "редкое": 0, "частое": 0, "частое/узкое": 1, "частое/а/б": 1, "частое-иное": 0, "частное/одно": 0,
        "яр/лес/дуб": 0
    }  # fmt: skip
    folders = page(client_of_owner, reverse("guidance:folders"))
    assert folders.index("Вне папок") < folders.index(">Общая</a>") < folders.index(">А</a>") < folders.index(">Е</a>")


def test_a_preview_is_the_beginning_of_the_note_or_section(client_of_owner: Client, db: None, tmp_path: Path) -> None:
    bring(tmp_path, FILES)
    note = Note.objects.get(path="Встреча.md")
    address, htmx = reverse("guidance:preview", args=[note.slug]), {"HX-Request": "true"}
    html = client_of_owner.get(f"{address}?at=h-после-беседы", headers=htmx).content.decode()
    assert "<strong" in html
    assert "На следующий день" in html
    assert "Слово о погоде" not in html
    assert "Слово о погоде" in client_of_owner.get(address, headers=htmx).content.decode()
    assert client_of_owner.get(f"{address}?at=h-x").headers["Location"] == f"{note.get_absolute_url()}#h-x"


def test_missing_notes_stand_in_their_sentences(client_of_owner: Client, db: None, tmp_path: Path) -> None:
    bring(tmp_path, {"А.md": "Первое. О встрече говорит [[Нет такой]] подробно. Третье."})
    assert "О встрече говорит <b>Нет такой</b> подробно." in page(client_of_owner, reverse("guidance:missing"))
