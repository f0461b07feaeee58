"""One timeline of what was between me and a person: talks, promises and referrals, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contacts.models import Contact, Interaction, Participant, Promise, Referral
from contacts.models.promise import Direction
from contacts.models.referral import ReferralDirection
from contacts.prepared import prepared

PAGE = 30
# A channel that the kind of the talk says already.
_SAID_TWICE = {("call", "phone"), ("email", "email")}
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
    entries: list[Entry] = []
    if "talks" in kinds:
        entries += _talks(owner, contact, before)
    if "promises" in kinds:
        entries += _promises(promises, before)
    if "referrals" in kinds:
        entries += _referrals(referrals, contact, before)
    entries.sort(key=lambda entry: entry.day, reverse=True)
    if len(entries) <= PAGE:
        return Timeline(entries, None)
    last = entries[PAGE].day
    whole = [entry for entry in entries if entry.day > last] or [entry for entry in entries if entry.day == last]
    return Timeline(whole, whole[-1].day)


def _talks(owner: AbstractBaseUser, contact: Contact, before: date | None) -> Iterator[Entry]:
    parts = _parts(owner, contact.pk, before or date.max, limit=PAGE + 1)
    others = defaultdict(list)
    for one in _others(contact.pk, [part.interaction_id for part in parts]) if parts else []:
        if one.contact.trash_id is None:
            others[one.interaction_id].append(one.contact)
    for part in parts:
        talk = part.interaction
        yield Entry(
            day=talk.day,
            title=str(talk.get_kind_display()),
            href=talk.get_absolute_url(),
            is_talk=talk.answered,
            text=talk.note,
            own_note=part.own_note,
            remarks=_talk_remarks(talk),
            others=others[talk.pk],
        )


def _talk_remarks(talk: Interaction) -> list[str]:
    remarks = [f"{talk.time:%H:%M}"] if talk.time else []
    remarks += [] if talk.answered else [_("no answer")]
    remarks += [str(talk.get_begun_by_display())] if talk.begun_by else []
    remarks += (
        [str(talk.get_channel_display())] if talk.channel and (talk.kind, talk.channel) not in _SAID_TWICE else []
    )
    remarks += [pgettext("a talk", "formal")] if talk.formal else []
    return [*remarks, talk.topics] if talk.topics else remarks


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


def _promises(rows: Iterable[Promise], before: date | None) -> Iterator[Entry]:
    found = (row for row in rows if not before or row.made_on < before)
    for row in sorted(found, key=lambda row: (row.made_on, row.pk), reverse=True)[: PAGE + 1]:
        mine = row.direction == Direction.MINE
        remark = _("kept") if row.kept_on else _("withdrawn") if row.withdrawn_on else _("open")
        yield Entry(
            day=row.made_on,
            title=_("I promised") if mine else _("They promised"),
            href=row.get_absolute_url(),
            text=row.text,
            remarks=[remark],
        )


def _referrals(rows: Iterable[Referral], contact: Contact, before: date | None) -> Iterator[Entry]:
    made = ((row.made_on, row.pk, row) for row in rows if row.made_on and (not before or row.made_on < before))
    for day, _pk, row in sorted(made, key=lambda one: one[:2], reverse=True)[: PAGE + 1]:
        people = [one for one in (row.giver, row.subject, row.receiver) if one and one.pk != contact.pk]
        yield Entry(
            day=day,
            title=_referral_title(row, contact),
            href=reverse("contacts:referral_edit", args=[row.pk]),
            text="\n\n".join(part for part in (row.subject_text, row.note) if part),
            remarks=_referral_remarks(row),
            others=people,
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
