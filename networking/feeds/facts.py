"""What the feed of somebody is made from, as it stands in the database: read whole, and told from what was read before.

Four queries made ready once. A calendar asks every hour and mostly nothing has changed: the fingerprint is taken of
these rows themselves, so it knows of every edit, of bulk statements and of what was deleted, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, Self

from dateutil.relativedelta import relativedelta
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.timezone import make_aware

from communities.as_kept import as_kept
from communities.ics import EventFacts
from communities.models import Event, Participation
from communities.models.event import Attended
from communities.models.participation import Status
from contacts.models import ImportantDate, Promise
from contacts.models.contact import NAMES
from contacts.prepared import prepared
from networking.accounts.models import User

BACK, AHEAD = relativedelta(months=3), relativedelta(months=12)
MOST_OF_A_KIND = 2_000
# Another number makes every calendar read its file anew: for when the same rows are written in another way.
WRITTEN_AS = 3
_PERSON = [f"contact__{name}" for name in NAMES]
_KEPT = ("created_at", "updated_at")


@dataclass(frozen=True)
class Window:
    """The days that a feed holds, both ends inside, on the owner's clock."""

    first: date
    last: date
    today: date

    @classmethod
    def around(cls, day: date) -> Window:
        return cls(day - BACK, day + AHEAD, day)


@dataclass(frozen=True)
class Facts:
    """The rows of a window; events as tuples in the order of `EventFacts`, because there may be thousands."""

    window: Window
    events: list[tuple[Any, ...]]
    promises: list[Promise]
    dates: list[ImportantDate]
    parts: list[Participation]

    @classmethod
    def of(cls, owner: User, today: date) -> Self:
        window = Window.around(today)
        first, last = window.first, window.last
        begin = make_aware(datetime.combine(first, time.min), owner.zone)
        end = make_aware(datetime.combine(last + timedelta(days=1), time.min), owner.zone)
        return cls(
            window,
            _events(owner, begin, end),
            _promises(owner, first, last),
            _dates(owner),
            _parts(owner, first, last, today),
        )

    def fingerprint(self, *spoken: str) -> str:
        """The same only for the same rows on the same day, spoken in the same way: language, addresses."""
        beside = ((self.promises, "contact"), (self.dates, "contact"), (self.parts, "community"))
        kept = [[*_columns(row), *_columns(getattr(row, name))] for rows, name in beside for row in rows]
        said = repr((WRITTEN_AS, spoken, self.window, self.events, kept))
        return sha256(said.encode(errors="surrogatepass")).hexdigest()[:32]


def _columns(row: Model) -> Iterator[tuple[str, Any]]:
    """What was read of a row."""
    return ((name, value) for name, value in vars(row).items() if name[0] != "_")


@prepared
def _events(owner: AbstractBaseUser, begin: datetime, end: datetime) -> QuerySet[Event, tuple[Any, ...]]:
    events = Event.objects.for_owner(owner).starting(begin, end).exclude(mine=Attended.MISSED)
    return events.order_by("starts", "pk").values_list(*map(_column, EventFacts._fields))[:MOST_OF_A_KIND]


def _column(name: str) -> Cast | F:
    """Moments as they are kept need not be understood to be written."""
    return as_kept(name) if name in (*_KEPT, "starts", "ends") else F(name)


@prepared
def _promises(owner: AbstractBaseUser, first: date, last: date) -> QuerySet[Promise]:
    rows = Promise.objects.for_owner(owner).open().filter(due_on__gte=first, due_on__lte=last)
    rows = rows.select_related("contact").only("direction", "text", "due_on", *_KEPT, *_PERSON)
    return rows.order_by("due_on", "pk")[:MOST_OF_A_KIND]


@prepared
def _dates(owner: AbstractBaseUser) -> QuerySet[ImportantDate]:
    """People in the archive ask for nothing."""
    rows = ImportantDate.objects.for_owner(owner).filter(contact__archived_on=None).select_related("contact")
    rows = rows.only("kind", "label", "day", "month", "year", *_KEPT, *_PERSON)
    return rows.order_by("month", "day", "pk")[:MOST_OF_A_KIND]


@prepared
def _parts(owner: AbstractBaseUser, first: date, last: date, today: date) -> QuerySet[Participation]:
    """What I left, or what is over, asks for nothing."""
    rows = Participation.objects.for_owner(owner).exclude(status=Status.LEFT).select_related("community")
    rows = rows.only("until", "next_review", "renewal_on", *_KEPT, "community__name")
    rows = rows.filter(Q(until=None) | Q(until__gte=today))
    reviewed = Q(next_review__gte=first, next_review__lte=last)
    return rows.filter(reviewed | Q(renewal_on__gte=first, renewal_on__lte=last)).order_by("pk")
