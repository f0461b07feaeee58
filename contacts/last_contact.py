from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Max

from contacts.models import Contact, Participant


def add_last_contact(people: Iterable[Contact], owner: AbstractBaseUser, today: date) -> None:
    """Gives each of the people `last_contact`, the latest day that counts, or None; one query for them all."""
    people = [*people]
    talks = Participant.objects.filter(owner=owner.pk, contact__in=[person.pk for person in people]).counted(today)
    latest = dict(talks.order_by().values_list("contact_id").annotate(Max("counted_on")))
    for person in people:
        person.last_contact = latest.get(person.pk)
