from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communities.forms.given import GivenFilter
from communities.forms.opportunity import OpportunityForm
from communities.models import Community, Opportunity
from communities.models.opportunity import OpportunityKind, Outcome
from communities.views.setting import described, opened_from, way_back
from contacts.http import Request, answer, done, next_address, today
from contacts.views.saving import save_and_answer

_FORM = "communities/_opportunity_form.html"


@require_GET
def opportunities(request: Request) -> HttpResponse:
    """What waits for an answer first, then everything that came, by kind and month."""
    chosen = GivenFilter(request.GET, request.user, Opportunity, OpportunityKind, "received_on")
    rows, more = chosen.page(is_open=False)
    day = today(request)
    context = {"rows": rows, "more": more, "filter": chosen, "months": chosen.months(day), "today": day}
    if not chosen.before:
        context["open"] = chosen.open()
    communities = Community.objects.for_owner(request.user)
    context["community"] = communities.filter(pk=chosen.community).first() if chosen.community else None
    return answer(request, "communities/opportunities.html", context, fragment="communities/_opportunity_list.html")


def opportunity_add(request: Request) -> HttpResponse:
    day = today(request)
    kind = request.GET.get("kind", "")
    initial = {"kind": kind if kind in OpportunityKind else None, **opened_from(request, "received_on", day)}
    form = OpportunityForm(request.POST or None, owner=request.user, today=day, initial=initial)
    context = {"row": None, "next": next_address(request)}
    said = _("The opportunity is written down.")
    to = "communities:opportunities"
    return save_and_answer(request, form, "communities/opportunity_add.html", context, fragment=_FORM, to=to, said=said)


def opportunity_edit(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Opportunity.objects.for_owner(request.user).with_setting(), pk=pk)
    form = OpportunityForm(request.POST or None, instance=row, owner=request.user, today=today(request))
    context = {"row": row, "next": next_address(request)}
    to = "communities:opportunities"
    return save_and_answer(request, form, "communities/opportunity_edit.html", context, fragment=_FORM, to=to)


@require_POST
def opportunity_settle(request: Request, pk: int) -> HttpResponse:
    """Say in one touch what came of it, today; the notice opens it again."""
    row = get_object_or_404(Opportunity.objects.for_owner(request.user).with_setting(), pk=pk)
    outcome = request.POST.get("outcome", "")
    if outcome not in Outcome:
        raise Http404
    row.settle(outcome, on=max(today(request), row.received_on))
    said = _("“%(what)s”: %(outcome)s.") % {"what": row, "outcome": row.get_outcome_display()}
    messages.success(request, said, extra_tags=f"unsettle:{row.pk}" if outcome != Outcome.OPEN else "")
    return done(request, "communities:opportunities")


@require_POST
def opportunity_reopen(request: Request, pk: int) -> HttpResponse:
    """Take an outcome back: it is open again."""
    row = get_object_or_404(Opportunity.objects.for_owner(request.user), pk=pk)
    row.settle(Outcome.OPEN, on=row.received_on)
    return done(request, "communities:opportunities")


@require_POST
def opportunity_delete(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Opportunity.objects.for_owner(request.user).with_setting(), pk=pk)
    trash = row.throw_away(described(row))
    messages.success(request, _("The opportunity is in the trash for 30 days."), extra_tags=f"undo:{trash.pk}")
    return done(request, way_back(request, row, "communities:opportunities"))
