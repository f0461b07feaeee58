"""What of a month was begun and has no end in the records: events, promises, people met once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from communities.models import Event
from contacts.models import Contact, Promise
from networking.accounts.models import User
from networking.metrics.practices.rows import without_second_talk
from networking.metrics.review.models import Dismissal
from networking.metrics.windows import Window

SHOWN = 40
WHAT = ("event", "promise", "contact")


@dataclass(frozen=True)
class OpenEnds:
    """At most SHOWN of each; `more` says that some list was longer."""

    events: list[Event]
    promises: list[Promise]
    people: list[Contact]
    put_aside: int
    more: bool

    @property
    def count(self) -> int:
        return len(self.events) + len(self.promises) + len(self.people)


def open_ends(owner: User, window: Window, now: datetime) -> OpenEnds:
    """What a month still asks for and was not put aside; four queries."""
    aside = Dismissal.objects.for_owner(owner).of_month(window.first)
    put = {what: aside.filter(**{f"{what}__isnull": False}).values(what) for what in WHAT}
    events = Event.objects.for_owner(owner).waiting_for_debrief(now).starting(*window.moments)
    promises = (
        Promise.objects.for_owner(owner)
        .open()
        .filter(Q(due_on__lt=window.after_lived) | Q(due_on=None, made_on__lt=window.after_lived))
    )
    people = without_second_talk(owner, window).filter(archived_on=None)
    found = (
        [*events.exclude(pk__in=put["event"]).select_related("community")[: SHOWN + 1]],
        [*promises.exclude(pk__in=put["promise"]).select_related("contact").soonest_first()[: SHOWN + 1]],
        [*people.exclude(pk__in=put["contact"]).order_by("met_on", "name_key", "pk")[: SHOWN + 1]],
    )
    return OpenEnds(
        found[0][:SHOWN],
        found[1][:SHOWN],
        found[2][:SHOWN],
        aside.count(),
        any(len(rows) > SHOWN for rows in found),
    )
