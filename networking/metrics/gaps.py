"""How long it takes between two contacts with the same person."""

from __future__ import annotations

from statistics import median

from django.db.models import OuterRef, Subquery

from contacts.models import Participant
from networking.accounts.models import User
from networking.metrics.belonging import Where, as_member
from networking.metrics.windows import Window


def days_between(owner: User, window: Window, community: Where = None) -> float | None:
    """The median of the days since the contact before, over the people and days of a window; one query.

    None where nobody was talked to for the second time. With a community: on days on which the person was a member.
    """
    if not window.has_data:
        return None
    parts = Participant.objects.filter(owner=owner, counted_on__gte=window.first, counted_on__lt=window.after_lived)
    parts = parts.filter(contact__trash=None)
    if community is not None:
        parts = parts.filter(as_member(owner, community))
    before = Participant.objects.filter(owner=OuterRef("owner"), contact=OuterRef("contact"))
    before = before.filter(counted_on__lt=OuterRef("counted_on")).order_by("-counted_on")
    last_day = Subquery(before.values("counted_on")[:1])
    found = parts.order_by().values_list("contact", "counted_on", last_day).distinct()
    gaps = [(day - last).days for _contact, day, last in found if last]
    return median(gaps) if gaps else None
