"""Panels of what I gave and what I got, for pages that fetch them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from communities.models import Community, Contribution, Event, Opportunity
from contacts.http import Request, answer, today
from contacts.mentions.names import names_of
from contacts.models import Contact

SHOWN = 4


@require_GET
def community_giving(request: Request, pk: int) -> HttpResponse:
    """Contributions and opportunities of a community: a part of its page."""
    place = get_object_or_404(Community.objects.for_owner(request.user), pk=pk)
    return _panel(request, place, "community")


@require_GET
def event_giving(request: Request, pk: int) -> HttpResponse:
    """Contributions and opportunities of an event: a part of its page."""
    event = get_object_or_404(Event.objects.for_owner(request.user), pk=pk)
    return _panel(request, event, "event")


@require_GET
def contact_giving(request: Request, contact_pk: int) -> HttpResponse:
    """What I gave a person and what came from them: a part of the person's page."""
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=contact_pk)
    return _panel(request, person, "contact")


def _panel(request: Request, around: Community | Event | Contact, what: str) -> HttpResponse:
    given = Contribution.objects.for_owner(request.user).filter(**{what: around}).with_setting()
    got = Opportunity.objects.for_owner(request.user).filter(**{what: around}).with_setting()
    gifts, chances = [*given[: SHOWN + 1]], [*got[: SHOWN + 1]]
    context: dict[str, Any] = {
        "around": around,
        "what": what,
        "given": gifts[:SHOWN],
        "got": chances[:SHOWN],
        "mentioned": names_of(request.user, [row.note for row in gifts[:SHOWN]]),
        "more_given": len(gifts) > SHOWN,
        "more_got": len(chances) > SHOWN,
        "today": today(request),
    }
    return answer(request, "communities/giving_panel.html", context, fragment="communities/_giving_panel.html")
