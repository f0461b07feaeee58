"""What an import, an export and their reports say where something is out of the ordinary."""

from __future__ import annotations

import re
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from networking.guidance.actions import import_folder
from networking.guidance.models import Note
from networking.guidance.vault.files import NotTaken, check
from networking.guidance.vault.front_matter import read_head
from networking.guidance.vault.reading import read_files
from networking.guidance.vault.reasons import said
from networking.guidance.vault.report import Report
from networking.guidance.vault.zips import files_of_zip
from tests.guidance.folders import bring, write

pytestmark = pytest.mark.django_db

LINKED: dict[str, str | bytes] = {
    "Главная.md": "# Главная страница\n\n## Ниже\n\n[[#Главная страница]] [[#Ниже]] [[#Нет такого]]\n",
    "Вторая.md": "[[Главная]] [[Главная#Главная страница]] [[Главная#Нигде]] [[Нет]] [[Нет#Такой]] [[Та же#Она]]\n\n"
    "![[Главная#Главная страница]]\n",
    "а/Та же.md": "# Она",
    "б/Та же.md": "# Не она",
}


def zipped(files: dict[str, bytes]) -> BytesIO:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    stream.seek(0)
    return stream


def worth(report: Report) -> list[tuple[object, ...]]:
    """The links that the report says to look at, in the order of their notes."""
    told = [one for one in report.links if not one.resolved or one.others or not one.heading_found]
    return sorted((one.path, one.line, one.written, one.resolved, one.heading_found, *one.others) for one in told)


def test_a_second_import_tells_the_links_as_the_first_did(tmp_path: Path) -> None:
    first, second = bring(tmp_path, LINKED), import_folder(tmp_path)
    names = ("links", "resolved", "unresolved")
    told = [[report.as_json()["counts"][name] for name in names] for report in (first, second)]
    assert told == [[10, 8, 2]] * 2
    assert worth(first) == worth(second)
    assert len(worth(first)) == 5
    assert len(second.links) == 5


def test_links_are_counted_under_whatever_name_the_folder_comes(tmp_path: Path) -> None:
    counts = bring(tmp_path / "one", LINKED).as_json()["counts"]
    other = bring(tmp_path / "two", LINKED).as_json()["counts"]
    assert other["unchanged"] == len(LINKED)
    assert [other[name] for name in ("links", "resolved", "unresolved")] == [
        counts[name] for name in ("links", "resolved", "unresolved")
    ]


def test_a_name_that_no_disk_takes_is_left_out_with_a_reason() -> None:
    long = "ы" * 130
    folder = read_files(files_of_zip(zipped({f"v/{long}.md": b"a", f"v/{long}/b.md": b"b", "v/c.md": b"c"})))
    assert [source.path for source in folder.sources] == ["c.md"]
    assert {one.path for one in folder.skipped} == {f"{long}.md", f"{long}/b.md"}
    with override("ru"):
        assert {said(one.reason) for one in folder.skipped} == {"имя файла или папки на пути к нему длиннее 255 байт"}


def test_an_export_leaves_out_what_the_disk_does_not_take(tmp_path: Path) -> None:
    bring(tmp_path / "in", {"a.md": "a", "b.md": "b", "c.md": "c"})
    # From a system that takes such names, or from before they were refused.
    Note.objects.filter(path="b.md").update(path=f"{'ы' * 130}.md")
    Note.objects.filter(path="c.md").update(path="a.md/c.md")
    call_command("export_notes", tmp_path / "out", stdout=(out := StringIO()), stderr=(left := StringIO()))
    assert out.getvalue().startswith("1 files")
    assert [line.split(":")[0] for line in left.getvalue().splitlines()] == [
        "left out   a.md/c.md",
        f"left out   {'ы' * 130}.md",
    ]
    assert (tmp_path / "out" / "a.md").read_text() == "a"


def test_the_command_tells_a_line_only_where_there_is_one(tmp_path: Path) -> None:
    write(tmp_path, {"cp1251.md": "Привет".encode("cp1251"), "b.md": "---\na: b: c\n---\n"})
    call_command("import_notes", tmp_path, stdout=(out := StringIO()))
    assert "look at    cp1251.md: read as windows-1251" in out.getvalue()
    assert "look at    b.md:2: front matter" in out.getvalue()


def test_a_zip_without_notes_is_not_offered(admin_client: Client) -> None:
    for files, offered in (({"a.txt": b"a"}, False), ({"a.md": b"a"}, True)):
        sent = zipped(files)
        sent.name = "v.zip"
        page = admin_client.post(reverse("guidance:vault"), {"file": sent}, follow=True).content.decode()
        assert ("Заметок в нём нет" in page) is not offered
        assert ('type="submit">Внести' in page) is offered


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("? [x]\n: y", 2), ('a: b\nc: "\\q"', 3), ("а: б\nв: \x01", 3), ("a: 'b", 3), ("%FOO", 2), ("a: |9x\n b", 2),
        ("a: *x", 2), ("- a", 1), ("a: b\n\tc: d", 3), ("--- a\n--- b", 0), ('a: "\\0"', 1), ('a: "\\xZZ"', 2),
    ],
)  # fmt: skip
def test_what_is_wrong_with_front_matter_is_said_in_russian(head: str, line: int) -> None:
    found = read_head(f"---\n{head}\n---\ntext")
    assert not line or found.problem_line == line
    with override("ru"):
        words = said(f"front matter left out: {found.problem}")
    assert not found.problem or not re.search("[A-Za-z]", words.replace("YAML", "")), words


@pytest.mark.parametrize(
    "svg", [b"", b"<svg", b"<html/>", b"<svg><a></svg>", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>']
)
def test_what_is_wrong_with_a_drawing_is_said_in_russian(svg: bytes) -> None:
    with pytest.raises(NotTaken) as error:
        check("a.svg", svg)
    with override("ru"):
        words = said(str(error.value))
    assert words.startswith("это не рисунок SVG: ")
    assert not re.search("[A-Za-z]", re.sub("SVG|XML|svg", "", words)), words


def test_what_cannot_be_unpacked_is_said_in_russian() -> None:
    with override("ru"):
        assert said("папка/q.md cannot be unpacked") == "не удалось распаковать папка/q.md"
