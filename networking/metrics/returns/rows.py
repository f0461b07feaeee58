"""The rows that a return counts beside those of the figures. The first sentence is the definition shown."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, OuterRef, QuerySet, Subquery

from contacts.models import Contact, Participant
from networking.accounts.models import User
from networking.metrics.rows import Where, new_contacts
from networking.metrics.windows import Window

KEPT_AFTER = timedelta(days=90)
KEPT_TALKS = 2


def contacts_kept(owner: User, window: Window, community: Where = None) -> QuerySet[Contact]:
    """People met in these months with whom something passed at least twice later than 90 days after you met."""
    later = Participant.objects.filter(contact=OuterRef("pk"), counted_on__gt=OuterRef("met_on") + KEPT_AFTER)
    talks = later.counted(window.today).order_by().values("contact").annotate(n=Count("pk")).values("n")
    return new_contacts(owner, window, community).alias(talks=Subquery(talks)).filter(talks__gte=KEPT_TALKS)
