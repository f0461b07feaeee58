from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communities.forms.contribution import ContributionForm
from communities.forms.given import GivenFilter
from communities.models import Community, Contribution
from communities.models.contribution import ContributionKind
from communities.views.setting import described, opened_from, way_back
from contacts.http import Request, answer, done, next_address, today
from contacts.mentions.names import names_of
from contacts.views.saving import save_and_answer

_FORM = "communities/_contribution_form.html"


@require_GET
def contributions(request: Request) -> HttpResponse:
    """Everything that I gave, the newest first, by kind and month."""
    chosen = GivenFilter(request.GET, request.user, Contribution, ContributionKind, "day")
    rows, more = chosen.page()
    day = today(request)
    context = {"rows": rows, "more": more, "filter": chosen, "months": chosen.months(day), "today": day}
    context["mentioned"] = names_of(request.user, [row.note for row in rows])
    communities = Community.objects.for_owner(request.user)
    context["community"] = communities.filter(pk=chosen.community).first() if chosen.community else None
    return answer(request, "communities/contributions.html", context, fragment="communities/_contribution_list.html")


def contribution_add(request: Request) -> HttpResponse:
    day = today(request)
    kind = request.GET.get("kind", "")
    initial = {"kind": kind if kind in ContributionKind else None, **opened_from(request, "day", day)}
    form = ContributionForm(request.POST or None, owner=request.user, today=day, initial=initial)
    context = {"row": None, "next": next_address(request)}
    said = _("Your contribution is written down.")
    to = "communities:contributions"
    return save_and_answer(
        request, form, "communities/contribution_add.html", context, fragment=_FORM, to=to, said=said
    )


def contribution_edit(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Contribution.objects.for_owner(request.user).with_setting(), pk=pk)
    form = ContributionForm(request.POST or None, instance=row, owner=request.user, today=today(request))
    context = {"row": row, "next": next_address(request)}
    to = "communities:contributions"
    return save_and_answer(request, form, "communities/contribution_edit.html", context, fragment=_FORM, to=to)


@require_POST
def contribution_delete(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Contribution.objects.for_owner(request.user).with_setting(), pk=pk)
    trash = row.throw_away(described(row))
    messages.success(request, _("The contribution is in the trash for 30 days."), extra_tags=f"undo:{trash.pk}")
    return done(request, way_back(request, row, "communities:contributions"))
