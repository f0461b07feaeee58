from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.actions.leaving import Leaving, StaysLeft, stay
from communities.community_page import my_period_or_404
from communities.forms.participation import ParticipationForm
from communities.models import Community, Participation
from communities.models.participation import Status
from communities.overview import latest_of, status_on
from communities.renewal import days_again
from contacts.http import Request, done, today
from contacts.views.saving import save_and_answer

_KEPT = ("role", "aims", "why", "hours_per_month", "fee", "fee_period")
_DAYS = ("renewal_on", "renewal_day", "next_review")


def participation_add(request: Request, pk: int) -> HttpResponse:
    """A new period of mine; it starts from what the last one said, and brings that one to its end.

    One that began today is changed instead, so that it keeps its days of renewal and review too. Who comes back has
    those of the time before.
    """
    community = get_object_or_404(Community.objects.for_owner(request.user), pk=pk)
    day = today(request)
    periods = [*Participation.objects.for_owner(request.user).filter(community=community)]
    before = latest_of(periods, day)
    kept = _KEPT + _DAYS if before and before.since == day else _KEPT
    initial: dict[str, Any] = {name: getattr(before, name) for name in kept} if before else {}
    if status_on(before, day) == Status.LEFT:
        initial |= days_again(periods, day)
    initial |= {"since": day}
    form = ParticipationForm(
        request.POST or None, owner=request.user, community=community, before=before, initial=initial
    )
    context = {"community": community, "before": before, "today": day}
    response = save_and_answer(request, form, "communities/participation_add.html", context, to=community)
    say_left(request, form.instance, form.leaving)
    return response


def participation_edit(request: Request, pk: int) -> HttpResponse:
    """Mend a period of mine; what makes it one of having left keeps the taking part as a period before it."""
    period = my_period_or_404(request.user, pk)
    form = ParticipationForm(request.POST or None, instance=period, owner=request.user, today=today(request))
    context = {"community": period.community, "period_pk": pk}
    response = save_and_answer(request, form, "communities/participation_edit.html", context, to=period.community)
    say_left(request, period, form.leaving if period.pk != pk else None)
    return response


def say_left(request: Request, left: Participation, leaving: Leaving | None) -> None:
    """Say that I have left, if that is saved, with the way back."""
    if leaving is None or left.pk is None:
        return
    said = _("From %(day)s you no longer take part. What was before stays with its dates.")
    days = "..".join(day.isoformat() if day else "" for day in leaving.stood)
    values = {"day": date_format(leaving.day, "j E Y")}
    messages.success(request, said % values, extra_tags=f"left:{left.pk}:{days}")


@require_POST
def participation_stay(request: Request, pk: int) -> HttpResponse:
    """Take leaving back: what was before it has its days again."""
    left = my_period_or_404(request.user, pk)
    since, _sep, until = request.GET.get("days", "").partition("..")
    try:
        stay(left, (date.fromisoformat(since) if since else None, date.fromisoformat(until) if until else None))
    except ValueError:
        return HttpResponseBadRequest()
    except StaysLeft:
        messages.error(request, _("What was left has changed since then: mend its dates by hand."))
    else:
        messages.success(request, _("“%(name)s”: you take part as before.") % {"name": left.community.name})
    return done(request, left.community)


@require_POST
def participation_delete(request: Request, pk: int) -> HttpResponse:
    period = my_period_or_404(request.user, pk)
    trash = period.throw_away(_("my time in “%(community)s”") % {"community": period.community})
    messages.success(request, _("The period is deleted."), extra_tags=f"undo:{trash.pk}")
    return done(request, period.community)
