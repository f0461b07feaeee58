from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communities.actions import series as acting
from communities.actions.launch import tick_off, untick_meetings
from communities.actions.series_further import continue_series
from communities.actions.series_undo import earlier_change, later_change, undo_change
from communities.event_lists import IN_A_ROW, all_series
from communities.forms.repeat import RepeatForm
from communities.models import Event, Series, SeriesChange
from communities.models.launch import Step
from communities.recurrence.rule import Rule
from communities.recurrence.words import say
from communities.series_page import changes_ahead, repeats_now
from contacts.http import INVALID, Request, answer, done, now, today
from contacts.zones import city_of

NEXT_DAYS = 6
SHOWN = 60


@dataclass(frozen=True)
class Outlook:
    """What a repetition comes to: in words, its next days, how many there are, and whether a bound cut it."""

    said: str
    days: list[date]
    count: int
    last: date
    is_open: bool
    is_cut: bool


def outlook(rule: Rule, first: date, today: date) -> Outlook:
    days = rule.days(first, today)
    return Outlook(say(rule, first), days[:NEXT_DAYS], len(days), days[-1], not rule.has_end, rule.is_cut(first, today))


@require_GET
def series_list(request: Request) -> HttpResponse:
    """The repetitions that still have events to come, and those that are over."""
    moment = now(request)
    rows = all_series(request.user, moment)
    context: dict[str, Any] = {"today": moment.date()}
    context["going"] = [one for one in rows if getattr(one, "left", 0)]
    context["over"] = [one for one in rows if not getattr(one, "left", 0)]
    return answer(request, "events/series_list.html", context)


@require_GET
def series(request: Request, pk: int) -> HttpResponse:
    shown = get_object_or_404(Series.objects.for_owner(request.user), pk=pk)
    moment = now(request)
    day = moment.date()
    events = Event.objects.for_owner(request.user).filter(series=shown).select_related("community")
    ahead = [*events.upcoming(moment).only(*IN_A_ROW, "time_zone")]
    past = [*events.past(moment).only(*IN_A_ROW, "time_zone")[:SHOWN]]
    context = {"series": shown, "ahead": ahead[:SHOWN], "past": past, "today": day}
    context |= {"more": len(ahead) > SHOWN, "next": ahead[0] if ahead else None, "latest": (ahead or past or [None])[0]}
    context |= {"repeats": repeats_now(shown, ahead or past[:1], day), "later": changes_ahead(shown, ahead, day)}
    return answer(request, "events/series.html", context)


def repeat(request: Request, pk: int) -> HttpResponse:
    """Say how an event repeats; a repetition that it has ends there and the new one begins."""
    event, zone, form = _repeating(request, pk)
    if request.method != "POST":
        return answer(request, "events/repeat.html", _context(event, zone, form))
    if not form.is_valid() or form.rule is None:
        return answer(request, "events/repeat.html", _context(event, zone, form), status=INVALID)
    change = acting.start_series(event=event, rule=form.rule, zone=zone, today=form.today)
    count = len(change.made) + 1
    said = ngettext("The series has %(n)d event.", "The series has %(n)d events.", count) % {"n": count}
    messages.success(request, f"{said} {_step_done(event, form.today)}".strip(), extra_tags=f"series:{change.pk}")
    return done(request, change.series)


def _step_done(event: Event, day: date) -> str:
    """A series is what the launch plan of a community that I found asks for."""
    if event.community and tick_off(community=event.community, step=Step.MEETINGS, day=day):
        return _("In the launch plan “%(step)s” is done.") % {"step": Step.MEETINGS.label}
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def repeat_words(request: Request, pk: int) -> HttpResponse:
    """What the choice comes to, before anything is made: the fragment for htmx, the whole page without it.

    The address stands in the browser then: opened by itself it leads to where the choice is made.
    """
    event, zone, form = _repeating(request, pk)
    if request.method != "POST":
        return redirect("events:repeat", event.pk)
    form.is_valid()
    return answer(request, "events/repeat.html", _context(event, zone, form), fragment="events/_repeat_words.html")


def _repeating(request: Request, pk: int) -> tuple[Event, ZoneInfo, RepeatForm]:
    event = get_object_or_404(Event.objects.for_owner(request.user).select_related("series", "community"), pk=pk)
    zone = event.zone_or(event.series.clock if event.series else request.user.zone)
    data = request.POST if request.method == "POST" else None
    day = event.starts.astimezone(zone).date()
    return event, zone, RepeatForm(data, day=day, today=today(request), present=acting.left_of(event))


def _context(event: Event, zone: ZoneInfo, form: RepeatForm) -> dict[str, Any]:
    rule = form.rule
    if not form.is_bound:
        rule = form.usual_rule
    left = acting.following(event).count()
    elsewhere = localtime(event.starts).utcoffset() != event.starts.astimezone(zone).utcoffset()
    return {
        "event": event,
        "city": city_of(zone.key) if elsewhere else "",
        "form": form,
        "outlook": outlook(rule, form.day, form.today) if rule else None,
        "replaced": left,
    }


@require_POST
def series_continue(request: Request, pk: int) -> HttpResponse:
    continued = get_object_or_404(Series.objects.for_owner(request.user), pk=pk)
    try:
        change = continue_series(series=continued)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return done(request, continued)
    count = len(change.made)
    said = ngettext("%(n)d more event.", "%(n)d more events.", count) % {"n": count}
    messages.success(request, said, extra_tags=f"series:{change.pk}")
    return done(request, continued)


@require_POST
def series_undo(request: Request, pk: int) -> HttpResponse:
    change = get_object_or_404(SeriesChange.objects.for_owner(request.user).select_related("series"), pk=pk)
    if later := later_change(change):
        said = _("The same events were changed once more since then: undo that first.")
        messages.error(request, said, extra_tags=f"series:{later.pk}")
        return done(request, "events:series_list")
    earlier = earlier_change(change)
    made = change.made
    back, kept = undo_change(change=change)
    untick_meetings(made=made)
    if kept and not back:
        said = _("It cannot be undone: something was changed here since then, and everything stays as it is.")
        messages.error(request, said)
        return done(request, "events:series_list")
    messages.success(request, _("It is as it was before."))
    if kept:
        said = ngettext(
            "%(n)d event that was changed since stays as it is.",
            "%(n)d events that were changed since stay as they are.",
            kept,
        )
        messages.info(request, said % {"n": kept})
    if earlier:
        said = _("The change before that can be undone too.")
        messages.info(request, said, extra_tags=f"series:{earlier.pk}")
    return done(request, "events:series_list")
