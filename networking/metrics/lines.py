"""Rows of any kind as lines of one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Event, Opportunity, Reflection
from contacts.models import Contact, Interaction, Participant, Referral
from networking.accounts.models import User
from networking.metrics.filters import Filter
from networking.metrics.naming import stretch_said
from networking.metrics.windows import Month


@dataclass(frozen=True)
class Line:
    title: str
    url: str
    note: str
    day: date | None
    # The name and the number that the coloured initials are made of; None where a row is no one's.
    face: tuple[str, int] | None = None
    mark: int | None = None


def in_order(rows: QuerySet[Any], owner: User) -> QuerySet[Any]:
    """The same rows in the order of a list, with all that a line says: at most two queries more."""
    if rows.model is Interaction:
        participants = Participant.objects.for_owner(owner).select_related("contact").order_by("contact__name_key")
        return rows.order_by("-day", "-pk").prefetch_related(
            Prefetch("participants", participants, to_attr="with_whom")
        )
    if rows.model is Referral:
        return rows.select_related("giver", "subject", "receiver").order_by("-made_on", "-pk")
    if rows.model is Event:
        return rows.select_related("community").order_by("-starts", "-pk")
    if rows.model is Opportunity:
        return rows.select_related("community", "contact").order_by("-received_on", "-pk")
    if rows.model is Reflection:
        return rows.select_related("community").order_by("-month", "community__name", "pk")
    return rows.order_by("-met_on", "name_key", "pk")


def lines(rows: Iterable[Any], zone: ZoneInfo, mark_of: str = "") -> list[Line]:
    """A line for each row; `mark_of` names the field with a mark that the line shows."""
    made = [_line(row, zone, mark_of) for row in rows]
    if not mark_of:
        return made
    return [replace(line, mark=getattr(row, mark_of)) for line, row in zip(made, rows, strict=True)]


def _line(row: Any, zone: ZoneInfo, mark_of: str) -> Line:
    if isinstance(row, Reflection):
        return _of_month(row, mark_of)
    url = row.get_absolute_url()
    match row:
        case Contact():
            return Line(row.name, url, row.work, row.met_on, (row.name, row.pk))
        case Interaction():
            people = [part.contact for part in row.with_whom]  # type: ignore[attr-defined]  # set by in_order
            said = ", ".join(person.name for person in people) or row.get_kind_display()
            note = " · ".join(part for part in (row.get_kind_display(), row.topics) if part)
            return Line(said, url, note, row.day, (people[0].name, people[0].pk) if people else None)
        case Referral():
            person = row.giver or row.subject or row.receiver
            return Line(str(row), url, _state(row), row.made_on, (person.name, person.pk) if person else None)
        case Event():
            community = row.community.name if row.community and not row.community.trash_id else ""
            note = " · ".join(part for part in (community, row.get_my_role_display()) if part)
            return Line(row.name, url, note, row.starts.astimezone(zone).date())
        case Opportunity():
            person = row.person
            note = " · ".join(str(part) for part in (row.place, person, row.get_outcome_display()) if part)
            return Line(str(row), url, note, row.received_on, (person.name, person.pk) if person else None)
    raise TypeError(f"no line for {type(row)}")


def _of_month(row: Reflection, quality: str) -> Line:
    """What was said of a month leads to that month, through the community of which it was said."""
    month = Month.of(row.month)
    query = Filter(community=row.community).query
    whose = row.community.name if row.community else _("everything together")
    title = f"{stretch_said(month)}, {whose}"
    return Line(title, reverse("metrics:month", args=[month]) + query, getattr(row, f"{quality}_note"), None)


def _state(referral: Referral) -> str:
    parts = [referral.get_kind_display()]
    if referral.useful_on:
        parts.append(_("proved useful"))
    if referral.direction == "received":
        parts.append(_("thanked") if referral.thanked_on else _("not yet thanked for"))
    return " · ".join(parts)
