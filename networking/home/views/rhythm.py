from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contacts.forms.rhythm import RhythmDefaultsForm
from contacts.http import INVALID, Request, answer, done, today
from contacts.models import Contact
from networking.home.rhythm import rhythm_of
from networking.home.rows import snooze_of


@require_GET
def rhythm_panel(request: Request, pk: int) -> HttpResponse:
    """When a person is due and where that comes from; the person's page fetches it."""
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=pk)
    day = today(request)
    rhythm = rhythm_of(request.user, [person], day)[person.pk]
    snoozed = bool(rhythm.snoozed_until or person.rhythm_off)
    menu = [snooze_of(person, person.get_absolute_url(), snoozed=snoozed)]
    context = {"person": person, "today": day, "rhythm": rhythm, "menu": menu}
    return answer(request, "home/rhythm_panel.html", context, fragment="home/_rhythm_panel.html")


@require_http_methods(["GET", "POST"])
def rhythm_settings(request: Request) -> HttpResponse:
    """How often people of each depth of tie are thought of."""
    form = RhythmDefaultsForm(request.POST or None, owner=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return done(request, "home:rhythm_settings")
    return answer(request, "home/rhythm_settings.html", {"form": form}, status=INVALID if form.is_bound else 200)
