from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contacts.http import Request, answer, today
from networking.metrics.cards import board
from networking.metrics.facts import standpoint
from networking.metrics.filters import chosen
from networking.metrics.sentence import month_in_words
from networking.metrics.targets import targets_in
from networking.metrics.views.frame import beside, chart, derived, where_it_happened
from networking.metrics.views.frame import frame as frame
from networking.metrics.windows import Month


@require_GET
def month_now(request: Request) -> HttpResponse:
    return redirect("metrics:month", month=Month.of(today(request)))


@require_GET
def month(request: Request, month: Month) -> HttpResponse:
    """A month's eight figures, what they were before, and where they come from."""
    day, seen_through = today(request), chosen(request)
    if month.first > day:
        return redirect(reverse("metrics:month", args=[Month.of(day)]) + seen_through.query)
    seen = standpoint(request.user, day)
    # What one wants of a month is wanted of everything together.
    targets = {} if seen_through.where else targets_in(request.user, month.first)
    shown = board(request.user, month, seen, seen_through.where, targets)
    context = {
        **frame(month, seen, seen_through),
        "earlier": _("The month before"),
        "later": _("The month after"),
        "chart_title": _("24 months"),
        "has_data": seen.month(month).has_data,
        "targets_address": reverse("metrics:targets", args=[month]),
        "cards": shown.counts,
        "ratings": shown.ratings,
        "tabs": shown.cards,
        "sentence": month_in_words(shown.counts),
        "beside": beside(shown.counts),
        "derived": derived(shown.counts),
        **where_it_happened(request, month, seen, seen_through, shown),
        **chart(request, shown, seen_through),
    }
    return answer(request, "metrics/month.html", context, fragment="metrics/_month.html")
