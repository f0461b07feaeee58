"""Says what was measured: for people as a table, for programs as JSON."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from dataclasses import asdict
from pathlib import Path
from typing import Any

import django
from django.db import connection

from networking.benchmark.measure import Measured

_HEAD = ("page", "people", "ms", "server", "× floor", "spread", "queries", "bytes", "rows")
_LINE = "{:<24} {:>7} {:>7} {:>7} {:>8} {:>12} {:>8} {:>8} {:>5}"


def machine() -> dict[str, str]:
    """What the numbers depend on besides the code."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            database = f"PostgreSQL {cursor.fetchone()[0]}"
    else:
        database = f"SQLite {sqlite3.sqlite_version}"
    return {
        "cpu": f"{_cpu()} × {os.cpu_count()}",
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "django": django.get_version(),
        "database": database,
    }


def head(said: dict[str, str]) -> str:
    return " · ".join(said.values()) + "\n\n" + _LINE.format(*_HEAD)


def line(one: Measured) -> str:
    if one.problem:
        return f"{one.page:<24} {one.people:>7} {one.problem:>7}"
    return _LINE.format(
        one.page,
        one.people,
        f"{one.ms:.1f}",
        f"{one.server_ms:.1f}",
        f"{one.ratio:.2f}",
        f"{min(one.ratios):.2f}–{max(one.ratios):.2f}",
        one.queries,
        one.size,
        one.rows,
    )


def as_json(said: dict[str, str], measured: list[Measured]) -> str:
    pages: list[dict[str, Any]] = [asdict(one) for one in measured]
    for page, one in zip(pages, measured, strict=True):
        page["ratio"] = one.ratio if one.ratios else None
    return json.dumps({"machine": said, "pages": pages}, ensure_ascii=False, indent=2)


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    names = [row for row in info.read_text().splitlines() if row.startswith("model name")] if info.exists() else []
    return names[0].partition(":")[2].strip() if names else platform.processor() or platform.machine()
