"""The table of somebody's own beside the people read from it, so that its columns can be meant otherwise later."""

from __future__ import annotations

from contacts.text import storable
from networking.exchange.formats.problems import Problem, Trouble
from networking.exchange.formats.rows import Table
from networking.exchange.models import Choice, ImportBatch, ImportRow, Verdict

# Sheets lie behind all rows of people: first the columns, then the lines of the table, many to a row.
FIRST = 1_000_000_000
LINES = 500


def kept(one: Problem) -> list[object]:
    """A problem as it is stored."""
    return [one.trouble.value, one.line, storable(one.what[:200]), one.error]


def keep_sheet(batch: ImportBatch, table: Table) -> None:
    """Store a table as it came."""
    head = {
        "header": [storable(one) for one in table.header],
        "fields": table.fields,
        "problems": [kept(one) for one in table.problems[:LINES]],
    }
    lines = [[line, [storable(cell) for cell in row]] for line, row in table.rows]
    parts = [{"rows": lines[start : start + LINES]} for start in range(0, len(lines), LINES)]
    sheets = [
        ImportRow(
            owner_id=batch.owner_id, batch=batch, place=place, verdict=Verdict.SAME, choice=Choice.SKIP, person=said
        )
        for place, said in enumerate([head, *parts], FIRST)
    ]
    ImportRow.every.bulk_create(sheets, batch_size=50)


def sheet_of(batch: ImportBatch, *, first: bool = False) -> Table | None:
    """The table of a batch, or only its first rows; None when the file was none of somebody's own."""
    sheets = [*ImportRow.every.filter(batch=batch, key="").order_by("place")[: 2 if first else None]]
    if not sheets:
        return None
    said = sheets[0].person
    problems = [Problem(Trouble(kind), line, what, error) for kind, line, what, error in said["problems"]]
    rows = [(line, cells) for one in sheets[1:] for line, cells in one.person["rows"]]
    return Table(said["header"], said["fields"], rows, problems)


def columns_left_out(batch: ImportBatch) -> list[str]:
    """The names of the columns of somebody's own table that hold something, and fill no field."""
    table = sheet_of(batch, first=True) if batch.format == "table" else None
    if table is None:
        return []
    held = {place for _line, cells in table.rows for place, cell in enumerate(cells) if cell.strip()}
    named = enumerate(zip(table.header, table.fields, strict=True))
    return [name[:60] for place, (name, field) in named if name.strip() and not field and place in held]


def keep_fields(batch: ImportBatch, fields: list[str]) -> None:
    """Remember what the columns of a table are meant to be."""
    head = ImportRow.every.get(batch=batch, place=FIRST)
    head.person["fields"] = fields
    head.save(update_fields=["person", "updated_at"])
