"""The timeline as lines of a page: each worked out once here, because a template asks for each dot anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from django.utils.safestring import SafeString

from contacts.addresses import around_id
from contacts.markdown import inline, render
from contacts.templatetags.ui import days_said
from contacts.timeline import Entry, Other

_STRONG, _PLAIN = SafeString(" is-strong"), SafeString()


class Line(NamedTuple):
    """What one line says; `strong` is the class of a talk that counts."""

    strong: SafeString
    href: SafeString
    title: str
    said: SafeString
    text: SafeString
    others: SafeString
    own_note: SafeString


def lines_of(entries: Iterable[Entry], today: date, mentioned: Mapping[int, str], here: str) -> list[Line]:
    """The lines in their order; a form that is opened from one leads back `here`."""
    back, when = "?next=" + quote(here), days_said(today)
    before, after = around_id("contacts:contact")

    def link(one: Other) -> str:
        return f'<a href="{before}{one.pk}{after}">{escape(one.name)}</a>'

    return [
        Line(
            strong=_STRONG if entry.is_talk else _PLAIN,
            href=SafeString(entry.href + back),
            title=entry.title,
            said=SafeString(" · ".join([when(entry.day), *map(escape, entry.remarks)])),
            text=render(entry.text, mentioned) if entry.text else _PLAIN,
            others=SafeString(", ".join(map(link, entry.others))),
            own_note=inline(entry.own_note, mentioned) if entry.own_note else _PLAIN,
        )
        for entry in entries
    ]
