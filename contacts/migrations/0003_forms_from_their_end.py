from __future__ import annotations

from typing import Any

from django.db import migrations

from contacts.finding.keys import note_text, person_text

NAMES = ("given_name", "family_name", "patronymic", "nickname")
WORK = ("company", "position", "department", "city", "expertise")
NOTES = (
    ("Contact", "about_text", ("about", "how_met")),
    ("Interaction", "note_text", ("note", "topics")),
    ("Participant", "own_text", ("own_note",)),
)
TOO_LONG = r"\S{101,}"


def keep_them(apps: Any, schema_editor: Any) -> None:
    """People are found from the end of their names too, and no piece is longer than an index takes."""
    people = apps.get_model("contacts", "Contact")
    _save(people, "search_text", people.objects.all(), lambda one: person_text(_of(one, NAMES), _of(one, WORK)))
    for name, column, sources in NOTES:
        model = apps.get_model("contacts", name)
        rows = model.objects.filter(**{f"{column}__regex": TOO_LONG})
        _save(model, column, rows, lambda one, sources=sources: note_text(*_of(one, sources)))


def _of(row: Any, fields: tuple[str, ...]) -> list[str]:
    return [getattr(row, field) for field in fields]


def _save(model: Any, column: str, rows: Any, text_of: Any) -> None:
    changed = []
    for row in rows.iterator(chunk_size=2000):
        setattr(row, column, text_of(row))
        changed.append(row)
        if len(changed) == 2000:
            model.objects.bulk_update(changed, [column], batch_size=500)
            changed = []
    model.objects.bulk_update(changed, [column], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_participant_in_window")]
    operations = [migrations.RunPython(keep_them, migrations.RunPython.noop)]
