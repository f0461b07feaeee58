"""What the feed of somebody holds: events, open promises, dates to congratulate on, reviews and renewals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from communities.ics import Absolute, Entry, day_entry, event_entry, uid
from communities.models import Event, Participation
from communities.models.event import Attended
from communities.models.participation import Status
from contacts.dates import Turn
from contacts.models import ImportantDate, Promise
from contacts.models.promise import Direction
from networking.accounts.models import User

BACK, AHEAD = relativedelta(months=3), relativedelta(months=12)
MOST_OF_A_KIND = 2_000
_WRITTEN = ("created_at", "updated_at", "version", "name", "starts", "ends", "place", "link", "about")


@dataclass(frozen=True)
class Window:
    """The days that a feed holds, both ends inside, on the owner's clock."""

    first: date
    last: date

    @classmethod
    def around(cls, day: date) -> Window:
        return cls(day - BACK, day + AHEAD)


def entries(owner: User, today: date, absolute: Absolute) -> Iterator[Entry]:
    """Everything of the owner's window, in the language that is active; four queries."""
    window = Window.around(today)
    yield from _events(owner, window, absolute)
    yield from _promises(owner, window, absolute)
    yield from _dates(owner, window, absolute)
    yield from _participations(owner, window, absolute)


def _events(owner: User, window: Window, absolute: Absolute) -> Iterator[Entry]:
    begin = make_aware(datetime.combine(window.first, time.min), owner.zone)
    end = make_aware(datetime.combine(window.last + timedelta(days=1), time.min), owner.zone)
    events = Event.objects.for_owner(owner).starting(begin, end).exclude(mine=Attended.MISSED)
    events = events.only(*_WRITTEN).order_by("starts", "pk")
    for event in events[:MOST_OF_A_KIND]:
        yield event_entry(event, absolute)


def _promises(owner: User, window: Window, absolute: Absolute) -> Iterator[Entry]:
    promises = Promise.objects.for_owner(owner).open().filter(due_on__range=(window.first, window.last))
    for promise in promises.select_related("contact").order_by("due_on", "pk")[:MOST_OF_A_KIND]:
        said = (
            _("I promised %(name)s: %(what)s")
            if promise.direction == Direction.MINE
            else _("%(name)s promised: %(what)s")
        )
        yield day_entry(
            uid=uid("promise", promise.pk, promise.created_at),
            day=promise.due_on or window.first,
            summary=said % {"name": promise.contact.name, "what": str(promise)},
            changed=promise.updated_at,
            address=absolute(promise.contact.get_absolute_url()),
        )


def _dates(owner: User, window: Window, absolute: Absolute) -> Iterator[Entry]:
    """Every turn of each date; people in the archive ask for nothing."""
    rows = ImportantDate.objects.for_owner(owner).filter(contact__archived_on=None).select_related("contact")
    for kept in rows.order_by("month", "day", "pk")[:MOST_OF_A_KIND]:
        on = kept.next_on(window.first)
        while on and on <= window.last:
            what = ", ".join(part for part in (str(kept), Turn(kept, on, window.first).years) if part)
            yield day_entry(
                uid=uid("date", kept.pk, kept.created_at, f"-{on:%Y}"),
                day=on,
                summary=f"{kept.contact.name}: {what}",
                changed=kept.updated_at,
                address=absolute(kept.contact.get_absolute_url()),
            )
            on = kept.next_on(on + timedelta(days=1))


def _participations(owner: User, window: Window, absolute: Absolute) -> Iterator[Entry]:
    rows = Participation.objects.for_owner(owner).exclude(status=Status.LEFT).select_related("community")
    for own in rows.order_by("pk"):
        name = own.community.name
        turns = (
            ("review", own.next_review, _("Look again at “%(name)s”: stay, change role, leave?")),
            ("renewal", own.renewal_on, _("Renew the membership: “%(name)s”")),
        )
        for kind, day, said in turns:
            if day and window.first <= day <= window.last:
                yield day_entry(
                    uid=uid(kind, own.pk, own.created_at),
                    day=day,
                    summary=said % {"name": name},
                    changed=own.updated_at,
                    address=absolute(reverse("communities:community", args=[own.community_id])),
                )
