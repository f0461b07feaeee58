from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contacts.http import Request, answer, today
from networking.metrics.facts import standpoint
from networking.metrics.filters import Filter, chosen
from networking.metrics.opened import OPENED, lines_of
from networking.metrics.practices.scorecard import grouped, scorecard, still_open
from networking.metrics.views.month import frame
from networking.metrics.windows import Month

PAGE = 200


@require_GET
def practices(request: Request, month: Month) -> HttpResponse:
    """The twelve practices of a month, each with its advice and one touch to do it; a panel of the month page."""
    day = today(request)
    if month.first > day:
        return redirect("metrics:practices", month=Month.of(day))
    seen = standpoint(request.user, day)
    window = seen.month(month)
    scores = scorecard(request.user, month, window)
    context = {
        **frame(month, seen, Filter()),
        "groups": grouped(scores) if scores else [],
        "done": sum(one.is_done for one in scores),
        "may_still_come": still_open(window),
        "whole": False,
    }
    return answer(request, "metrics/practices.html", context, fragment="metrics/_practices.html")


@require_GET
def evidence(request: Request, month: Month, slug: str) -> HttpResponse:
    """Exactly the rows that a number of the scorecard or of the review counts."""
    if slug not in OPENED:
        raise Http404(_("There is no such figure."))
    seen_through, seen = chosen(request), standpoint(request.user, today(request))
    opened, window = OPENED[slug], seen.month(month)
    found = lines_of(opened, request.user, window, seen_through.where)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(month, seen, seen_through),
        "measure": opened,
        "has_data": window.has_data,
        "page": page,
        "lines": page.object_list,
        "is_rating": False,
        "evidence": [],
        "days_between": "",
    }
    return answer(request, "metrics/rows.html", context)
