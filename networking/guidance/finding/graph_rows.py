"""The lines of the table of the graph: what leads to a note and what it leads to, for the notes of one page."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from django.db.models import Count, F, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from contacts.prepared import prepared
from networking.guidance.finding.first_links import first_links
from networking.guidance.finding.graph import Node
from networking.guidance.leading.twins import hidden, readers_language
from networking.guidance.models import Note, NoteLink, address_of

NAMED = 5


class Row(NamedTuple):
    """A line of the table of the graph: a note, links to the first that lead to it, and to those to which it leads."""

    address: str
    title: str
    behind: SafeString
    ahead: SafeString


def rows_of(shown: list[Node]) -> list[Row]:
    """The lines of these notes, each with the first that lead there and how many more do; four queries."""
    if not shown:
        return []
    language, pks = readers_language(), [one.pk for one in shown]
    behind = first_links(pks, language, most=NAMED, behind=True)
    ahead = first_links(pks, language, most=NAMED, behind=False)
    leads = dict(_leads(pks, language=language))
    wanted = sorted({pk for named in (*behind.values(), *ahead.values()) for pk in named})
    room = next((size for size in (20, 80) if size >= len(wanted)), 2 * NAMED * len(pks))
    found = _names(wanted + [0] * (room - len(wanted)))
    names = {pk: f'<a href="{escape(address_of(slug))}">{escape(title)}</a>' for pk, slug, title in found}
    return [
        Row(
            one.address,
            one.title,
            # Where fewer are found than are counted, the reader sees them in another language.
            _said(behind[one.pk], names, one.led if len(behind[one.pk]) == NAMED else 0),
            _said(ahead[one.pk], names, leads.get(one.pk, 0)),
        )
        for one in shown
    ]


@prepared
def _names(pks: list[int]) -> QuerySet[Note, tuple[int, str, str]]:
    """Of what links lead to or come from, which is never in the trash; so but the beginning of a row is read."""
    return Note.every.filter(pk__in=pks).order_by().values_list("pk", "slug", "title")


def _said(pks: list[int], names: dict[int, str], number: int) -> SafeString:
    """The links one after another, and how many more there are."""
    said, more = ", ".join([names[pk] for pk in pks]), number - len(pks)
    if more > 0:
        words = ngettext("and %(counter)s more", "and %(counter)s more", more) % {"counter": more}
        said += f' <span class="muted">{escape(words)}</span>'
    return SafeString(said or '<span class="muted">—</span>')


@prepared
def _leads(pks: list[int], *, language: str) -> QuerySet[NoteLink, tuple[int, int]]:
    """To how many notes each of them leads."""
    rows = NoteLink.objects.filter(source__in=pks, target__isnull=False).exclude(source=F("target"))
    rows = rows.exclude(target__in=hidden(language)).order_by()
    return rows.values_list("source_id").annotate(number=Count("target", distinct=True))
