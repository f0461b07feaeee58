"""Contributions and opportunities as lines of a list, for `lines`: each worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from django import template
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language

from communities.models import Contribution, Opportunity
from communities.models.contribution import ContributionKind
from communities.models.opportunity import OpportunityKind, Outcome
from communities.models.setting import Setting
from contacts.addresses import address
from contacts.markdown import inline
from contacts.models import Contact
from contacts.templatetags.ui import dots, face, when

register = template.Library()


class ContributionLine(NamedTuple):
    """With nobody, `alone` says so, and a drawing stands for the face."""

    face: SafeString | str
    alone: str
    to: str
    title: str
    where: SafeString
    words: SafeString | str
    day: SafeString | str


class OpportunityLine(NamedTuple):
    """`settle` is where to say what came of it, while it waits."""

    face: SafeString | str
    alone: str
    to: str
    said: str
    title: str
    where: SafeString
    useful: SafeString | str
    day: SafeString | str
    settle: str


@register.simple_tag(takes_context=True)
def contribution_lines(context: Context, rows: Iterable[Contribution]) -> list[ContributionLine]:
    """What I gave; a form that is opened from a line leads back to the page."""
    today, back, around, mentioned = context["today"], _back(context), context.get("around"), context.get("mentioned")
    titles = {one.value: str(capfirst(str(one.label))) for one in ContributionKind}
    lines = []
    for row in rows:
        person = row.person
        lines.append(
            ContributionLine(
                face=face(person) if person else "",
                alone="" if person else "alone",
                to=address("communities:contribution_edit", row.pk) + back,
                title=titles.get(row.kind, row.kind),
                where=_where(row, person, around),
                words=inline(row.note, mentioned) if row.note else "",
                day=when(row.day, today),
            )
        )
    return lines


@register.simple_tag(takes_context=True)
def opportunity_lines(context: Context, rows: Iterable[Opportunity]) -> list[OpportunityLine]:
    """What came, as one waits for it or as it was decided."""
    words, today, back = _words(get_language()), context["today"], _back(context)
    return [_opportunity(row, words, today, back, context.get("around")) for row in rows]


class _Words:
    """Words that lines repeat, each said once for a language."""

    def __init__(self) -> None:
        self.kinds = {one.value: str(one.label) for one in OpportunityKind}
        self.outcomes = {one.value: escape(str(one.label)) for one in Outcome}
        self.dots = {mark: dots(mark) for mark in range(1, 6)}


@lru_cache(maxsize=8)
def _words(_language: str | None) -> _Words:
    return _Words()


def _opportunity(row: Opportunity, words: _Words, today: date, back: str, around: object) -> OpportunityLine:
    person, kind = row.person, words.kinds.get(row.kind, row.kind)
    said, is_open = row.what or kind, row.outcome == Outcome.OPEN
    return OpportunityLine(
        face=face(person) if person else "",
        alone="" if person else "alone",
        to=address("communities:opportunity_edit", row.pk) + back,
        said=said,
        title=str(capfirst(said)),
        where=_where(row, person, around, kind if row.what else ""),
        useful=words.dots.get(row.usefulness or 0, ""),
        day=when(row.received_on, today) if is_open else _decided(row, words, today),
        settle=address("communities:opportunity_settle", row.pk) if is_open else "",
    )


def _decided(row: Opportunity, words: _Words, today: date) -> SafeString:
    return SafeString(f"{words.outcomes.get(row.outcome, '')} {when(row.outcome_on, today)}")


def _back(context: Context) -> str:
    return f"?next={quote(context.get('back') or context['request'].get_full_path())}"


def _where(row: Setting, person: Contact | None, around: object, kind: str = "") -> SafeString:
    """With whom, where and at what a row was, as parts of a line, without what the page is about anyway."""
    parts = [one.name for one in (person, row.place, row.occasion) if one and one != around]
    return SafeString(" ".join([f"<span>{escape(part)}</span>" for part in ([kind, *parts] if kind else parts)]))
