"""What a note keeps of its own page, compared with the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from networking.guidance.leading.led import keep_led
from networking.guidance.lists.checklists import tasks_in
from networking.guidance.models import Note
from networking.guidance.text.anchors import contents_of


def fill_after_migrate(sender: Any, plan: Sequence[Any] = (), **kwargs: Any) -> None:
    """Let notes that stood before a migration keep what it made room for."""
    if plan and _has_room():
        recount()
        keep_led()


def _has_room() -> bool:
    """Not on the way back to an older state."""
    table, look = Note._meta.db_table, connection.introspection
    with connection.cursor() as cursor:
        if table not in look.table_names(cursor):
            return False
        return {"contents", "tasks", "led"} <= {one.name for one in look.get_table_description(cursor, table)}


def recount() -> int:
    """Mend lists of contents and what is kept of checklists; returns how many notes were wrong."""
    wrong = 0
    rows = Note.objects.order_by("pk").values_list("pk", "toc", "html", "contents", "tasks")
    for pk, toc, html, contents, tasks in rows.iterator(chunk_size=200):
        right = contents_of(toc), [list(one) for one in tasks_in(html)]
        if right != (contents, tasks):
            wrong += 1
            Note.objects.filter(pk=pk).update(contents=right[0], tasks=right[1])
    return wrong
