from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contacts.http import Request, answer, today
from networking.metrics.facts import standpoint
from networking.metrics.filters import chosen
from networking.metrics.lines import in_order, lines
from networking.metrics.measures import MEASURES
from networking.metrics.views.month import frame
from networking.metrics.windows import Month

PAGE = 200


@require_GET
def rows(request: Request, month: Month, measure: str) -> HttpResponse:
    """Exactly the rows that a number of the month page counts."""
    if measure not in MEASURES:
        raise Http404(_("There is no such figure."))
    seen_through, seen = chosen(request), standpoint(request.user, today(request))
    counted, window = MEASURES[measure], seen.month(month)
    found = counted.rows(request.user, window, seen_through.where)
    page = Paginator(in_order(found if window.has_data else found.none(), request.user), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        **frame(month, seen, seen_through),
        "measure": counted,
        "has_data": window.has_data,
        "page": page,
        "lines": lines(page.object_list, request.user.zone),
    }
    return answer(request, "metrics/rows.html", context)
