"""The graph of notes: of all, of a folder, around one; what is kept and found in steps is what the rows say."""

from __future__ import annotations

import json
import random
import re
from html import unescape
from pathlib import Path

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from networking.guidance.finding import graph, listing
from networking.guidance.finding.first_links import first_links
from networking.guidance.finding.graph import graph_around, graph_of
from networking.guidance.finding.lost import lost_names
from networking.guidance.leading.led import keep_led
from networking.guidance.leading.twins import hidden, readable
from networking.guidance.models import Note, NoteLink
from networking.guidance.vault.trashing import put_in_trash, restore_note
from tests.counting import queries_of
from tests.guidance.folders import bring, client_of, queries_of_a_new_edition

pytestmark = pytest.mark.django_db
GRAPH = "guidance:graph"


@pytest.fixture
def vault(tmp_path: Path) -> None:
    """Notes in two languages, some of them twins, with links across languages and to names that nobody has written."""
    chance = random.Random(11)
    names = [f"Н{row}" for row in range(18)]
    files: dict[str, str | bytes] = {}
    for row, name in enumerate(names):
        head = f"language: {'ru' if row % 3 else 'en'}\n" if row % 2 else ""
        head += f"translation_of: '[[Н{row - 2}]]'\n" if row in (3, 9, 15) else ""
        links = " ".join(f"[[{to}]]" for to in chance.choices([*names, "Нет", "нет", "Ещё нет"], k=6))
        files[f"{chance.choice(['x', 'x/y', 'xy'])}/{name}.md"] = f"---\n{head}---\n# {name}\n\n{links}"
    bring(tmp_path, files)
    assert Note.objects.exclude(twin=None).count() >= 4


def shown_to(language: str, folder: str = "") -> list[Note]:
    rows = Note.objects.filter(readable(language)).order_by("sort_key", "pk")
    return [note for note in rows if not folder or f"{note.folder}/".startswith(f"{folder}/")]


def links_seen(language: str) -> set[tuple[int, int]]:
    pks = {note.pk for note in shown_to(language)}
    rows = NoteLink.objects.exclude(target=None).exclude(source=F("target")).values_list("source_id", "target_id")
    return {(source, target or 0) for source, target in rows if source in pks and target in pks}


def plainly_led() -> dict[int, int]:
    """Note by note, whom a reader of its language, or of any when it has no twin, sees leading to it."""
    notes, led = {note.pk: note for note in Note.objects.all()}, {}
    for pk, note in notes.items():
        sources = set()
        for link in NoteLink.objects.filter(target=pk).exclude(source=pk):
            source = notes[link.source_id]
            if source.twin_id is None:
                sources.add(source.pk)
            elif note.twin_id is None or note.language == source.language:
                sources.add(min(source.pk, source.twin_id))
        if sources:
            led[pk] = len(sources)
    return led


def test_how_many_lead_to_a_note_is_kept_after_every_change(vault: None, tmp_path: Path) -> None:
    def kept() -> dict[int, int]:
        return dict(Note.objects.filter(led__gt=0).values_list("pk", "led"))

    assert kept() == plainly_led() != {}
    note = Note.objects.order_by("-led")[0]
    put_in_trash([note], note.changed_at)
    assert kept() == plainly_led()
    assert note.pk not in kept()
    restore_note(Note.every.get(pk=note.pk), note.changed_at)
    assert kept() == plainly_led()
    bring(tmp_path, {note.path: "# Н\n\nничего"})
    assert kept() == plainly_led()
    Note.objects.filter(pk=note.pk).update(led=99)
    assert [keep_led(), keep_led()] == [1, 0]


def test_a_note_and_its_twin_lead_as_one(tmp_path: Path) -> None:
    head = "---\nlanguage: {}\n{}---\n{}"
    bring(tmp_path, {
        "А.md": head.format("ru", "", "[[Общая]] [[Б]]"), "Б.md": head.format("ru", "", "[[Общая]]"),
        "A.md": head.format("en", "translation_of: '[[А]]'\n", "[[Общая]] [[B]] [[Б]]"),
        "B.md": head.format("en", "translation_of: '[[Б]]'\n", ""), "Общая.md": "[[Общая]]",
    })  # fmt: skip
    assert dict(Note.objects.values_list("name", "led")) == {"А": 0, "A": 0, "Б": 1, "B": 1, "Общая": 2}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_first_links_are_those_that_all_rows_would_give(vault: None, language: str) -> None:
    notes, seen = shown_to(language), links_seen(language)
    pks = [note.pk for note in notes]
    for most in (1, 3, 40):
        behind = first_links(pks, language, most=most, behind=True)
        ahead = first_links(pks, language, most=most, behind=False)
        for pk in pks:
            assert behind[pk] == sorted(source for source, target in seen if target == pk)[:most]
            assert ahead[pk] == sorted(target for source, target in seen if source == pk)[:most]
    assert first_links([], language, most=3, behind=True) == {}


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("folder", ["", "x", "нет такой"])
def test_the_graph_is_that_of_all_rows(vault: None, language: str, folder: str) -> None:
    with override(language):
        found = graph_of(folder)
    notes = shown_to(language, folder)
    assert list(found.notes) == [one.pk for one in sorted(notes, key=lambda one: (-one.led, one.sort_key, one.pk))]
    assert (found.number, found.links, found.not_drawn) == (len(notes), sum(one.led for one in notes), 0)
    drawn = {(a, b) for a in found.ahead for b in found.ahead[a]}
    assert drawn == {(a, b) for a, b in links_seen(language) if a in found.notes and b in found.notes}
    assert drawn == {(a, b) for b in found.behind for a in found.behind[b]}
    inside = [one.pk for one in notes]
    lost = NoteLink.objects.filter(target=None, source__in=inside).exclude(source__in=list(hidden(language)))
    wanted: dict[str, list[int]] = {}
    for key, source in lost.values_list("key", "source_id"):
        wanted.setdefault(key, []).append(source)
    ranked = sorted(((key, len(sources)) for key, sources in wanted.items()), key=lambda pair: (-pair[1], pair[0]))
    assert lost_names(language, folder=folder, most=20) == (ranked, len(ranked))
    assert found.not_written == len(ranked)
    assert [set(one.sources) for one in found.wanted] == [set(wanted[key]) for key, _number in ranked]


def test_around_a_note_are_those_up_to_two_links_away(vault: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with override("ru"):
        seen = links_seen("ru")
        both = seen | {(b, a) for a, b in seen}
        for note in shown_to("ru"):
            near = {b for a, b in both if a == note.pk}
            further = {b for a, b in both if a in near} - near - {note.pk}
            monkeypatch.setattr(graph, "FURTHER", 40)
            found = graph_around(note)
            assert next(iter(found.notes)) == note.pk
            assert set(list(found.notes)[1 : len(near) + 1]) == near
            assert set(list(found.notes)[len(near) + 1 :]) == further
            assert (found.number, found.around, found.not_drawn) == (len(found.notes), len(found.notes) - 1, 0)
            assert found.hubs[0] == note.pk
            monkeypatch.setattr(graph, "MOST_DRAWN", 4)
            few = graph_around(note)
            assert len(few.notes) == min(4, found.number)
            assert few.not_drawn == found.number - len(few.notes)
            monkeypatch.setattr(graph, "MOST_DRAWN", 200)


def test_a_large_graph_draws_what_most_lead_to_and_says_what_it_leaves_out(
    client_of_owner: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes: dict[str, str | bytes] = {
        f"Н{row:02}.md": "[[Общая]] [[Другая]] [[Нет]]" if row % 2 else "[[Общая]]" for row in range(20)
    }
    bring(tmp_path, {**notes, "Общая.md": "о", "Другая.md": "д", "Одна.md": "о"})
    monkeypatch.setattr(graph, "MOST_DRAWN", 5)
    found = graph_of()
    assert [note.title for note in found.notes.values()] == ["Общая", "Другая", "Н00", "Н01", "Н02"]
    assert (found.number, found.links, found.not_drawn) == (23, 30, 18)
    html = client_of_owner.get(reverse(GRAPH)).content.decode()
    assert "ещё 18 стоят в таблице" in html
    assert "и ещё 15" in html
    second = client_of_owner.get(f"{reverse(GRAPH)}?page=2").content.decode()
    assert all(f">{name}</a>" in html + second for name in ("Н19", "Одна", "Общая"))
    assert ">Н19</a>" not in html.partition("<tbody")[2]
    alone = client_of_owner.get(f"{reverse(GRAPH)}?notes=alone").content.decode()
    assert ">Одна</a>" in alone
    assert ">Н01</a>" not in alone.partition("<tbody")[2]


def test_the_graph_around_a_note_is_a_step_from_its_page(client_of_owner: Client, tmp_path: Path) -> None:
    bring(tmp_path, {
        "А&.md": "[[Б]]", "Б.md": "[[В]]", "В.md": "[[Г]]", "Г.md": "г", "Одна.md": "о"
    })  # fmt: skip
    note = Note.objects.get(name="А&")
    page = client_of_owner.get(note.get_absolute_url()).content.decode()
    address = re.search(r'href="([^"]*graph/\?note=[^"]*)"', page)
    assert address
    html = client_of_owner.get(unescape(address[1])).content.decode()
    assert "Вокруг заметки «А&amp;»" in html
    assert "2 заметки не дальше двух ссылок" in html
    rows = html.partition("<tbody")[2]
    assert [rows.index(f">{name}</a>") for name in ("А&amp;", "Б", "В")] == sorted(
        rows.index(f">{name}</a>") for name in ("А&amp;", "Б", "В")
    )
    data = re.search(r'<div id="map-data" hidden>(.*?)</div>', html, re.S)
    assert data
    drawn = json.loads(unescape(data[1]))
    assert [place[0] for place in drawn["places"]] == ["А&"]
    assert {person[0] for person in drawn["people"]} == {"Б", "В"}
    assert "graph/?note=" not in client_of_owner.get(Note.objects.get(name="Одна").get_absolute_url()).content.decode()
    assert client_of_owner.get(f"{reverse(GRAPH)}?note=nobody").status_code == 404
    assert client_of_owner.get(f"{reverse(GRAPH)}?note=%00").status_code == 200


def test_no_graph_and_no_list_of_lost_names_asks_more_of_a_large_vault(client_of_owner: Client, tmp_path: Path) -> None:
    counts = []
    for many in (8, 40):
        bring(tmp_path, {f"п/Н{row}.md": f"[[Н{(row + 1) % many}]] [[Нет {row}]] [[Нет]]" for row in range(many)})
        slug = Note.objects.get(name="Н2").slug
        addresses = [reverse(GRAPH), f"{reverse(GRAPH)}?folder=п", f"{reverse(GRAPH)}?note={slug}",
                     f"{reverse(GRAPH)}?notes=alone", reverse("guidance:missing")]  # fmt: skip
        counts.append([queries_of_a_new_edition(client_of_owner, address) for address in addresses])
        assert [queries_of(client_of_owner, address) for address in addresses] == [4] * 5
    assert counts[0] == counts[1]
    assert counts[1] == [14, 14, 17, 12, 6]


def test_lost_names_go_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(
        tmp_path,
        {"А.md": " ".join(f"[[Нет {row:02}]]" for row in range(7)) + " [[Нет 03]] [[Нет 05]]", "Б.md": "[[Нет 05]]"},
    )
    monkeypatch.setattr(listing, "WANTED", 3)
    pages = [[(one.name, one.number) for one in listing.wanted(str(number))[1]] for number in (1, 2, 3)]
    assert pages == [
        [("Нет 05", 3), ("Нет 03", 2), ("Нет 00", 1)],
        [("Нет 01", 1), ("Нет 02", 1), ("Нет 04", 1)],
        [("Нет 06", 1)],
    ]
    for odd in ("4", "0", "-1", "x", "9" * 30, "", None):
        page, groups = listing.wanted(odd)
        assert (page.number, groups[0].name) == (1, "Нет 05"), odd
    reader = client_of("en")
    html = reader.get(reverse("guidance:missing")).content.decode()
    assert "Less wanted" in html
    assert "line 1" in html
