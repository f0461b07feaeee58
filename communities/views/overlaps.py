from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from communities.forms.overlaps import OverlapForm
from communities.models import Community, Membership, Participation
from communities.models.periods import Period
from communities.person_page import mine_in, periods_of, person_or_404
from communities.together import Together
from communities.together import overlaps as overlaps_of
from contacts.http import INVALID, Request, answer, today
from contacts.models import Contact


@dataclass(frozen=True)
class Shared:
    """A community of both, and every time that they were there together."""

    community: Community
    times: list[Together]


@require_GET
def overlaps(request: Request, contact_pk: int) -> HttpResponse:
    """When a person and I, or a person and another one, were in one community."""
    person = person_or_404(request.user, contact_pk)
    day = today(request)
    theirs = periods_of(request.user, contact_pk)
    mine = mine_in(request.user, sorted({one.community_id for one in theirs}))
    form = OverlapForm(request.GET or None, owner=request.user, person=person)
    other: Contact | None = form.cleaned_data["other"] if form.is_valid() else None
    context = {
        "person": person,
        "today": day,
        "with_me": shared(theirs, mine, day),
        "form": form,
        "other": other,
    }
    if other:
        context["with_other"] = shared(theirs, periods_of(request.user, other.pk), day)
    return answer(request, "communities/overlaps.html", context, status=INVALID if form.errors else 200)


def shared(theirs: Iterable[Membership], others: Iterable[Membership | Participation], day: date) -> list[Shared]:
    """The communities of both, where they last were together first."""
    by_community: dict[int, list[Period]] = {}
    for period in others:
        by_community.setdefault(period.community_id, []).append(period)
    places: dict[int, tuple[Community, list[Period]]] = {}
    for membership in theirs:
        places.setdefault(membership.community_id, (membership.community, []))[1].append(membership)
    found = [
        Shared(community, times)
        for pk, (community, periods) in places.items()
        if (times := overlaps_of(by_community.get(pk, []), periods, day))
    ]
    return sorted(found, key=lambda one: (one.times[0].until, one.community.name_key), reverse=True)
