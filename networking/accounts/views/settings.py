from __future__ import annotations

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contacts.http import INVALID, Request, answer, done, next_address
from networking.accounts.forms.settings import SettingsForm
from networking.accounts.models import User


@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    """Name, language, time zone and colours; the ways to passwords, two-factor and sessions."""
    # The page around the form keeps showing what is stored while something is wrong.
    form = SettingsForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        user = form.save()
        with translation.override(user.language):
            messages.success(request, _("Saved."))
        return done(request, "accounts:settings")
    return answer(request, "accounts/settings.html", {"form": form}, status=INVALID if form.is_bound else 200)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """The language of the pages before the sign-in, kept in a cookie; of a user, kept with the account."""
    language = request.POST.get("language", "")
    if language not in dict(django_settings.LANGUAGES):
        return HttpResponseBadRequest(_("There is no such language."))
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=language)
    response = redirect(next_address(request) or django_settings.LOGIN_URL)
    response.set_cookie(
        django_settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 60 * 60,
        httponly=True,
        samesite="Lax",
        secure=django_settings.SESSION_COOKIE_SECURE,
    )
    return response
