"""What an import, an export and their reports say where something is out of the ordinary."""

from __future__ import annotations

from pathlib import Path

import pytest

from networking.guidance.actions import import_folder
from networking.guidance.vault.report import Report
from tests.guidance.folders import bring

pytestmark = pytest.mark.django_db

LINKED: dict[str, str | bytes] = {
    "Главная.md": "# Главная страница\n\n## Ниже\n\n[[#Главная страница]] [[#Ниже]] [[#Нет такого]]\n",
    "Вторая.md": "[[Главная]] [[Главная#Главная страница]] [[Главная#Нигде]] [[Нет]] [[Нет#Такой]] [[Та же#Она]]\n\n"
    "![[Главная#Главная страница]]\n",
    "а/Та же.md": "# Она",
    "б/Та же.md": "# Не она",
}


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
