from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.actions.uniting import NAME, UniteRefused, take_apart, unite
from communities.forms.uniting import UniteForm, UniteWithForm
from communities.models import Community, Contribution, Event, Membership, Opportunity, Participation
from contacts.http import INVALID, Request, answer, done, now
from contacts.models import BulkChange


@dataclass(frozen=True)
class Side:
    """What hangs on one of the two, so that the owner sees which is which."""

    place: Community
    people: int
    events: int
    contributions: int
    opportunities: int
    periods: int


@require_http_methods(["GET", "POST"])
def unite_pair(request: Request, pk: int) -> HttpResponse:  # the route is communities:unite
    """Choose the other community, look at both, and make them one."""
    places = Community.objects.for_owner(request.user)
    place = get_object_or_404(places, pk=pk)
    if not (asked := request.GET.get("other", "")):
        return _ask(request, place)
    other = get_object_or_404(places.exclude(pk=pk), pk=_number(asked))
    sides = [_side(request, one) for one in (place, other)]
    stays = other if sides[1].people > sides[0].people else place
    form = UniteForm(request.POST if request.method == "POST" else None, pair=(place, other), stays=stays)
    if request.method == "POST" and form.is_valid():
        kept, gone = form.kept_and_gone
        try:
            change = unite(owner=request.user, kept=kept, gone=gone)
        except UniteRefused:
            messages.error(request, _("One of the two communities is no longer on your list."))
            return done(request, "communities:list")
        said = _("“%(gone)s” is one with “%(kept)s” now; 30 days to undo it.")
        messages.success(request, said % {"gone": gone.name, "kept": kept.name}, extra_tags=f"{NAME}:{change.pk}")
        return done(request, kept)
    context: dict[str, Any] = {"community": place, "form": form, "sides": sides, "stays": stays}
    context["shared"] = _shared(request, place, other)
    return answer(request, "communities/unite.html", context, status=INVALID if form.errors else 200)


def _ask(request: Request, place: Community) -> HttpResponse:
    sent = request.method == "POST"
    form = UniteWithForm(request.POST if sent else None, owner=request.user, place=place)
    context: dict[str, Any] = {"community": place, "form": form, "others": form.others.exists()}
    return answer(request, "communities/unite_with.html", context, status=INVALID if sent else 200)


def _number(asked: str) -> int:
    if asked.isascii() and asked.isdecimal() and len(asked) < 19:
        return int(asked)
    raise Http404


def _side(request: Request, place: Community) -> Side:
    mine = request.user
    people = Membership.objects.for_owner(mine).filter(community=place).values("contact").distinct().count()
    models = (Event, Contribution, Opportunity, Participation)
    return Side(place, people, *(model.objects.for_owner(mine).filter(community=place).count() for model in models))


def _shared(request: Request, one: Community, other: Community) -> int:
    """How many people have been in both."""
    there = Membership.objects.for_owner(request.user)
    both = there.filter(community=one, contact__in=there.filter(community=other).values("contact"))
    return both.values("contact").distinct().count()


@require_POST
def unite_undo(request: Request, pk: int) -> HttpResponse:
    known = BulkChange.objects.for_owner(request.user).undoable(now(request)).filter(action=NAME)
    change = get_object_or_404(known, pk=pk)
    try:
        back = take_apart(change=change)
    except UniteRefused as refused:
        messages.error(request, _why_not(refused))
        return done(request, "contacts:trash")
    messages.success(request, _("“%(name)s” stands apart again.") % {"name": back.name})
    return done(request, back)


def _why_not(refused: UniteRefused) -> str:
    if refused.code == "later":
        return _("Undo the later one first: %(name)s.") % {"name": refused.name}
    if refused.code == "trash":
        return _("“%(name)s” lies in the trash. Put it back first.") % {"name": refused.name}
    return _("This was undone already.")
