"""One timeline of what was between me and a person: talks, promises and referrals, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from contacts.addresses import around_id
from contacts.models import Contact, Participant, Promise, Referral
from contacts.models.channel import ChannelKind
from contacts.models.interaction import InteractionKind, Side
from contacts.models.promise import Direction
from contacts.models.referral import ReferralDirection
from contacts.prepared import prepared
from contacts.text import said_name

PAGE = 30
# A channel that the kind of the talk says already.
_SAID_TWICE = {("call", "phone"), ("email", "email")}
KINDS = ("talks", "promises", "referrals")


class Part(NamedTuple):
    """What a person had in one talk, in the columns that its line needs."""

    interaction_id: int
    kind: str
    channel: str
    day: date
    time: time | None
    begun_by: str
    answered: bool
    formal: bool
    topics: str
    note: str
    own_note: str


class Words(NamedTuple):
    """What talks are called in one language, by what is kept of them."""

    kinds: dict[str, str]
    sides: dict[str, str]
    channels: dict[str, str]
    no_answer: str
    formal: str


@lru_cache(maxsize=8)
def _words_in(_language: str | None) -> Words:
    """In the language of now: looked up once for all lines and requests."""
    kinds, sides, channels = (
        {str(value): str(said) for value, said in one.choices} for one in (InteractionKind, Side, ChannelKind)
    )
    return Words(kinds, sides, channels, no_answer=_("no answer"), formal=pgettext("a talk", "formal"))


# What a line is made from.
Row: TypeAlias = Part | Promise | Referral


class Other(NamedTuple):
    """Somebody else who had a part in it."""

    pk: int
    name: str


class Entry(NamedTuple):
    """One line of the timeline. `is_talk` gives it the strong dot."""

    day: date
    title: str
    href: str
    is_talk: bool = False
    text: str = ""
    own_note: str = ""
    remarks: Sequence[str] = ()
    others: Sequence[Other] = ()


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
    lines: list[tuple[date, Row]] = [(part.day, part) for part in map(Part._make, parts)]
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
    others = _others_at([row.interaction_id for _day, row in lines if isinstance(row, Part)], contact)
    return Timeline(_entries(lines, contact, others), going_on)


def _newest(rows: Iterable[tuple[date, Promise | Referral]]) -> list[tuple[date, Promise | Referral]]:
    """As many as a page can show, the newest first."""
    return sorted(rows, key=lambda line: (line[0], line[1].pk), reverse=True)[: PAGE + 1]


def _entries(lines: Iterable[tuple[date, Row]], contact: Contact, others: Mapping[int, Sequence[Other]]) -> list[Entry]:
    words, (before, after) = _words_in(get_language()), around_id("contacts:interaction_edit")
    entries = []
    for day, row in lines:
        if isinstance(row, Part):
            href = f"{before}{row.interaction_id}{after}"
            entries.append(_talk(row, words, href, others.get(row.interaction_id, ())))
        else:
            entries.append(_promise(row) if isinstance(row, Promise) else _referral(day, row, contact))
    return entries


def _talk(part: Part, words: Words, href: str, others: Sequence[Other]) -> Entry:
    return Entry(
        day=part.day,
        title=words.kinds.get(part.kind, part.kind),
        href=href,
        is_talk=part.answered,
        text=part.note,
        own_note=part.own_note,
        remarks=_talk_remarks(part, words),
        others=others,
    )


def _talk_remarks(talk: Part, words: Words) -> list[str]:
    remarks = [f"{talk.time:%H:%M}"] if talk.time else []
    if not talk.answered:
        remarks.append(words.no_answer)
    if talk.begun_by:
        remarks.append(words.sides.get(talk.begun_by, talk.begun_by))
    if talk.channel and (talk.kind, talk.channel) not in _SAID_TWICE:
        remarks.append(words.channels.get(talk.channel, talk.channel))
    if talk.formal:
        remarks.append(words.formal)
    if talk.topics:
        remarks.append(talk.topics)
    return remarks


@prepared
def _parts(owner: AbstractBaseUser, person: int, before: date, *, limit: int) -> QuerySet[Participant, Any]:
    """A person's parts in the order of the index that keeps them, however many there are."""
    rows = Participant.objects.filter(owner=owner.pk, contact=person, day__lt=before)
    first, *talk, own = Part._fields
    columns = (first, *(f"interaction__{name}" for name in talk), own)
    return rows.order_by("-day", "-interaction_id").values_list(*columns)[:limit]


@prepared
def _others(person: int, talks: list[int]) -> QuerySet[Participant, Any]:
    """Who else was there, the trash included: asking for more than the talks would lead SQLite to another index."""
    rows = Participant.objects.filter(interaction__in=talks).exclude(contact=person).order_by("pk")
    names = ("contact__given_name", "contact__family_name", "contact__nickname")
    return rows.values_list("interaction_id", "contact_id", "contact__trash_id", *names)


def _others_at(talks: list[int], contact: Contact) -> dict[int, list[Other]]:
    """Who else is among my people of those who were at each talk; one query."""
    found = defaultdict(list)
    for talk, pk, trash, *names in _others(contact.pk, talks) if talks else []:
        if trash is None:
            found[talk].append(Other(pk, said_name(*names)))
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
        others=[
            Other(one.pk, one.name) for one in (row.giver, row.subject, row.receiver) if one and one.pk != contact.pk
        ],
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
