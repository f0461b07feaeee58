from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communities.actions.joining import join as join_community
from communities.forms.catalogue import CatalogueFilter, Offered
from communities.forms.channels import as_channels
from communities.models import (
    CatalogueEntry,
    CatalogueQuerySet,
    CatalogueSuggestion,
    Community,
    Membership,
    MembershipQuerySet,
)
from contacts.http import Request, answer, done, today

PAGE = 40
FACES = 12


@require_GET
def catalogue(request: Request) -> HttpResponse:
    published = CatalogueEntry.objects.published()
    form = CatalogueFilter(request.GET, offered=Offered.of(published))
    page, more = _page(form.narrow(published), request.GET.get("after", ""))
    joined = _joined(request.user)
    people = _people(request.user, [entry.pk for entry in page], today(request))
    context = {
        "form": form,
        "entries": [(entry, joined.get(entry.pk), people.get(entry.pk, 0)) for entry in page],
        "more": more,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "query": request.GET.get("q", "")[:200],
        "suggested": CatalogueSuggestion.objects.for_owner(request.user).exists(),
    }
    return answer(request, "communities/catalogue.html", context, fragment="communities/_entries.html")


def _page(entries: CatalogueQuerySet, after: str) -> tuple[list[CatalogueEntry], CatalogueEntry | None]:
    """Forty entries in the order of names, going on after one of them; and the last, when there are more."""
    before = CatalogueEntry.objects.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 19 else None
    if before:
        entries = entries.filter(Q(name_key__gt=before.name_key) | Q(name_key=before.name_key, pk__gt=before.pk))
    page = [*entries.order_by("name_key", "pk")[: PAGE + 1]]
    return page[:PAGE], page[PAGE - 1] if len(page) > PAGE else None


def _joined(owner: AbstractBaseUser) -> dict[int | None, int]:
    """The entries that I have a community from, and which one. A double counts as what it was merged into."""
    mine = Community.objects.for_owner(owner).exclude(entry=None)
    # The last of two counts: the one that came from the entry itself.
    mine = mine.order_by(F("entry__merged_into").desc(nulls_last=True), "-pk")
    return dict(mine.values_list(Coalesce("entry__merged_into", "entry"), "pk"))


def _people(owner: AbstractBaseUser, entries: list[int], day: date) -> dict[int, int]:
    """How many of the owner's people are in each of the entries on a day."""
    entry = Coalesce("community__entry__merged_into", "community__entry")
    there = _there(owner, entries, day).order_by().values_list(entry)
    return dict(there.annotate(Count("contact", distinct=True)))


def _there(owner: AbstractBaseUser, entries: list[int], day: date) -> MembershipQuerySet:
    came_from = Q(community__entry__in=entries) | Q(community__entry__merged_into__in=entries)
    return Membership.objects.for_owner(owner).on(day).filter(came_from)


@require_GET
def catalogue_entry(request: Request, slug: str) -> HttpResponse:
    entry = get_object_or_404(CatalogueEntry.objects.select_related("merged_into"), slug=slug)
    if entry.merged_into and entry.merged_into.is_published:
        return redirect(entry.merged_into)
    entry = get_object_or_404(CatalogueEntry.objects.published(), slug=slug)
    there = _there(request.user, [entry.pk], today(request)).select_related("contact").order_by("contact__name_key")
    people = {one.contact_id: one.contact for one in there}
    context = {
        "entry": entry,
        "channels": as_channels(entry.channels.all()),
        "mine_pk": _joined(request.user).get(entry.pk),
        "people": [*people.values()][:FACES],
        "all_people": len(people),
        "mentioned": {},  # what everybody reads mentions nobody's people
    }
    return answer(request, "communities/catalogue_entry.html", context)


@require_POST
def join(request: Request, slug: str) -> HttpResponse:
    entry = get_object_or_404(CatalogueEntry.objects.published(), slug=slug)
    if entry.is_template:
        return HttpResponseRedirect(reverse("communities:add", query={"template": entry.slug}))
    joined = join_community(owner=request.user, entry=entry, today=today(request))
    if joined.news:
        return done(request, f"{joined.community.get_absolute_url()}?joined")
    messages.info(request, _("You are in this community already."))
    return done(request, joined.community)
