"""The last two steps of a review: targets for the next month, and the close of this one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts.http import INVALID, STALE, Request, answer, done, now
from networking.metrics.facts import standpoint
from networking.metrics.opened import OPENED
from networking.metrics.review import actions
from networking.metrics.review.aims import FIGURE_NAMES, Overtaken, TargetsForm, standings
from networking.metrics.review.closing import Snapshot, differences, snapshot
from networking.metrics.review.models import MonthClosing, Step
from networking.metrics.review.reminder import month_over
from networking.metrics.views.review import around
from networking.metrics.windows import Month, Standpoint


@require_http_methods(["GET", "POST"])
def review_targets(request: Request, month: Month) -> HttpResponse:
    """Targets from the next month on, beside what this month brought and what is usual."""
    seen, context = around(request, month, Step.TARGETS)
    coming = month.moved(1)
    form = TargetsForm(request.POST or None, owner=request.user, month=coming)
    status = 200
    if request.method == "POST":
        status = _set(request, form)
        if not status:
            actions.reach(owner=request.user, month=month, step=Step.CLOSE)
            return done(request, reverse("metrics:review_close", args=[month]))
    known = standings(request.user, month, seen)
    context |= {"form": form, "coming": coming, "rows": [(known[slug], field) for slug, field in form.figures()]}
    return answer(request, "metrics/review_targets.html", context, status=status)


def _set(request: Request, form: TargetsForm) -> int:
    """0 when the targets are set, else the status of the page that says what is wrong."""
    if not form.is_valid():
        return INVALID
    try:
        changed = form.save()
    except Overtaken:
        form.show_overtaken()
        return STALE
    if changed:
        said = ngettext("%(n)d target is set.", "%(n)d targets are set.", changed) % {"n": changed}
        messages.success(request, said)
    return 0


@require_http_methods(["GET", "POST"])
def review_close(request: Request, month: Month) -> HttpResponse:
    """Close the month, or see how it was closed and what has been edited since."""
    seen, context = around(request, month, Step.CLOSE)
    if request.method == "POST" and context["has_data"] and month <= month_over(seen.today):
        last_seen = request.POST.get("last_seen", "")
        try:
            actions.close_month(
                owner=request.user,
                month=month,
                seen=seen,
                now=now(request),
                last_seen=int(last_seen) if last_seen.isdecimal() and len(last_seen) < 19 else 0,
            )
        except actions.AlreadyClosed:
            _seen, context = around(request, month, Step.CLOSE)
            return _closed_page(request, month, seen, context, STALE)
        messages.success(request, _("%(month)s is closed.") % {"month": date_format(month.first, "F Y").capitalize()})
        return done(request, reverse("metrics:review_close", args=[month]))
    return _closed_page(request, month, seen, context)


def _closed_page(
    request: Request, month: Month, seen: Standpoint, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    figures = snapshot(request.user, month, seen)
    history = context["history"]
    closing = context["closing"]
    context |= {
        "figures": _named(closing.figures if closing else figures),
        "edited": edited(closing, figures) if closing else [],
        "history": history,
        "overtaken": status == STALE,
        "last_seen": max((one.pk for one in history), default=0),
        "may_close": month <= month_over(seen.today),
        "rated": sum(any(place.get(mark) for mark in MARKS) for place in figures["communities"].values()),
        "practised": sum(bool(count) for count, _of in figures["practices"].values()),
    }
    return answer(request, "metrics/review_close.html", context, status=status)


MARKS = ("depth", "knowledge", "usefulness", "recognition")


def _named(figures: Snapshot) -> list[tuple[str, int | None]]:
    return [(str(name), figures.get("all", {}).get(slug)) for slug, name in FIGURE_NAMES.items()]


def edited(closing: MonthClosing, figures: Snapshot) -> list[dict[str, str]]:
    """What differs from the closing, with both numbers and in words."""
    return [
        {"where": one.where, "name": _name(one.slug), "then": one.then, "now": one.now}
        for one in differences(closing.figures, figures)
    ]


def _name(slug: str) -> str:
    if slug in FIGURE_NAMES:
        return str(FIGURE_NAMES[slug])
    return str(OPENED[slug].name) if slug in OPENED else slug


@require_POST
def review_reopen(request: Request, month: Month) -> HttpResponse:
    """Open a closed month again; that it was closed, and with which figures, stays on record."""
    closing = get_object_or_404(MonthClosing.objects.for_owner(request.user).standing(), month=month.first)
    version = request.POST.get("version", "")
    try:
        actions.reopen_month(
            closing=closing,
            now=now(request),
            version=int(version) if version.isdecimal() and len(version) < 10 else 0,
        )
    except actions.AlreadyClosed:
        messages.info(request, _("The month was changed in another tab meanwhile. This is how it stands."))
    else:
        messages.success(request, _("The month is open again. The former closing stays on record."))
    return done(request, reverse("metrics:review_close", args=[month]))


@require_GET
def closing_panel(request: Request, month: Month) -> HttpResponse:
    """On the month page: that the month is closed, what was edited since, or the way to its review."""
    seen = standpoint(request.user, now(request).date())
    closing = MonthClosing.objects.for_owner(request.user).of_month(month.first).standing().first()
    context = {
        "month": month,
        "closing": closing,
        "edited": edited(closing, snapshot(request.user, month, seen)) if closing else [],
        "has_data": seen.month(month).has_data,
    }
    return answer(request, "metrics/closing_panel.html", context, fragment="metrics/_closing_panel.html")
