from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from communities.models import Community
from contacts.http import Request, answer, today
from networking.metrics.cards import FigureCard, month_cards
from networking.metrics.chart import bars, chart_data
from networking.metrics.facts import standpoint
from networking.metrics.filters import Filter, chosen
from networking.metrics.measures import COUNTS, MEASURES, Measure
from networking.metrics.sentence import month_in_words
from networking.metrics.split import Share, by_community
from networking.metrics.windows import Month, Standpoint


@require_GET
def month_now(request: Request) -> HttpResponse:
    return redirect("metrics:month", month=Month.of(today(request)))


@require_GET
def month(request: Request, month: Month) -> HttpResponse:
    """A month's four counts, what they were before, and where they come from."""
    day, seen_through = today(request), chosen(request)
    if month.first > day:
        return redirect(reverse("metrics:month", args=[Month.of(day)]) + seen_through.query)
    seen = standpoint(request.user, day)
    cards = month_cards(request.user, month, seen, seen_through.where)
    context = {
        **frame(month, seen, seen_through),
        "cards": cards,
        "sentence": month_in_words(cards),
        "beside": _beside(cards),
        "per_member": _per_member(cards[1]),
        **_where_it_happened(request, month, seen, seen_through),
        **_chart(request, cards, seen, seen_through),
    }
    return answer(request, "metrics/month.html", context, fragment="metrics/_month.html")


def frame(month: Month, seen: Standpoint, seen_through: Filter) -> dict[str, Any]:
    """What the pages of a month share: the month, the way to its neighbours, the choice that is kept."""
    return {
        "month": month,
        "running": month.is_running(seen.today),
        "previous": month.moved(-1),
        "next": None if month.is_running(seen.today) else month.moved(1),
        "empty": seen.known_since is None,
        "today": seen.today,
        "filter": seen_through,
    }


def _where_it_happened(request: Request, month: Month, seen: Standpoint, seen_through: Filter) -> dict[str, Any]:
    """The communities to choose from, and those of them that the month's facts belong to."""
    communities = [*Community.objects.for_owner(request.user).only("pk", "name", "family")]
    shown = [one for one in communities if seen_through.family in (None, one.family)]
    if seen_through.community:
        return {"communities": communities, "shares": None}
    shares = by_community(request.user, seen.month(month), shown)
    return {"communities": communities, "shares": _with_addresses(shares, month)}


def _with_addresses(shares: list[Share], month: Month) -> list[tuple[Community, list[tuple[str, int]]]]:
    """Each community with its numbers and where their rows are; long tables look no address up twice."""
    addresses = {count.slug: reverse("metrics:rows", args=[month, count.slug]) for count in COUNTS}
    return [
        (
            share.community,
            [(f"{addresses[count.slug]}?community={share.community.pk}", number) for count, number in share.numbers],
        )
        for share in shares
    ]


def _beside(cards: list[FigureCard]) -> list[tuple[Measure, int]]:
    """The numbers beside the counts; of my roles at events only those that I had."""
    numbers = [(MEASURES[slug], number) for card in cards for slug, number in card.figure.extras.items()]
    return [(measure, number) for measure, number in numbers if number or not measure.slug.startswith("events-as-")]


def _per_member(card: FigureCard) -> float | None:
    figure = card.figure
    return None if figure.value is None or not figure.denominator else figure.value / figure.denominator


def _chart(request: Request, cards: list[FigureCard], seen: Standpoint, seen_through: Filter) -> dict[str, Any]:
    wanted = request.GET.get("figure", "")
    card = next((card for card in cards if card.measure.slug == wanted), cards[0])
    shown = bars(request.user, card, seen, seen_through)
    return {"charted": card, "bars": shown, "chart": chart_data(card, shown)}
