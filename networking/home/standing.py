"""How an account stands on a day: what Today must know before it asks for anything else, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from contacts.models import Contact
from contacts.overdue import some_stale
from contacts.prepared import prepared
from networking.accounts.models import User
from networking.home.counts import as_said, counted
from networking.metrics.facts import first_days, first_fact
from networking.metrics.review.reminder import is_seen_to, month_over
from networking.metrics.windows import Standpoint


@dataclass(frozen=True)
class Standing:
    """`stale`: what is kept of people's rhythm does not hold on the day. `anybody`: there are people. `reviewed`: the
    month that is over is closed, or not to be reminded of. `nav`: what the frame counts."""

    stale: bool
    anybody: bool
    reviewed: bool
    seen: Standpoint
    nav: dict[str, Any]


def standing_of(owner: User, today: date) -> Standing:
    stale, anybody, reviewed, people, communities, *first = _standing(owner, today, month_over(today).first)[0]
    seen = Standpoint(owner.zone, today, first_fact(owner, first))
    return Standing(bool(stale), bool(anybody), bool(reviewed), seen, as_said(people, communities))


@prepared
def _standing(owner: User, today: date, month: date) -> QuerySet[User, Any]:
    anybody = Exists(Contact.objects.for_owner(owner))
    parts: list[Any] = [some_stale(OuterRef("pk"), today), anybody, is_seen_to(owner, month)]
    parts += [*counted(owner), *first_days(owner, today)]
    named = {f"part{place}": part for place, part in enumerate(parts)}
    return User.objects.filter(pk=owner.pk).annotate(**named).values_list(*named)
