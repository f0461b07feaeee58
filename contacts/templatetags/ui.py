"""Tags and filters of the templates: icons, faces, dates as people say them, fields, user text."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache

from django import forms, template
from django.conf import settings
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from contacts import markdown as user_text
from contacts.addresses import address
from contacts.forms.refused import asked_in, wrong_in
from contacts.forms.showing import field
from contacts.mentions.tokens import plain
from contacts.models import Contact

register = template.Library()
FACES = 6
_BEFORE_A_WORD = "«„“\"'("
# What the Undo button of a message calls, by the word in the message's tags.
UNDOING = {
    "undo": "contacts:undo",
    "bulk": "contacts:bulk_undo",
    "reopen": "contacts:promise_reopen",
    "thanked": "contacts:referral_thank_undo",
    "unmerge": "contacts:unmerge",
    "not_same": "contacts:not_same_undo",
    "congratulated": "contacts:congratulation_undo",
    "series": "events:series_undo",
    "debrief": "events:debrief_undo",
    "unite": "communities:unite_undo",
    "unsettle": "communities:opportunity_reopen",
    "taken_over": "communities:entry_news_undo",
    "dismissed": "metrics:dismissal_undo",
}
# The same for what changed days: the route, and the name under which it takes what stood before.
UNDOING_A_DAY = {
    "snooze": ("contacts:snooze", "until"),
    "renewed": ("communities:participation_day", "renewal_on"),
    "left": ("communities:participation_stay", "days"),
    "ended": ("communities:membership_stay", "stood"),
    "reviewed": ("communities:participation_day", "next_review"),
}


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str) -> SafeString:
    """A drawing of the sprite; what it means must stand beside it in words."""
    sprite = static("vendor/icons.svg")
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#i-{}"></use></svg>', sprite, name
    )


@register.simple_tag
def row_url(route: str, pk: int) -> str:
    """The address of a row by its id alone; in a long list a small part of what the general `url` costs."""
    return address(route, pk)


@register.simple_tag
@lru_cache(maxsize=4096)
def avatar(name: str, pk: int | None = None, size: str = "") -> SafeString:
    """The initials of a name on a colour that stays the same for the row."""
    letters = "".join([word.lstrip(_BEFORE_A_WORD)[:1] for word in name.split(None, 2)[:2]]).upper() or "?"
    colour = (pk if pk is not None else sum(map(ord, name))) % FACES + 1
    extra = f" avatar-{size}" if size else ""
    return SafeString(f'<span class="avatar avatar-{colour}{extra}" aria-hidden="true">{html.escape(letters)}</span>')


@register.simple_tag
def face(person: Contact, size: str = "") -> SafeString:
    """The photo of a person over their initials, which stay when there is none or it does not come."""
    letters = avatar(person.name, person.pk, size)
    if not (address := person.photo_address):
        return letters
    picture = format_html('<img src="{}" alt="" width="36" height="36" loading="lazy"></span>', address)
    return mark_safe(letters.removesuffix("</span>") + picture)


@register.filter
def when(moment: date | datetime | None, today: date | None = None) -> SafeString | str:
    """A day as people say it, with the exact date on hover: yesterday, in 3 days, 12 November."""
    if moment is None:
        return ""
    today = today or timezone.localdate()
    language = get_language() or settings.LANGUAGE_CODE
    if isinstance(moment, datetime):
        return moment_said(moment, timezone.localtime(moment).date(), today, language)
    return _day(moment, today, language)


def moment_said(moment: datetime, day: date, today: date, language: str) -> SafeString:
    """`when` for a moment whose day on the reader's clock is known, in a language."""
    return _element(moment.isoformat(), *_said(day, today, language))


def days_said(today: date) -> Callable[[date], SafeString]:
    """`when` for the days of a list: which language they are said in is asked once."""
    language = get_language() or settings.LANGUAGE_CODE
    return lambda day: _day(day, today, language)


@lru_cache(maxsize=4096)
def _day(day: date, today: date, language: str) -> SafeString:
    """Kept, because long lists repeat their days."""
    return _element(day.isoformat(), *_said(day, today, language))


def _element(machine: str, said: SafeString, exact: SafeString) -> SafeString:
    return SafeString(f'<time datetime="{machine}" title="{exact}">{said}</time>')


@register.filter
def due(day: date | None, today: date) -> SafeString | str:
    """A day by which something is to be done: how late it is, or when it comes."""
    if day is None or day >= today:
        return when(day, today)
    days = (today - day).days
    said = ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}
    return _element(day.isoformat(), escape(said), _said(day, today, get_language() or settings.LANGUAGE_CODE)[1])


@lru_cache(maxsize=4096)
def _said(day: date, today: date, language: str) -> tuple[SafeString, SafeString]:
    """The words and the exact date, escaped."""
    exact = date_format(day, "j E Y" if language == "ru" else "j F Y")
    return escape(_words(day, today, language)), escape(exact)


def _words(day: date, today: date, language: str) -> str:
    days = (day - today).days
    if days in (-1, 0, 1):
        return {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[days]
    if 1 < days < 7:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    if -7 < days < -1:
        return ngettext("%(n)d day ago", "%(n)d days ago", -days) % {"n": -days}
    month = "j E" if language == "ru" else "j F"
    return date_format(day, month if day.year == today.year else f"{month} Y")


@register.filter(expects_localtime=True)
def hours(moment: datetime) -> str:
    """19:00 on the reader's clock; a fraction of what the general filter of dates costs in a long list."""
    return f"{moment:%H:%M}"


@register.filter(expects_localtime=True)
def day_number(moment: datetime) -> int:
    """The day of the month on the reader's calendar."""
    return moment.day


@register.filter
def signed(number: int | float | None) -> str:
    """+3, −1 with a real minus, 0."""
    if number is None:
        return ""
    text = f"{abs(number):g}".replace(".", "," if get_language() == "ru" else ".")
    return f"+{text}" if number > 0 else f"−{text}" if number < 0 else "0"


@register.filter
def dots(value: int | None) -> SafeString | str:
    """A rating of 1–5 as five dots with words for those who hear the page; no rating says so."""
    if not value:
        return _("no rating")
    said = _("%(value)d of 5") % {"value": value}
    marks = "".join('<i class="on"></i>' if place < value else "<i></i>" for place in range(5))
    return mark_safe(f'<span class="dots" role="img" aria-label="{escape(said)}">{marks}</span>')


@register.filter
def markdown(text: str, people: Mapping[int, str] | None = None) -> SafeString:
    """User text as safe HTML, with links to the people mentioned; put it inside an element with `data-hx-disable`."""
    return user_text.render(text, people)


@register.filter
def linked(text: str, people: Mapping[int, str] | None = None) -> SafeString:
    """One line of user text with links to the people mentioned."""
    return user_text.inline(text, people)


@register.filter
def said(text: str) -> str:
    """User text where no link can stand: mentions are words."""
    return plain(text)


@register.filter
def undo_address(tags: str | None) -> str:
    """Where the Undo button of a message leads: `undo:12`, `snooze:12:now` and the like say what it undoes."""
    for tag in (tags or "").split():
        kind, _sep, pk = tag.partition(":")
        if kind in UNDOING_A_DAY:
            pk, _sep, before = pk.partition(":")
            route, name = UNDOING_A_DAY[kind]
            return f"{reverse(route, args=[pk])}?{name}={before}"
        if pk.isdecimal() and kind in UNDOING:
            return reverse(UNDOING[kind], args=[pk])
    return ""


register.simple_tag(field)


@register.simple_tag
def form_errors(form: forms.BaseForm) -> str:
    """What is wrong with a form as a whole and where, whom it asks about, what was changed elsewhere meanwhile."""
    stale_rows = getattr(form, "stale_rows", [])
    if not (form.errors or stale_rows):
        return ""
    # A form of many rows says itself which of them are in question.
    rows = getattr(form, "to_answer", [])
    context = {"form": form, "stale_rows": stale_rows, "rows": rows, "wrong": wrong_in(form), "asked": asked_in(form)}
    return get_template("_form_errors.html").render(context)
