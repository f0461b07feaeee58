from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts.http import INVALID, STALE, Request, answer, done
from networking.metrics.naming import stretch_said
from networking.metrics.review.aims import Overtaken, TargetsForm
from networking.metrics.windows import Month


@require_http_methods(["GET", "POST"])
def targets(request: Request, month: Month) -> HttpResponse:
    """How much of each figure is wanted, from a month on."""
    form = TargetsForm(request.POST if request.method == "POST" else None, owner=request.user, month=month)
    status = INVALID if form.is_bound else 200
    if form.is_valid():
        try:
            form.save()
        except Overtaken:
            form.show_overtaken()
            status = STALE
        else:
            messages.success(request, _("The targets are set."))
            return done(request, reverse("metrics:month", args=[month]))
    context = {"form": form, "month": month, "title": stretch_said(month)}
    return answer(request, "metrics/targets.html", context, fragment="metrics/_targets.html", status=status)
