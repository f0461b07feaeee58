"""Promises and referrals as lines of a list, for `lines`: each worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django import template
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from contacts.addresses import address
from contacts.markdown import inline
from contacts.mentions.tokens import plain
from contacts.models import Promise, Referral
from contacts.templatetags.ui import due, face, when

register = template.Library()


class PromiseLine(NamedTuple):
    """A promise is `words` that lead to it, or `linked` where a link stands in them; open ones can be kept."""

    face: SafeString
    linked: SafeString | str
    words: str
    said: str
    to: str
    person: str
    name: str
    made: SafeString | str
    keep: str
    due: SafeString | str
    state: str
    ended: SafeString | str


class ReferralLine(NamedTuple):
    face: SafeString | str
    to: str
    chain: str
    about: str
    steps: SafeString
    thank: str


@register.simple_tag(takes_context=True)
def promise_lines(context: Context, promises: Iterable[Promise]) -> list[PromiseLine]:
    """Promises of the page, whose forms lead back to it."""
    today, path, mentioned = context["today"], context["request"].path, context.get("mentioned")
    return [_promise(one, today, f"?next={path}", mentioned) for one in promises]


def _promise(one: Promise, today: date, back: str, mentioned: Mapping[int, str] | None) -> PromiseLine:
    shown, said = inline(one.text, mentioned), plain(one.text)
    linked = "<a " in shown
    state = "is-late" if one.due_on and one.due_on < today else "is-soon" if one.due_on == today else ""
    return PromiseLine(
        face=face(one.contact),
        linked=shown if linked else "",
        words="" if linked else said,
        said=said,
        to=address("contacts:promise_edit", one.pk) + back,
        person=address("contacts:contact", one.contact_id),
        name=one.contact.name,
        made=when(one.made_on, today),
        keep=address("contacts:promise_keep", one.pk) if one.is_open else "",
        due=due(one.due_on, today),
        state=state,
        ended="" if one.is_open else _ended(one, today),
    )


def _ended(one: Promise, today: date) -> SafeString:
    said = f"{escape(_('kept'))} {when(one.kept_on, today)}" if one.kept_on else escape(_("withdrawn"))
    return SafeString(said)


@register.simple_tag(takes_context=True)
def referral_lines(context: Context, referrals: Iterable[Referral]) -> list[ReferralLine]:
    today: Any = context["today"]
    thank = bool(context.get("thank"))
    return [_referral(one, today, thank=thank) for one in referrals]


def _referral(one: Referral, today: date, *, thank: bool) -> ReferralLine:
    who = one.giver or one.subject or one.receiver
    day = one.made_on or one.asked_on
    said = str(one.get_kind_display())
    steps = escape(said) + (f", {when(day, today)}" if day else "") + "".join(f" · {escape(s)}" for s in one.steps)
    return ReferralLine(
        face=face(who) if who else "",
        to=address("contacts:referral_edit", one.pk),
        chain=one.chain,
        about=one.about,
        steps=SafeString(steps),
        thank=address("contacts:referral_thank", one.pk) if thank else "",
    )
