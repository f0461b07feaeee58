from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from communities.ics import CONTENT_TYPE, calendar_file
from contacts.http import Request, answer, done
from networking.feeds.contents import entries
from networking.feeds.facts import Facts
from networking.feeds.models import Feed
from networking.feeds.reading import feed_of


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar of whoever made this secret: it may be kept by its reader only, and asked for again each time."""
    found = feed_of(token)
    if found is None:
        raise Http404
    owner = found.owner
    # Asked once: hundreds of addresses begin with the same.
    site = request.build_absolute_uri("/").removesuffix("/")
    with translation.override(owner.language), timezone.override(owner.zone):
        facts = Facts.of(owner, timezone.localdate())
        etag = f'"{facts.fingerprint(owner.language, site)}"'
        response = HttpResponse(content_type=CONTENT_TYPE)
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        response["X-Robots-Tag"] = "noindex"
        said = get_conditional_response(request, etag=etag, response=response)
        if said is response:
            # Only what has changed is written.
            response.content = calendar_file(entries(facts, site.__add__), name=_("Svyazi"))
    return said or response


@require_GET
def settings(request: Request) -> HttpResponse:
    own = Feed.objects.for_owner(request.user).first()
    address = request.build_absolute_uri(reverse("feeds:feed", args=[own.token])) if own else ""
    context = {"feed": own, "address": address, "subscribe": f"webcal://{address.partition('://')[2]}"}
    return answer(request, "feeds/settings.html", context)


@require_POST
def make(request: Request) -> HttpResponse:
    """Make the address, or another one in place of the one that is there."""
    own = Feed.objects.for_owner(request.user).first()
    if own is None:
        Feed(owner=request.user).save()
        messages.success(request, _("The address of your calendar is made."))
    else:
        own.renew()
        messages.success(request, _("There is a new address; the former one leads nowhere now."))
    return done(request, "feeds:settings")


@require_POST
def revoke(request: Request) -> HttpResponse:
    Feed.objects.for_owner(request.user).delete()
    messages.success(request, _("The address is revoked: calendars get nothing from it any more."))
    return done(request, "feeds:settings")
