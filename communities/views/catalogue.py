from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communities.actions.joining import join as join_community
from communities.forms.catalogue import CatalogueFilter
from communities.forms.channels import as_channels
from communities.models import CatalogueEntry, CatalogueQuerySet, Community
from contacts.http import Request, answer, done, today

PAGE = 40


@require_GET
def catalogue(request: Request) -> HttpResponse:
    published = CatalogueEntry.objects.published()
    cities = published.exclude(city="").order_by("city").values_list("city", flat=True).distinct()
    form = CatalogueFilter(request.GET, cities=[*cities])
    joined = _joined(request)
    page, more = _page(form.narrow(published), request.GET.get("after", ""))
    context = {
        "form": form,
        "entries": [(entry, joined.get(entry.pk)) for entry in page],
        "more": more,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "query": request.GET.get("q", "")[:200],
    }
    return answer(request, "communities/catalogue.html", context, fragment="communities/_entries.html")


def _page(entries: CatalogueQuerySet, after: str) -> tuple[list[CatalogueEntry], CatalogueEntry | None]:
    """Forty entries in the order of names, going on after one of them; and the last, when there are more."""
    before = CatalogueEntry.objects.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 19 else None
    if before:
        entries = entries.filter(Q(name_key__gt=before.name_key) | Q(name_key=before.name_key, pk__gt=before.pk))
    page = [*entries.order_by("name_key", "pk")[: PAGE + 1]]
    return page[:PAGE], page[PAGE - 1] if len(page) > PAGE else None


def _joined(request: Request) -> dict[int | None, int]:
    """The entries that I have a community from, and which one."""
    mine = Community.objects.for_owner(request.user).exclude(entry=None)
    return dict(mine.values_list("entry", "pk"))


@require_GET
def catalogue_entry(request: Request, slug: str) -> HttpResponse:
    entry = get_object_or_404(CatalogueEntry.objects.published(), slug=slug)
    context = {
        "entry": entry,
        "channels": as_channels(entry.channels.all()),
        "mine": Community.objects.for_owner(request.user).filter(entry=entry).first(),
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
