from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from communities.models import Community
from contacts.http import Request, answer, today
from networking.metrics.cards import MONTHS_SHOWN
from networking.metrics.facts import standpoint
from networking.metrics.filters import Filter, chosen
from networking.metrics.many import both_families, four_qualities, give_and_take, where_talks_happen
from networking.metrics.marks import marks_of
from networking.metrics.measures import COUNTS
from networking.metrics.views.frame import frame
from networking.metrics.windows import Month


@require_GET
def charts(request: Request, month: Month) -> HttpResponse:
    """More charts of the 24 months up to a month, with their tables; the month page brings them when they are seen."""
    day, seen_through = today(request), chosen(request)
    if month.first > day:
        return redirect("metrics:charts", month=Month.of(day))
    seen, owner = standpoint(request.user, day), request.user
    months = seen.months(month, MONTHS_SHOWN)
    wanted = request.GET.get("families", "")
    count = next((one for one in COUNTS if one.slug == wanted), COUNTS[1])
    context = {
        **frame(month, seen, seen_through),
        "talks": where_talks_happen(owner, months, _communities(request, seen_through)),
        "referrals": give_and_take(owner, months, seen_through),
        "families": None if seen_through.where else both_families(owner, months, count),
        "family_count": count,
        "counts": COUNTS,
        "qualities": four_qualities(months, marks_of(owner, [window for _month, window in months]), seen_through),
    }
    return answer(request, "metrics/charts.html", context, fragment="metrics/_charts.html")


def _communities(request: Request, seen_through: Filter) -> list[Community]:
    if seen_through.community:
        return [seen_through.community]
    found = Community.objects.for_owner(request.user).only("pk", "name", "family")
    return [*(found.filter(family=seen_through.family) if seen_through.family else found)]
