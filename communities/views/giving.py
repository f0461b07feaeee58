"""Panels of what I gave and what I got, for pages that fetch them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from communities.community_page import my_periods
from communities.models import Community, Contribution, Event, Opportunity
from communities.models.participation import Status
from communities.overview import latest_of, status_on
from contacts.http import Request, answer, today
from contacts.mentions.names import names_of
from contacts.models import Contact
from contacts.prepared import prepared

if TYPE_CHECKING:
    from networking.accounts.models import User

SHOWN = 4


@require_GET
def community_giving(request: Request, pk: int) -> HttpResponse:
    """Contributions and opportunities of a community: a part of its page."""
    return _panel(request, Community, pk, "community")


@require_GET
def event_giving(request: Request, pk: int) -> HttpResponse:
    """Contributions and opportunities of an event: a part of its page."""
    return _panel(request, Event, pk, "event")


@require_GET
def contact_giving(request: Request, contact_pk: int) -> HttpResponse:
    """What I gave a person and what came from them: a part of the person's page."""
    return _panel(request, Contact, contact_pk, "contact")


def _panel(request: Request, model: type[Community | Event | Contact], pk: int, what: str) -> HttpResponse:
    around = _around(request.user, pk, model=model)
    if not around:
        raise Http404
    gifts = _first(request.user, pk, rows=Contribution, what=what)
    chances = _first(request.user, pk, rows=Opportunity, what=what)
    day = today(request)
    context: dict[str, Any] = {
        "around": around[0],
        "left": what == "community" and not gifts and _have_left(request.user, pk, day),
        "what": what,
        "given": gifts[:SHOWN],
        "got": chances[:SHOWN],
        "mentioned": names_of(request.user, [row.note for row in gifts[:SHOWN]]),
        "more_given": len(gifts) > SHOWN,
        "more_got": len(chances) > SHOWN,
        "today": day,
    }
    return answer(request, "communities/giving_panel.html", context, fragment="communities/_giving_panel.html")


def _have_left(owner: User, pk: int, day: date) -> bool:
    return status_on(latest_of(my_periods(owner, pk), day), day) == Status.LEFT


@prepared
def _around(owner: User, pk: int, *, model: type[Any]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.for_owner(owner)
    return rows.filter(pk=pk).order_by()


@prepared
def _first(owner: User, around: int, *, rows: type[Any], what: str) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.objects.for_owner(owner).filter(**{what: around}).with_setting()
    return found[: SHOWN + 1]
