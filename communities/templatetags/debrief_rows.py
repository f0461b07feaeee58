"""The people of a debrief as lines of a list, for `lines`: each worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from django import forms, template
from django.template.context import Context
from django.template.engine import Engine
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from communities.forms.debrief_rows import Row
from contacts.templatetags.ui import avatar

register = template.Library()


class DebriefLine(NamedTuple):
    """What stands in the fields of a person; flags are words or empty, and `question` and `wrong` are said whole."""

    at: str
    who: str
    addresses: str
    beside: str
    new: str
    avatar: SafeString
    name: str
    work: str
    came: str
    talked: str
    question: str
    note: str
    wrong_note: str
    promise: str
    wrong_promise: str
    due: str
    wrong_due: str
    shown: str
    seen: str
    promised: str
    wrong: str


class MarkLine(NamedTuple):
    """A mark to choose; `checked` is a word or empty."""

    value: str
    checked: str
    label: str


@register.simple_tag
def mark_lines(bound: forms.BoundField) -> list[MarkLine]:
    """The marks of a choice, which Django would show by a widget each."""
    chosen, choices = bound.value(), cast(forms.ChoiceField, bound.field).choices
    said = "" if chosen is None else str(chosen)
    return [
        MarkLine(str(value), "checked" if str(value) == said else "", str(label))
        for value, label in cast(Iterable[tuple[Any, Any]], choices)
    ]


@register.simple_tag(takes_context=True)
def debrief_lines(context: Context, rows: Iterable[Row]) -> list[DebriefLine]:
    asks, new_person = _("who is this?"), _("a new person")
    lines = []
    for row in rows:
        person, name, wrong = row.contact, row.name, row.errors
        more: dict[str, Any] = {"row": row, "wrong": wrong, "new_person": new_person}
        said = person.work if person else asks if row.asks else new_person
        lines.append(
            DebriefLine(
                at=row.token,
                who=row.who,
                addresses=" ".join(row.addresses),
                beside="" if person and not row.candidates else row.beside,
                new="" if person else "new",
                avatar=avatar(name, person.pk if person else None),
                name=name,
                work=" · ".join(filter(None, (said, "" if person else row.beside, *row.addresses))),
                came="came" if row.came else "",
                talked="talked" if row.talked else "",
                question="" if person else _said(context, "events/_debrief_who.html", more),
                note=row.note,
                wrong_note=wrong.get("note", ""),
                promise=row.promise,
                wrong_promise=wrong.get("promise", ""),
                due=row.due,
                wrong_due=wrong.get("due", ""),
                shown=str(row.promise_id or 0),
                seen=row.seen,
                promised=_said(context, "events/_debrief_promised.html", more) if row.other_promises else "",
                wrong=_said(context, "events/_debrief_wrong.html", more) if wrong else "",
            )
        )
    return lines


def _said(context: Context, name: str, more: dict[str, Any]) -> str:
    """What only a few rows have, by a template of its own."""
    with context.push(**more):
        return Engine.get_default().get_template(name).render(context)
