"""The review of a month: the way through its four steps, and the first of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from communities.models import Event
from contacts.http import Request, answer, done, now, today
from contacts.mentions.names import names_of
from contacts.models import Contact, Promise
from networking.metrics.facts import standpoint
from networking.metrics.filters import Filter
from networking.metrics.review import actions
from networking.metrics.review.models import Dismissal, MonthClosing, Review, Step
from networking.metrics.review.open_ends import open_ends
from networking.metrics.views.month import frame
from networking.metrics.windows import Month, Standpoint

ROUTES = {
    Step.OPEN_ENDS: ("metrics:review_open_ends", gettext_lazy("What is not written down")),
    Step.MARKS: ("metrics:review_marks", gettext_lazy("Four marks")),
    Step.TARGETS: ("metrics:review_targets", gettext_lazy("Targets")),
    Step.CLOSE: ("metrics:review_close", gettext_lazy("Close")),
}
_ROWS: dict[str, type[Event | Promise | Contact]] = {"event": Event, "promise": Promise, "contact": Contact}


def steps(month: Month, current: Step) -> list[dict[str, Any]]:
    """The four steps as the head of every page of the review shows them."""
    return [
        {"number": step.value, "name": name, "address": reverse(route, args=[month]), "is_current": step == current}
        for step, (route, name) in ROUTES.items()
    ]


def around(request: Request, month: Month, step: Step) -> tuple[Standpoint, dict[str, Any]]:
    """Where the month is looked at from, and what all pages of its review share; 404 for a month that is to come."""
    day = today(request)
    if month.first > day:
        raise Http404(_("This month has not come yet."))
    seen = standpoint(request.user, day)
    history = [*MonthClosing.objects.for_owner(request.user).of_month(month.first)]
    context = {
        **frame(month, seen, Filter()),
        "steps": steps(month, step),
        "history": history,
        "closing": next((one for one in history if one.reopened_at is None), None),
        "has_data": seen.month(month).has_data,
    }
    return seen, context


@require_GET
def review(request: Request, month: Month) -> HttpResponse:
    """Go on where the review of the month stopped; a closed month shows how it was closed."""
    mine = Review.objects.for_owner(request.user).of_month(month.first).first()
    closed = MonthClosing.objects.for_owner(request.user).of_month(month.first).standing().exists()
    step = Step.CLOSE if closed else Step(mine.step) if mine else Step.OPEN_ENDS
    return redirect(ROUTES[step][0], month=month)


@require_POST
def review_go_on(request: Request, month: Month, step: int) -> HttpResponse:
    """Leave a step as done: the review goes on with this one, now or another day."""
    if step not in Step:
        raise Http404(_("There is no such step."))
    actions.reach(owner=request.user, month=month, step=Step(step))
    return done(request, reverse(ROUTES[Step(step)][0], args=[month]))


@require_GET
def review_open_ends(request: Request, month: Month) -> HttpResponse:
    """Events without a debrief, promises without an end, people met without a second talk."""
    moment = now(request)
    seen, context = around(request, month, Step.OPEN_ENDS)
    ends = open_ends(request.user, seen.month(month), moment)
    context |= {"ends": ends, "back": request.get_full_path()}
    context["mentioned"] = names_of(request.user, [promise.text for promise in ends.promises])
    return answer(request, "metrics/review_open_ends.html", context)


@require_POST
def review_put_aside(request: Request, month: Month) -> HttpResponse:
    """The review need not speak of an event, a promise or a person any more."""
    what = next((name for name in _ROWS if name in request.POST), "")
    pk = request.POST.get(what, "")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        raise Http404(_("There is no such record."))
    row: Any = get_object_or_404(_ROWS[what].objects.for_owner(request.user), pk=int(pk))
    made = actions.put_aside(owner=request.user, month=month, what=row)
    messages.success(request, _("Put aside: %(what)s") % {"what": row}, extra_tags=f"dismissed:{made.pk}")
    return done(request, reverse("metrics:review_open_ends", args=[month]))


@require_POST
def dismissal_undo(request: Request, pk: int) -> HttpResponse:
    """The review of the month speaks of it again."""
    row = get_object_or_404(Dismissal.objects.for_owner(request.user), pk=pk)
    month = Month.of(row.month)
    row.delete()
    return done(request, reverse("metrics:review_open_ends", args=[month]))


@require_POST
def review_take_back(request: Request, month: Month) -> HttpResponse:
    """Everything that was put aside in the review of a month stands there again."""
    Dismissal.objects.for_owner(request.user).of_month(month.first).delete()
    return done(request, reverse("metrics:review_open_ends", args=[month]))


@require_POST
def review_silence(request: Request, month: Month) -> HttpResponse:
    """Today need not remind of this month any more; its review stays where it is."""
    actions.silence(owner=request.user, month=month, on=today(request))
    messages.success(request, _("Today will not remind of this month. Its review stays on the page of the month."))
    return done(request, "home:today")
