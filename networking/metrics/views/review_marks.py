"""The second step of a review: four marks for each community, beside what the facts say."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.models import Community, Reflection
from contacts.forms.owned import StaleVersion
from contacts.http import INVALID, STALE, Request, answer, done
from networking.metrics.figures import Beside
from networking.metrics.filters import chosen
from networking.metrics.measures import MEASURES
from networking.metrics.rated import RATINGS
from networking.metrics.ratings import all_eight
from networking.metrics.review import actions
from networking.metrics.review.models import Step
from networking.metrics.review.rating import QUESTIONS, ReflectionForm, rated_places
from networking.metrics.views.review import around
from networking.metrics.windows import Month

Places = list[Community | None]


@require_http_methods(["GET", "POST"])
def review_marks(request: Request, month: Month) -> HttpResponse:
    """One community after another, all of them together at the end; each may be left out."""
    seen, context = around(request, month, Step.MARKS)
    window = seen.month(month)
    places: Places = [*rated_places(request.user, window), None]
    said = Reflection.objects.for_owner(request.user).filter(month__in=(month.first, month.moved(-1).first))
    rows = {(row.month, row.community_id): row for row in said}
    reflections = {pk: row for (first, pk), row in rows.items() if first == month.first}
    place = _asked(request, places, {pk for pk, row in reflections.items() if not row.is_empty})
    if place is not None and place not in places:
        places.insert(0, place)
    own = reflections.get(place.pk if place else None)
    form = ReflectionForm(
        request.POST or None,
        owner=request.user,
        instance=own or Reflection(owner=request.user, month=month.first, community=place),
    )
    status = 200
    if request.method == "POST":
        status = _save(request, form)
        if not status:
            return _go_on(request, month, places, place)
    rated = all_eight(request.user, window, [], place)[1]
    found = {rating.slug: figure.evidence for rating, figure in zip(RATINGS, rated, strict=True)}
    context |= {
        "form": form,
        "place": place,
        "tabs": [(one, _address(month, one), _is_rated(reflections, one)) for one in places],
        "qualities": _qualities(form, found),
        "skip": _next(month, places, place),
        "before": rows.get((month.moved(-1).first, place.pk if place else None)),
        "query": f"?community={place.pk}" if place else "",
    }
    return answer(request, "metrics/review_marks.html", context, status=status)


def _asked(request: Request, places: Places, rated: set[int | None]) -> Community | None:
    """The community in the address, else the first that has no marks yet, else all of them together."""
    if request.GET.get("community") == "all":
        return None
    among = next((one for one in places if one and str(one.pk) == request.GET.get("community")), None)
    if community := among or chosen(request).community:
        return community
    return next((one for one in places if (one.pk if one else None) not in rated), None)


def _save(request: Request, form: ReflectionForm) -> int:
    """0 when the marks are saved, else the status of the page that says what is wrong."""
    if not form.is_valid():
        return INVALID
    try:
        form.save()
    except StaleVersion:
        form.show_stale()
        return STALE
    messages.success(request, _("The marks are saved."))
    return 0


def _go_on(request: Request, month: Month, places: Places, place: Community | None) -> HttpResponse:
    if place is None:
        actions.reach(owner=request.user, month=month, step=Step.TARGETS)
    else:
        actions.reach(owner=request.user, month=month, step=Step.MARKS)
    return done(request, _next(month, places, place))


def _next(month: Month, places: Places, place: Community | None) -> str:
    """The address of the community after this one, or of the next step after the last."""
    if place is None:
        return reverse("metrics:review_targets", args=[month])
    return _address(month, places[places.index(place) + 1])


def _address(month: Month, place: Community | None) -> str:
    return f"{reverse('metrics:review_marks', args=[month])}?community={place.pk if place else 'all'}"


def _is_rated(reflections: dict[int | None, Reflection], place: Community | None) -> bool:
    row = reflections.get(place.pk if place else None)
    return row is not None and not row.is_empty


def _qualities(form: ReflectionForm, found: dict[str, tuple[Beside, ...]]) -> list[dict[str, Any]]:
    """Each quality with its question, its fields and the numbers beside it; outcomes only where there are any."""
    return [
        {
            "slug": quality,
            "question": QUESTIONS[quality],
            "mark": mark,
            "note": note,
            "mean": next((one.mean for one in found[quality] if one.mean is not None), None),
            "evidence": [
                (MEASURES[one.slug], one.number)
                for one in found[quality]
                if one.number or not one.slug.startswith("opportunities-")
            ],
        }
        for quality, mark, note in form.rows()
    ]
