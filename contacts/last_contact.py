from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Max, QuerySet

from contacts.models import Contact, Participant
from contacts.prepared import prepared


def add_last_contact(people: Iterable[Contact], owner: AbstractBaseUser, today: date) -> None:
    """Gives each of the people `last_contact`, the latest day that counts, or None; one query for them all."""
    people = [*people]
    latest = dict(_latest(owner, today, [person.pk for person in people])) if people else {}
    for person in people:
        person.last_contact = latest.get(person.pk)


def read_last_contact(people: Iterable[Contact], owner: AbstractBaseUser, today: date) -> None:
    """The same for people fetched a moment ago, from the day that is kept with them; no query."""
    people = [*people]
    for person in people:
        person.last_contact = person.last_on
    if ahead := [person for person in people if person.last_on and person.last_on > today]:
        add_last_contact(ahead, owner, today)


def latest_days(owner: AbstractBaseUser, today: date, people: list[int]) -> dict[int, date]:
    """The latest day that counts of each of some people who have one; one query."""
    return dict(_latest(owner, today, people))


@prepared
def _latest(owner: AbstractBaseUser, today: date, people: list[int]) -> QuerySet[Participant, Any]:
    talks = Participant.objects.filter(owner=owner.pk, contact__in=people).counted(today)
    return talks.order_by().values_list("contact_id").annotate(Max("counted_on"))
