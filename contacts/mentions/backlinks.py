"""Where a person is mentioned: the texts of all floors, each with the line around the name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser

from contacts.mentions.tokens import Excerpt, excerpt
from contacts.models import Contact
from contacts.models.mention import MentionBase, mention_tables

PAGE = 20


@dataclass(frozen=True)
class Backlink:
    """One text that mentions the person."""

    title: str
    day: date | None
    href: str
    line: Excerpt


@dataclass(frozen=True)
class Backlinks:
    """A page of them, what was written last first; `before` is where the next page goes on, or None at the end."""

    links: list[Backlink]
    before: datetime | None


def backlinks(owner: AbstractBaseUser, person: Contact, *, before: datetime | None = None) -> Backlinks:
    """Where others' texts mention a person; a query for each table of mentions. Their own page's words are left out."""
    rows: list[MentionBase] = []
    for table in mention_tables():
        here = table._default_manager.for_owner(owner).filter(contact=person).shown()
        if before:
            here = here.filter(created_at__lt=before)
        rows += here.order_by("-created_at", "-pk")[: PAGE + 1]
    rows.sort(key=lambda one: (one.created_at, one.pk), reverse=True)
    links = [_backlink(one, person) for one in rows[:PAGE] if one.source != person]
    return Backlinks([one for one in links if one], rows[PAGE - 1].created_at if len(rows) > PAGE else None)


def _backlink(mention: MentionBase, person: Contact) -> Backlink | None:
    row = mention.source
    line = excerpt(getattr(row, row.mentions_in), person.pk)
    if line is None:
        return None
    return Backlink(
        row.mention_title, row.mention_day, row.get_absolute_url(), Excerpt(line.before, person.name, line.after)
    )
