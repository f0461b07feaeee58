from __future__ import annotations

import logging

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contacts.http import INVALID
from networking.accounts import setup_code
from networking.accounts.actions import needs_setup, set_up
from networking.accounts.forms.account import SetupForm
from networking.accounts.models import User

logger = logging.getLogger(__name__)


@never_cache
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Make the first account; afterwards there is no such page."""
    if not needs_setup():
        raise Http404
    with_code = setup_code.is_needed(request)
    if with_code and request.method == "POST" and not ratelimit.consume(request, action="setup_code", key="setup"):
        return render(request, "429.html", status=429)
    form = SetupForm(request.POST or None, code_is_needed=with_code)
    if form.is_valid() and _saved(request, form):
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/setup.html", {"form": form}, status=INVALID if form.is_bound else 200)


def _saved(request: HttpRequest, form: SetupForm) -> bool:
    try:
        user = set_up(form.save(commit=False), password=form.cleaned_data["password"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    setup_code.forget()
    login(request, user)
    if form.cleaned_data["demo"]:
        _fill_with_demo(request, user)
    return True


def _fill_with_demo(request: HttpRequest, user: User) -> None:
    """The account stands already: whatever goes wrong with the invented people, it must not be lost behind an error."""
    try:
        call_command("seed_demo", owner=user.email, verbosity=0)
    except Exception:
        logger.exception("the demo data could not be added")
        messages.warning(request, _("The account is made, but the demo data could not be added; the log says why."))
