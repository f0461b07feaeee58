from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from contacts.http import Request, answer, done
from networking.digests.forms import DigestForm
from networking.digests.models import DigestChoice
from networking.digests.stopping import choice_of
from networking.digests.stopping import stop as stop_sending


@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    """Which summaries come by e-mail: none, unless one is asked for."""
    own = DigestChoice.objects.for_owner(request.user).first()
    if request.method == "POST":
        form = DigestForm(request.POST, owner=request.user, instance=own)
        if form.is_valid():
            chosen = {name: form.cleaned_data[name] for name in ("week", "month")}
            DigestChoice.objects.for_owner(request.user).update_or_create(owner=request.user, defaults=chosen)
            messages.success(request, _("Saved."))
            return done(request, "digests:settings")
    else:
        form = DigestForm(owner=request.user, instance=own)
    return answer(request, "digests/settings.html", {"form": form})


# Mail programs stop a summary with a bare POST, and without a sign-in: the signed address is the right to do it.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind of summary, from the link at its foot."""
    found = choice_of(token)
    if found is None:
        raise Http404(_("This link is not valid."))
    choice, kind = found
    if request.method == "POST":
        stop_sending(choice, kind)
    with translation.override(choice.owner.language):
        context = {"kind": kind.value, "is_on": getattr(choice, kind.value)}
        return render(request, "digests/stop.html", context)
