from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from contacts.http import Request, today
from networking.metrics.cards import month_cards
from networking.metrics.facts import standpoint
from networking.metrics.filters import chosen
from networking.metrics.windows import Month


@require_GET
def panel(request: Request) -> HttpResponse:
    """The four counts of the running month for a community or a family: a part of other pages.

    A plain link that leads here, without JavaScript, goes on to the month itself.
    """
    day, seen_through = today(request), chosen(request)
    month = Month.of(day)
    address = reverse("metrics:month", args=[month]) + seen_through.query
    if not request.htmx:
        return redirect(address)
    seen = standpoint(request.user, day)
    cards = month_cards(request.user, month, seen, seen_through.where) if seen.known_since else []
    return render(request, "metrics/_panel.html", {"cards": cards, "filter": seen_through, "address": address})
