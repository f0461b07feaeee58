"""Panels of a community's page that ask the facts around it."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from communities.advice.facts import Around, place_around
from communities.advice.rules import advice
from communities.community_page import my_periods, place_or_404
from communities.introductions import MOST, introductions_in
from communities.overview import latest_of, status_on
from contacts.http import Request, answer, now, today


@require_GET
def community_next(request: Request, pk: int) -> HttpResponse:
    """What to do next in a community: at most three suggestions with their reasons."""
    moment = now(request)
    place = place_around(request.user, pk, moment)
    mine = latest_of(my_periods(request.user, pk), moment.date())
    facts = Around(request.user, place, moment, mine=mine, status=status_on(mine, moment.date()))
    context = {"community": place, "advice": advice(facts), "alone": False}
    return answer(request, "communities/next_panel.html", context, fragment="communities/_next_panel.html")


@require_GET
def community_introductions(request: Request, pk: int) -> HttpResponse:
    """Who introduced me to whom in a community."""
    place = place_or_404(request.user, pk)
    found, more = introductions_in(place, today(request))
    context = {"community": place, "introductions": found, "more": MOST if more else 0, "alone": False}
    return answer(
        request, "communities/introductions_panel.html", context, fragment="communities/_introductions_panel.html"
    )
