"""What holds for every request: sign-in, size, language, time zone, privacy, a database that is away."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.utils import timezone, translation

from networking.accounts.actions import needs_setup

View = Callable[[HttpRequest], HttpResponse]
AWAY = (OperationalError, InterfaceError)
log = logging.getLogger("svyazi")

# The only addresses that answer without a sign-in, each with its reason.
OPEN_VIEWS = {
    "account_login": "the door",
    "account_reset_password": "a forgotten password",
    "account_reset_password_done": "a forgotten password",
    "account_reset_password_from_key": "a forgotten password",
    "account_reset_password_from_key_done": "a forgotten password",
    "account_inactive": "says that the account is closed",
    "account_signup": "only says that sign-up is closed",
    "mfa_authenticate": "the second step of the door",
    "accounts:setup": "the first account, while there is none",
    "accounts:accept": "an invitation, by its secret",
    "accounts:set_language": "the language of the pages above",
    "feeds:feed": "a calendar's subscription, by its secret: calendars cannot sign in",
    "digests:stop": "stops a summary by e-mail, by the signature of its link",
    "home:healthz": "asked by whatever watches the server",
    "admin:login": "leads to the door",
    "admin:jsi18n": "words of the admin's scripts",
}
# What answers before there is a first account; everything else leads to where that is made.
OPEN_BEFORE_SETUP = {"accounts:setup", "accounts:set_language", "home:healthz", "admin:jsi18n"}


def require_sign_in(get_response: View) -> View:
    """Every view but the open ones needs somebody signed in; htmx is told to go to the door as a page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(
        request: HttpRequest, view: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name == "home:healthz" or request.user.is_authenticated:
            return None
        if name not in OPEN_BEFORE_SETUP and needs_setup():
            return redirect("accounts:setup")
        if name in OPEN_VIEWS:
            return None
        if request.headers.get("HX-Request") == "true":
            response = HttpResponse(status=401)
            response["HX-Redirect"] = resolve_url(settings.LOGIN_URL)
            return response
        return redirect_to_login(request.get_full_path())

    middleware.process_view = process_view  # type: ignore[attr-defined]  # Django's own way for functions
    return middleware


def speak_as_the_user_does(get_response: View) -> View:
    """Pages in the user's language and time zone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = get_user(request)
        # A page asks the user for something some hundred times, and Django's stand-in for them passes on each.
        request.user = user
        if not user.is_authenticated:
            return get_response(request)
        language = user.language  # kept, as signing out leaves no user behind
        with translation.override(language), timezone.override(user.zone):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers["Content-Language"] = language
            return response

    return middleware


def keep_private_pages_private(get_response: View) -> View:
    """Nothing of a signed-in page stays in any cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return middleware


def refuse_large_bodies(get_response: View) -> View:
    """A body over the limit, or of unknown length, is refused before it is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
        if chunked or not length.isdigit() or int(length) > settings.MAX_BODY_BYTES:
            # Nothing after this middleware runs, the choice of a language included.
            with translation.override(translation.get_language_from_request(request)):
                return render(request, "413.html", status=413)
        return get_response(request)

    return middleware


def say_database_is_away(get_response: View) -> View:
    """A page that says what is wrong, instead of a bare error, when the database cannot be reached."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unavailable(request, exception) if isinstance(exception, AWAY) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]  # Django's own way for functions
    return middleware


def server_error(request: HttpRequest) -> HttpResponse:
    """What Django shows for an exception outside of a view: who signs in is asked before the view is reached."""
    exception = sys.exc_info()[1]
    if isinstance(exception, AWAY):
        return unavailable(request, exception)
    return HttpResponse(_standing_alone(request, "500.html"), status=500)


def unavailable(request: HttpRequest, exception: Exception) -> HttpResponse:
    log.error("The database does not answer: %s", " ".join(str(exception).split()))
    response = HttpResponse(_standing_alone(request, "503.html"), status=503)
    response["Retry-After"] = "10"
    return response


def _standing_alone(request: HttpRequest, template: str) -> str:
    """A page without anything that would ask the database, in the language of the browser."""
    with translation.override(translation.get_language_from_request(request)):
        return render_to_string(template)
