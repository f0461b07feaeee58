from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.http import Request, done, today
from contacts.models import Contact

SPANS = {"week": relativedelta(weeks=1), "month": relativedelta(months=1)}
NEVER, NOW = "never", "now"


@require_POST
def snooze(request: Request, pk: int) -> HttpResponse:
    """Put a person off for a week, for a month or for good, or take that back; the message offers the state before.

    `until` is one of those words, or a day, which is what the undo of an earlier state sends.
    """
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=pk)
    wanted, before = request.POST.get("until") or request.GET.get("until", ""), _state(person)
    day = _day(wanted, today(request))
    if wanted == NEVER:
        person.stop_reminding()
        said = _("%(name)s: no more reminders.") % {"name": person.name}
    elif wanted == NOW:
        person.snooze(until=None)
        said = _("%(name)s: reminders go on.") % {"name": person.name}
    elif day:
        person.snooze(until=day)
        said = _("%(name)s: put off until %(day)s.") % {"name": person.name, "day": date_format(day, "j E")}
    else:
        return HttpResponseBadRequest(_("There is no such day."))
    messages.success(request, said, extra_tags=f"snooze:{person.pk}:{before}")
    return done(request, person)


def _state(person: Contact) -> str:
    if person.rhythm_off:
        return NEVER
    return person.snoozed_until.isoformat() if person.snoozed_until else NOW


def _day(wanted: str, today: date) -> date | None:
    if wanted in SPANS:
        return today + SPANS[wanted]
    try:
        return date.fromisoformat(wanted)
    except ValueError:
        return None
