"""One timeline of what was between me and a person: talks, promises and referrals, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contacts.models import Contact, Participant, Promise, Referral
from contacts.models.promise import Direction
from contacts.models.referral import ReferralDirection
from contacts.prepared import prepared

# What a line is made from.
Row: TypeAlias = Participant | Promise | Referral
PAGE = 30
KINDS = ("talks", "promises", "referrals")


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. `is_talk` gives it the strong dot."""

    day: date
    title: str
    href: str
    is_talk: bool = False
    text: str = ""
    own_note: str = ""
    remarks: list[str] = field(default_factory=list)
    others: list[Contact] = field(default_factory=list)


@dataclass(frozen=True)
class Timeline:
    """A page of entries; `before` is the day from which the next page goes on, or None at the end."""

    entries: list[Entry]
    before: date | None


def timeline(
    owner: AbstractBaseUser,
    contact: Contact,
    promises: Iterable[Promise],
    referrals: Iterable[Referral],
    *,
    kinds: tuple[str, ...] = KINDS,
    before: date | None = None,
) -> Timeline:
    """A page of a person's timeline: whole days, newest first; at most two queries, for the talks."""
    parts = _parts(owner, contact.pk, before or date.max, limit=PAGE + 1) if "talks" in kinds else []
    lines: list[tuple[date, Row]] = [(part.interaction.day, part) for part in parts]
    if "promises" in kinds:
        lines += _newest((row.made_on, row) for row in promises if not before or row.made_on < before)
    if "referrals" in kinds:
        lines += _newest(
            (row.made_on, row) for row in referrals if row.made_on and (not before or row.made_on < before)
        )
    lines.sort(key=itemgetter(0), reverse=True)
    going_on = None
    if len(lines) > PAGE:
        last = lines[PAGE][0]
        lines = [line for line in lines if line[0] > last] or [line for line in lines if line[0] == last]
        going_on = lines[-1][0]
    others = _others_at([row.interaction_id for _day, row in lines if isinstance(row, Participant)], contact)
    return Timeline([_entry(day, row, contact, others) for day, row in lines], going_on)


def _newest(rows: Iterable[tuple[date, Row]]) -> list[tuple[date, Row]]:
    """As many as a page can show, the newest first."""
    return sorted(rows, key=lambda line: (line[0], line[1].pk), reverse=True)[: PAGE + 1]


def _entry(day: date, row: Row, contact: Contact, others: Mapping[int, list[Contact]]) -> Entry:
    if isinstance(row, Participant):
        return _talk(row, others.get(row.interaction_id, []))
    return _promise(row) if isinstance(row, Promise) else _referral(day, row, contact)


def _talk(part: Participant, others: list[Contact]) -> Entry:
    talk = part.interaction
    remarks = [] if talk.answered else [_("no answer")]
    remarks += [str(talk.get_begun_by_display())] if talk.begun_by else []
    remarks += [talk.topics] if talk.topics else []
    return Entry(
        day=talk.day,
        title=str(talk.get_kind_display()),
        href=talk.get_absolute_url(),
        is_talk=talk.answered,
        text=talk.note,
        own_note=part.own_note,
        remarks=remarks,
        others=others,
    )


@prepared
def _parts(owner: AbstractBaseUser, person: int, before: date, *, limit: int) -> QuerySet[Participant]:
    """A person's parts in the order of the index that keeps them, however many there are."""
    rows = Participant.objects.filter(owner=owner.pk, contact=person, day__lt=before).select_related("interaction")
    return rows.order_by("-day", "-interaction_id")[:limit]


@prepared
def _others(person: int, talks: list[int]) -> QuerySet[Participant]:
    """Who else was there, the trash included: asking for more than the talks would lead SQLite to another index."""
    rows = Participant.objects.filter(interaction__in=talks).exclude(contact=person)
    return rows.select_related("contact").order_by("pk")


def _others_at(talks: list[int], contact: Contact) -> dict[int, list[Contact]]:
    """Who else is among my people of those who were at each talk; one query."""
    found = defaultdict(list)
    for one in _others(contact.pk, talks) if talks else []:
        if one.contact.trash_id is None:
            found[one.interaction_id].append(one.contact)
    return found


def _promise(row: Promise) -> Entry:
    mine = row.direction == Direction.MINE
    remark = _("kept") if row.kept_on else _("withdrawn") if row.withdrawn_on else _("open")
    return Entry(
        day=row.made_on,
        title=_("I promised") if mine else _("They promised"),
        href=row.get_absolute_url(),
        text=row.text,
        remarks=[remark],
    )


def _referral(day: date, row: Referral, contact: Contact) -> Entry:
    return Entry(
        day=day,
        title=_referral_title(row, contact),
        href=row.get_absolute_url(),
        text="\n\n".join(part for part in (row.subject_text, row.note) if part),
        remarks=_referral_remarks(row),
        others=[one for one in (row.giver, row.subject, row.receiver) if one and one.pk != contact.pk],
    )


def _referral_title(row: Referral, contact: Contact) -> str:
    if row.direction == ReferralDirection.RECEIVED:
        return _("Recommended me") if row.giver_id == contact.pk else _("I was recommended to them")
    return _("I recommended them") if row.subject_id == contact.pk else _("I recommended somebody to them")


def _referral_remarks(row: Referral) -> list[str]:
    remarks = [str(row.get_kind_display())]
    remarks += [_("met")] if row.met_on else []
    remarks += [_("proved useful")] if row.useful_on else []
    if row.direction == ReferralDirection.RECEIVED:
        remarks += [_("thanked") if row.thanked_on else _("not yet thanked")]
    return remarks
