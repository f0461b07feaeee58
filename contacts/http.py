"""What every view of ours shares: the typed request, the owner's day, and the answer to a form."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from networking.accounts.models import User

STALE = 409
INVALID = 422


class Request(HttpRequest):
    """A request of somebody signed in."""

    user: User
    htmx: HtmxDetails


def now(request: Request) -> datetime:
    """The moment of the request in its owner's time zone."""
    return timezone.now().astimezone(request.user.zone)


def today(request: Request) -> date:
    """The owner's local day. A view asks once and passes the day down."""
    return now(request).date()


def answer(
    request: Request, page: str, context: dict[str, Any], *, fragment: str | None = None, status: int = 200
) -> HttpResponse:
    """Render the page, or for htmx its fragment: the server chooses, the address stays the same."""
    template = fragment if fragment and request.htmx and not request.htmx.boosted else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def done(request: Request, to: Any, *, event: str = "") -> HttpResponse:
    """Send the browser on after a successful form: a redirect, said to htmx in its own header.

    Follows the form's `next` when it leads to a page of ours.
    """
    target = next_address(request) or resolve_url(to)
    if not request.htmx:
        return HttpResponseRedirect(target)
    response = HttpResponse(status=204)
    page, mark, _name = target.partition("#")
    if mark and (request.htmx.current_url_abs_path or "").partition("#")[0] == page:
        response["HX-Refresh"] = "true"  # to go to a mark on the same page would load nothing
    else:
        response["HX-Redirect"] = target
    if event:
        response["HX-Trigger"] = event
    return response


def moment_of(text: str) -> datetime | None:
    """The moment at which the next page of a list goes on, as the address says it; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else None


def next_address(request: HttpRequest) -> str:
    """The `next` of the form or the address, its mark included, if it is an address of ours; else an empty string."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        found = urlunsplit(urlsplit(wanted)._replace(scheme="", netloc=""))
        # A path that begins with two slashes would name another host.
        return "" if found.startswith("//") else found
    return ""
