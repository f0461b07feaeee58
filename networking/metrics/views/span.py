from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contacts.http import INVALID, Request, answer, done, today
from networking.metrics.addresses import address_of
from networking.metrics.cards import Board, board
from networking.metrics.chart import Bar, bars
from networking.metrics.facts import standpoint
from networking.metrics.filters import Filter, chosen
from networking.metrics.forms import RangeForm
from networking.metrics.views.frame import beside, chart, derived, frame, where_it_happened
from networking.metrics.windows import Month, Span


@require_GET
def span(request: Request, span: Span) -> HttpResponse:
    """The eight figures of a year or of several months, month by month and together."""
    day, seen_through = today(request), chosen(request)
    if span.first > day:
        return redirect(reverse("metrics:month", args=[Month.of(day)]) + seen_through.query)
    seen = standpoint(request.user, day)
    shown = board(request.user, span, seen, seen_through.where)
    context = {
        **frame(span, seen, seen_through),
        "earlier": _("The time before"),
        "later": _("The time after"),
        "chart_title": _("Month by month"),
        "cards": shown.counts,
        "ratings": shown.ratings,
        "tabs": shown.cards,
        "targets_address": "",
        "has_data": shown.counts[0].figure.value is not None,
        "by_month": _by_month(shown, seen_through),
        "beside": beside(shown.counts),
        "derived": derived(shown.counts),
        **where_it_happened(request, span, seen, seen_through, shown),
        **chart(request, shown, seen_through),
    }
    return answer(request, "metrics/span.html", context, fragment="metrics/_span.html")


def _by_month(shown: Board, seen_through: Filter) -> list[tuple[str, str, list[Bar]]]:
    """Each month with its address and its eight figures, the latest first."""
    columns = [bars(shown, card, seen_through) for card in shown.cards]
    return [(cells[0].title, cells[0].page, [*cells]) for cells in zip(*columns, strict=True)][::-1]


@require_GET
def choose(request: Request) -> HttpResponse:
    """Asks from which month to which, and leads there."""
    data: Any = request.GET if {"begin", "end"} & request.GET.keys() else None
    month = Month.of(today(request))
    form = RangeForm(data, initial={"begin": month.moved(-5), "end": month})
    if form.is_valid():
        return done(request, address_of(form.stretch))
    return answer(request, "metrics/range.html", {"form": form}, status=INVALID if form.is_bound else 200)
