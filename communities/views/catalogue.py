from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communities.actions.joining import join as join_community
from communities.catalogue_page import (
    channels_of,
    entry_named,
    first_people,
    has_suggested,
    joined_of,
    latest_of,
    page_of,
    people_of,
)
from communities.forms.catalogue import CatalogueFilter, Offered
from communities.forms.channels import as_channels
from communities.models import CatalogueEntry
from communities.models.participation import Status
from contacts.http import Request, answer, done, today


@require_GET
def catalogue(request: Request) -> HttpResponse:
    offered = Offered.of_all()
    filtered = any(request.GET.get(name) for name in CatalogueFilter.base_fields)
    # Made only when something is chosen, or when it is shown for the first time.
    form: Any = SimpleLazyObject(lambda: CatalogueFilter(request.GET, offered=offered))
    found = form.narrow(CatalogueEntry.objects.published()) if filtered else None
    page, more = page_of(found, request.GET.get("after", ""))
    day = today(request)
    joined = joined_of(request.user, day)
    people = people_of(request.user, joined, {entry.pk for entry in page}, day)
    context = {
        "offered": offered,
        "form": form,
        "entries": [(entry, latest_of(joined, entry.pk), people.get(entry.pk, 0)) for entry in page],
        "more": more,
        "filtered": filtered,
        "query": request.GET.get("q", "")[:200],
        "suggested": has_suggested(request.user),
    }
    return answer(request, "communities/catalogue.html", context, fragment="communities/_entries.html")


@require_GET
def catalogue_entry(request: Request, slug: str) -> HttpResponse:
    entry = entry_named(slug)
    if entry and entry.merged_into and entry.merged_into.is_published:
        return redirect(entry.merged_into)
    if entry is None or not entry.is_published:
        raise Http404
    day = today(request)
    joined = joined_of(request.user, day, entry.pk)
    people = first_people(request.user, [one.pk for one in joined.get(entry.pk, [])], day)
    context = {
        "entry": entry,
        "channels": as_channels(channels_of(entry.pk)),
        "mine": latest_of(joined, entry.pk),
        "people": people,
        "all_people": people_of(request.user, joined, {entry.pk}, day).get(entry.pk, 0),
        "mentioned": {},  # what everybody reads mentions nobody's people
    }
    return answer(request, "communities/catalogue_entry.html", context)


@require_POST
def join(request: Request, slug: str) -> HttpResponse:
    entry = get_object_or_404(CatalogueEntry.objects.published(), slug=slug)
    if entry.is_template:
        return HttpResponseRedirect(reverse("communities:add", query={"template": entry.slug}))
    status = Status.CONSIDERING if "considering" in request.POST else Status.JOINED
    joined = join_community(owner=request.user, entry=entry, today=today(request), status=status)
    if joined.news and status == Status.CONSIDERING:
        said = _("“%(name)s” is on your list: you are considering it.")
        messages.success(request, said % {"name": joined.community.name})
        return done(request, joined.community)
    if joined.news:
        return done(request, f"{joined.community.get_absolute_url()}?joined")
    messages.info(request, _("You are in this community already."))
    return done(request, joined.community)
