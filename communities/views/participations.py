from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.forms.participation import ParticipationForm
from communities.models import Community, Participation
from communities.overview import latest_of
from contacts.http import Request, done, today
from contacts.views.saving import save_and_answer

_KEPT = ("role", "aims", "why", "hours_per_month", "fee", "fee_period")
_DAYS = ("renewal_on", "next_review")


def participation_add(request: Request, pk: int) -> HttpResponse:
    """A new period of mine; it starts from what the last one said, and brings that one to its end.

    One that began today is changed instead, so that it keeps its days of renewal and review too.
    """
    community = get_object_or_404(Community.objects.for_owner(request.user), pk=pk)
    day = today(request)
    before = latest_of([*Participation.objects.for_owner(request.user).filter(community=community)], day)
    kept = _KEPT + _DAYS if before and before.since == day else _KEPT
    initial: dict[str, Any] = {name: getattr(before, name) for name in kept} if before else {}
    initial |= {"since": day}
    form = ParticipationForm(
        request.POST or None, owner=request.user, community=community, before=before, initial=initial
    )
    context = {"community": community, "before": before, "today": day}
    return save_and_answer(request, form, "communities/participation_add.html", context, to=community)


def participation_edit(request: Request, pk: int) -> HttpResponse:
    """Mend a period of mine; what makes it one of having left keeps the taking part as a period before it."""
    period = get_object_or_404(Participation.objects.for_owner(request.user).select_related("community"), pk=pk)
    form = ParticipationForm(request.POST or None, instance=period, owner=request.user, today=today(request))
    context = {"community": period.community, "period_pk": pk}
    response = save_and_answer(request, form, "communities/participation_edit.html", context, to=period.community)
    if form.leaving and period.pk != pk:
        said = _("From %(day)s you no longer take part. What was before stays with its dates.")
        messages.success(request, said % {"day": date_format(form.leaving.day, "j E Y")})
    return response


@require_POST
def participation_delete(request: Request, pk: int) -> HttpResponse:
    period = get_object_or_404(Participation.objects.for_owner(request.user).select_related("community"), pk=pk)
    trash = period.throw_away(_("my time in “%(community)s”") % {"community": period.community})
    messages.success(request, _("The period is deleted."), extra_tags=f"undo:{trash.pk}")
    return done(request, period.community)
