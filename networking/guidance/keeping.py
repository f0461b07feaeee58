"""What a note keeps of its own page, compared with the page."""

from __future__ import annotations

from networking.guidance.lists.checklists import tasks_in
from networking.guidance.models import Note
from networking.guidance.text.anchors import contents_of


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
