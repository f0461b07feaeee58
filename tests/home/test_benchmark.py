from __future__ import annotations

import json
import os
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from networking.benchmark.measure import Measured
from networking.benchmark.report import head, line
from networking.benchmark.rows import rows_shown

# The command asks the database server for a database of its own, outside of any transaction.
pytestmark = pytest.mark.django_db(transaction=True)
PAGES = {
    "today", "people", "people, by city", "people, last talk", "people, time to write", "people, filtered",
    "people, search fragment", "person", "quick log", "communities", "community",
    "contributions", "opportunities", "given and got", "reminders",
    "events", "event", "debrief", "month", "month, more charts", "year", "guidance", "note", "palette, as one types",
}  # fmt: skip


def gunicorns() -> int:
    """How many server processes this test's process has left behind."""
    children = f"/proc/self/task/{os.getpid()}/children"
    return len(open(children).read().split()) if os.path.exists(children) else 0


def test_measures_every_page_beside_the_floor(capsys: pytest.CaptureFixture[str]) -> None:
    before = gunicorns()
    call_command("benchmark", people=[5], rounds=2, requests=2, json=True)
    report = json.loads(capsys.readouterr().out)
    assert gunicorns() == before
    assert report["machine"].keys() == {"cpu", "system", "python", "django", "database"}
    assert {page["page"] for page in report["pages"]} == PAGES
    for page in report["pages"]:
        check(page)
    measured = {page["page"]: page for page in report["pages"] if not page["problem"]}
    assert {"today", "people", "person"} <= measured.keys()
    assert measured["people"]["rows"] == 5


def check(page: dict[str, Any]) -> None:
    assert page["people"] == 5
    assert not page["problem"], f"{page['page']}: {page['problem']}"
    assert len(page["ratios"]) == 2
    assert min(page["ratios"]) <= page["ratio"] <= max(page["ratios"])
    assert page["ms"] > page["server_ms"] > 0
    assert page["floor_ms"] > 0
    assert page["queries"] > 1
    assert page["size"] > 100


def test_the_table_says_what_was_measured() -> None:
    one = Measured("people", 2000, ms=12.34, server_ms=10.01, ratios=(1.5, 1.9, 1.6), queries=7, size=40_000, rows=50)
    assert line(one).split() == ["people", "2000", "12.3", "10.0", "1.60", "1.50–1.90", "7", "40000", "50"]
    assert len(head({"python": "3.11"}).splitlines()[-1]) == len(line(one))
    assert line(Measured("month", 5, problem="no such page yet")).split(maxsplit=2) == [
        "month",
        "5",
        "no such page yet",
    ]


@pytest.mark.parametrize("options", [{"people": [0]}, {"rounds": 0}, {"requests": -1}, {"at_most": 0}])
def test_refuses_nonsense(options: dict[str, Any]) -> None:
    with pytest.raises(CommandError, match="expected a number from 1"):
        call_command("benchmark", **options)


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        (b"<p>one record</p>", 1),
        (b'<li class="row-item is-new">a</li><li class="row-item">b</li><li><a class="side-link">c</a></li>', 2),
        (b"<table><tr><td>a<tr><td>b</table><track>", 2),
        (b'<option value="">-</option><option value="7">a<option value="12" selected>b<option value="mentor">c', 2),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDESCRIPTION: BEGIN:VEVENT\r\n", 2),
        (b'<tr><div id="map-data" hidden>{&quot;places&quot;:[[&quot;&amp;&quot;]],&quot;people&quot;:[1,2]}</div>', 4),
    ],
)
def test_rows_are_what_came_from_the_database(page: bytes, rows: int) -> None:
    assert rows_shown(page) == rows
