"""Contributions and opportunities as lines of a list, for `lines`: each worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from communities.models import Contribution, Opportunity
from communities.models.contribution import ContributionKind
from communities.models.opportunity import OpportunityKind, Outcome
from communities.models.setting import Setting
from contacts.addresses import around_id
from contacts.labels import labels
from contacts.markdown import inline
from contacts.models import Contact
from contacts.templatetags.ui import days_said, dots, face

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
    back, around, mentioned = _back(context), context.get("around"), context.get("mentioned")
    titles, said_of, (before, after) = _titles(get_language()), days_said(context["today"]), _edit("contribution")
    lines = []
    for row in rows:
        person = row.person
        lines.append(
            ContributionLine(
                face=face(person) if person else "",
                alone="" if person else "alone",
                to=f"{before}{row.pk}{after}{back}",
                title=titles.get(row.kind, row.kind),
                where=_where(row, person, around),
                words=inline(row.note, mentioned) if row.note else "",
                day=said_of(row.day) if row.day else "",
            )
        )
    return lines


@lru_cache(maxsize=8)
def _titles(_language: str | None) -> dict[str, str]:
    return {one.value: _capital(str(one.label)) for one in ContributionKind}


@register.simple_tag(takes_context=True)
def opportunity_lines(context: Context, rows: Iterable[Opportunity]) -> list[OpportunityLine]:
    """What came, as one waits for it or as it was decided."""
    words, said_of, back, around = (
        _words(get_language()), days_said(context["today"]), _back(context), context.get("around"),
    )  # fmt: skip
    (edit, after_edit), (settle, after_settle) = _edit("opportunity"), around_id("communities:opportunity_settle")
    lines = []
    for row in rows:
        person, kind, is_open = row.person, words.kinds.get(row.kind, row.kind), row.outcome == Outcome.OPEN
        said, day = row.what or kind, said_of(row.received_on) if is_open else _decided(row, words, said_of)
        lines.append(
            OpportunityLine(
                face=face(person) if person else "",
                alone="" if person else "alone",
                to=f"{edit}{row.pk}{after_edit}{back}",
                said=said,
                title=_capital(said),
                where=_where(row, person, around, kind if row.what else ""),
                useful=words.dots.get(row.usefulness or 0, ""),
                day=day,
                settle=f"{settle}{row.pk}{after_settle}" if is_open else "",
            )
        )
    return lines


class _Words:
    """Words that lines repeat, each said once for a language."""

    def __init__(self) -> None:
        self.kinds = labels(OpportunityKind)
        self.outcomes = {one.value: escape(str(one.label)) for one in Outcome}
        self.dots = {mark: dots(mark) for mark in range(1, 6)}


@lru_cache(maxsize=8)
def _words(_language: str | None) -> _Words:
    return _Words()


def _decided(row: Opportunity, words: _Words, said_of: Callable[[date], SafeString]) -> SafeString:
    day = said_of(row.outcome_on) if row.outcome_on else ""
    return SafeString(f"{words.outcomes.get(row.outcome, '')} {day}")


def _edit(what: str) -> tuple[str, str]:
    return around_id(f"communities:{what}_edit")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _back(context: Context) -> str:
    return f"?next={quote(context.get('back') or context['request'].get_full_path())}"


def _where(row: Setting, person: Contact | None, around: object, kind: str = "") -> SafeString:
    """With whom, where and at what a row was, as parts of a line, without what the page is about anyway."""
    parts = [one.name for one in (person, row.place, row.occasion) if one and one != around]
    return SafeString(" ".join([f"<span>{escape(part)}</span>" for part in ([kind, *parts] if kind else parts)]))
