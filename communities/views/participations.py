from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.forms.participation import ParticipationForm
from communities.models import Community, Participation
from communities.overview import latest_of
from contacts.http import Request, done, today
from contacts.views.saving import save_and_answer

_KEPT = ("role", "aims", "why", "hours_per_month", "fee", "fee_period")


def participation_add(request: Request, pk: int) -> HttpResponse:
    """A new period of mine; it starts from what the last one said, and brings that one to its end."""
    community = get_object_or_404(Community.objects.for_owner(request.user), pk=pk)
    day = today(request)
    before = latest_of([*Participation.objects.for_owner(request.user).filter(community=community)], day)
    initial: dict[str, Any] = {name: getattr(before, name) for name in _KEPT} if before else {}
    initial |= {"since": day}
    form = ParticipationForm(request.POST or None, owner=request.user, community=community, initial=initial)
    context = {"community": community, "before": before}
    return save_and_answer(request, form, "communities/participation_add.html", context, to=community)


def participation_edit(request: Request, pk: int) -> HttpResponse:
    period = get_object_or_404(Participation.objects.for_owner(request.user).select_related("community"), pk=pk)
    form = ParticipationForm(request.POST or None, instance=period, owner=request.user)
    context = {"community": period.community, "period": period}
    return save_and_answer(request, form, "communities/participation_edit.html", context, to=period.community)


@require_POST
def participation_delete(request: Request, pk: int) -> HttpResponse:
    period = get_object_or_404(Participation.objects.for_owner(request.user).select_related("community"), pk=pk)
    trash = period.throw_away(str(period.community))
    messages.success(request, _("The period is deleted."), extra_tags=f"undo:{trash.pk}")
    return done(request, period.community)
