from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contacts.http import Request, answer, today
from networking.metrics import ratings
from networking.metrics.facts import standpoint
from networking.metrics.filters import Filter, chosen
from networking.metrics.gaps import days_between
from networking.metrics.lines import in_order, lines
from networking.metrics.marks import marks_of
from networking.metrics.measure import Measure, Proof, Rating
from networking.metrics.measures import MEASURES
from networking.metrics.naming import number_said
from networking.metrics.opened import Opened, lines_of
from networking.metrics.rated import RATINGS
from networking.metrics.rows import interactions
from networking.metrics.views.frame import frame
from networking.metrics.windows import Stretch, Window

PAGE = 200


@require_GET
def rows(request: Request, month: Stretch, measure: str) -> HttpResponse:
    """Exactly the rows that a number of the pages counts; of a rating its marks, and all its evidence."""
    if measure not in MEASURES:
        raise Http404(_("There is no such figure."))
    seen_through, seen = chosen(request), standpoint(request.user, today(request))
    counted, window = MEASURES[measure], seen.month(month)
    page = Paginator(_found(request, counted, window, seen_through), PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(month, seen, seen_through),
        "measure": counted,
        "has_data": window.has_data,
        "page": page,
        "lines": page.object_list
        if _of_several_kinds(counted)
        else lines(page.object_list, request.user.zone, _mark_of(counted)),
        **_rating(request, counted, window, seen_through),
        **_gaps(request, counted, window, seen_through),
    }
    return answer(request, "metrics/rows.html", context)


def _of_several_kinds(measure: Measure) -> bool:
    return isinstance(measure, Proof) and bool(measure.besides)


def _found(request: Request, measure: Measure, window: Window, seen_through: Filter) -> Any:
    """The rows in the order of the list; those of several kinds as lines already."""
    if isinstance(measure, Proof) and measure.besides:
        opened = Opened(measure.slug, measure.name, measure.definition, measure.parts)
        return lines_of(opened, request.user, window, seen_through.where)
    found = measure.rows(request.user, window, seen_through.where)
    return in_order(found if window.has_data else found.none(), request.user)


def _mark_of(measure: Measure) -> str:
    """The field with the mark that a line shows, or an empty string."""
    if isinstance(measure, Rating):
        return measure.slug
    return measure.mean_of if isinstance(measure, Proof) else ""


def _rating(request: Request, measure: Measure, window: Window, seen_through: Filter) -> dict[str, Any]:
    """The value of a rating and its whole evidence, what was counted as nothing included."""
    if not isinstance(measure, Rating):
        return {"is_rating": False, "evidence": []}
    marks = marks_of(request.user, [window])
    figures = ratings.all_eight(request.user, window, marks, seen_through.where)[1]
    figure = figures[RATINGS.index(measure)]
    evidence = [(MEASURES[one.slug], one.number, number_said(one.mean)) for one in figure.evidence]
    return {"is_rating": True, "value": number_said(figure.value), "evidence": evidence}


def _gaps(request: Request, measure: Measure, window: Window, seen_through: Filter) -> dict[str, Any]:
    """How often the same person was talked to, beside the talks."""
    if measure.rows is not interactions:
        return {"days_between": ""}
    return {"days_between": number_said(days_between(request.user, window, seen_through.where))}
