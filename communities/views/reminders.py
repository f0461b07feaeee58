"""What communities ask for today: fees, looks, opportunities that wait. Today fetches it as a panel."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communities.actions.leaving import leave, not_renewing
from communities.community_page import my_period_or_404
from communities.editors import waiting_for
from communities.models import Opportunity, Participation
from communities.models.participation import Status
from communities.renewal import LOOK_AGAIN_IN, day_of_renewal, months_later, renewed
from communities.renewal import reminders as reminders_of
from communities.views.participations import say_left
from contacts.http import Request, answer, done, next_address, today
from contacts.prepared import prepared

if TYPE_CHECKING:
    from networking.accounts.models import User

SHOWN = 3
_PAGE = "communities:reminders"


@require_GET
def reminders(request: Request) -> HttpResponse:
    day = today(request)
    rows = _waiting(request.user)
    context = {
        "reminders": reminders_of(request.user, day),
        "open": rows[:SHOWN],
        "more_open": len(rows) > SHOWN,
        "suggested": waiting_for(request.user),
        "today": day,
        # Where a touch leads back to: the page that shows the panel.
        "back": request.htmx.current_url_abs_path or request.get_full_path(),
    }
    return answer(request, "communities/reminders.html", context, fragment="communities/_reminders.html")


@prepared
def _waiting(owner: User) -> QuerySet[Opportunity]:
    rows = Opportunity.objects.for_owner(owner).open().with_setting()
    return rows.order_by("received_on", "pk")[: SHOWN + 1]


@require_POST
def participation_renew(request: Request, pk: int) -> HttpResponse:
    """The fee is paid: the next day is worked out from its period."""
    period = _own(request, pk)
    before = period.renewal_on
    if before is None:
        return done(request, period.community)
    if not period.fee_period:
        messages.info(request, _("Say when it comes round next: choose how often, or write another day."))
        return _to_edit(request, pk)
    period.renewal_day = day_of_renewal(period, before)
    period.renewal_on = renewed(before, period.fee_period, today(request), period.renewal_day)
    period.keep_days()
    values = {"name": period.community.name}
    said = _("“%(name)s” is renewed.") % values
    if period.renewal_on:
        values["day"] = date_format(period.renewal_on, "j E Y")
        said = _("“%(name)s” is renewed until %(day)s.") % values
    messages.success(request, said, extra_tags=f"renewed:{pk}:{before:%Y-%m-%d}")
    return done(request, _PAGE)


@require_POST
def participation_not_renew(request: Request, pk: int) -> HttpResponse:
    """The fee is not paid again: I take part until its day, or until today; a part that began only now is mended."""
    period = _own(request, pk)
    found = not_renewing(period, today(request)) if period.renewal_on and period.status != Status.LEFT else None
    if found is None:
        messages.info(request, _("Your part began only now: say here how it stands, and since when."))
        return _to_edit(request, pk)
    period.status = Status.LEFT
    say_left(request, leave(period, found, period.version), found)
    return done(request, _PAGE)


def _to_edit(request: Request, pk: int) -> HttpResponse:
    """To the period of mine, and from there back to where one came from."""
    return redirect(reverse("communities:participation_edit", args=[pk], query={"next": next_address(request) or "/"}))


@require_POST
def participation_review(request: Request, pk: int) -> HttpResponse:
    """I looked at it: the next look comes in three months."""
    period = _own(request, pk)
    before = period.next_review
    period.next_review = months_later(today(request), LOOK_AGAIN_IN)
    period.keep_days()
    values = {"name": period.community.name, "day": date_format(period.next_review, "j E")}
    said = _("“%(name)s”: the next look is on %(day)s.") % values
    messages.success(request, said, extra_tags=f"reviewed:{pk}:{before:%Y-%m-%d}" if before else "")
    return done(request, _PAGE)


@require_POST
def participation_day(request: Request, pk: int) -> HttpResponse:
    """Put a day back as it was before a touch on a reminder."""
    period = _own(request, pk)
    for name in ("renewal_on", "next_review"):
        if name in request.GET:
            day = _day(request.GET[name])
            if day is None:
                return HttpResponseBadRequest()
            setattr(period, name, day)
    period.keep_days()
    return done(request, _PAGE)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _own(request: Request, pk: int) -> Participation:
    return my_period_or_404(request.user, pk)
