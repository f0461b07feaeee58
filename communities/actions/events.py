from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from communities.models import Attendance, Event
from contacts.actions.interactions import save_new
from contacts.models import Contact


@transaction.atomic
def invite(*, event: Event, contacts: Iterable[Contact]) -> list[Contact]:
    """Mark people as invited, new ones saved first; somebody invited before stays so. Returns the people."""
    people = save_new(contacts)
    have = {one.contact_id: one for one in Attendance.objects.filter(event=event)}
    again = [have[one.pk] for one in people if one.pk in have and not have[one.pk].invited]
    for attendance in again:
        attendance.invited = True
    Attendance.objects.bulk_update(again, ["invited"])
    Attendance.objects.bulk_create(
        Attendance(owner_id=event.owner_id, event=event, contact=one, invited=True)
        for one in people
        if one.pk not in have
    )
    return people
