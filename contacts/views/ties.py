from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts.actions.ties import change_tie
from contacts.dates import dates_of
from contacts.http import Request, answer, done, today
from contacts.introductions import introductions
from contacts.mentions.names import names_of
from contacts.mentorships import mentorships_of
from contacts.models import Contact, Tie
from contacts.relationships import relationships_of
from contacts.tie_history import tie_history


@require_GET
def ties_panel(request: Request, contact_pk: int) -> HttpResponse:
    """What stands around a person, the dates and the people: a part of the person's page."""
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=contact_pk)
    day = today(request)
    mentorships = mentorships_of(request.user, person, day)
    context: dict[str, Any] = {
        "person": person,
        "today": day,
        "tie_history": tie_history(request.user, person, day),
        "mentioned": names_of(
            request.user, [text for one in mentorships for text in (one.mentorship.goal, one.mentorship.note)]
        ),
        "dates": dates_of(request.user, person, day),
        "relationships": relationships_of(request.user, person, day),
        "mentorships": mentorships,
        "tree": introductions(request.user, person),
    }
    return answer(request, "contacts/ties_panel.html", context, fragment="contacts/_ties_panel.html")


@require_POST
def tie(request: Request, pk: int) -> HttpResponse:
    """Rate the tie with one tap; what is no rating changes nothing."""
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=pk)
    said = request.POST.get("tie", "")
    if said in {str(one.value) for one in Tie}:
        person = change_tie(owner=request.user, contact=person, tie=int(said), on=today(request))
        messages.success(request, _("Depth of the tie: %(tie)s.") % {"tie": person.get_tie_display()})
    return done(request, person)
