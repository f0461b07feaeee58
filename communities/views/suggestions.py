from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communities.forms.suggestion import SuggestionForm, from_community
from communities.models import CatalogueSuggestion, Community
from contacts.http import Request, answer, done
from contacts.views.saving import save_and_answer

_FORM = "communities/_suggestion_form.html"
LATEST = 50


@require_GET
def suggestions(request: Request) -> HttpResponse:
    """What I suggested, and what became of it."""
    mine = CatalogueSuggestion.objects.for_owner(request.user).select_related("entry__merged_into")[:LATEST]
    return answer(request, "communities/suggestions.html", {"suggestions": mine})


def suggestion_add(request: Request) -> HttpResponse:
    """From nothing, or from a community of mine."""
    chosen = request.GET.get("community", "")
    community = None
    if chosen.isdecimal() and len(chosen) < 19:
        community = Community.objects.for_owner(request.user).filter(pk=int(chosen), entry=None).first()
    initial = from_community(community) if community else {"name": request.GET.get("name", "")[:200]}
    form = SuggestionForm(request.POST or None, owner=request.user, initial=initial)
    form.instance.community = community
    context = {"row": None, "community": community}
    said = _("Thank you. The suggestion waits for an admin.")
    to = "communities:suggestions"
    return save_and_answer(request, form, "communities/suggestion_add.html", context, fragment=_FORM, to=to, said=said)


def suggestion_edit(request: Request, pk: int) -> HttpResponse:
    """Only while it waits: what was answered stays as it was answered."""
    row = get_object_or_404(CatalogueSuggestion.objects.for_owner(request.user), pk=pk)
    if not row.is_waiting:
        messages.info(request, _("This suggestion has been answered already."))
        return done(request, "communities:suggestions")
    form = SuggestionForm(request.POST or None, instance=row, owner=request.user)
    to = "communities:suggestions"
    return save_and_answer(request, form, "communities/suggestion_edit.html", {"row": row}, fragment=_FORM, to=to)


@require_POST
def suggestion_delete(request: Request, pk: int) -> HttpResponse:
    """Take a suggestion back, or an answered one off the list."""
    row = get_object_or_404(CatalogueSuggestion.objects.for_owner(request.user), pk=pk)
    trash = row.throw_away()
    said = _("“%(name)s” is no longer suggested.") % {"name": row.name}
    messages.success(request, said, extra_tags=f"undo:{trash.pk}")
    return done(request, "communities:suggestions")
