from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from communities.models import Community, Membership
from contacts.bulk import chunks
from contacts.models import BulkChange, ContactQuerySet

NAME = "community"


@transaction.atomic
def add_to_community(
    *, owner: AbstractBaseUser, people: ContactQuerySet, community: Community, role: str, since: date | None
) -> BulkChange | None:
    """Start a membership for those who have none on the same days. None when everybody had one."""
    there = Membership.objects.filter(owner=owner.pk, community=community, trash=None)
    if since is not None:
        there = there.filter(Q(until=None) | Q(until__gte=since))
    without = people.exclude(pk__in=there.values("contact")).order_by("pk").select_for_update(of=("self",))
    values = {"owner_id": owner.pk, "community": community, "role": role, "since": since}
    made: list[int] = []
    for some in chunks([*without.values_list("pk", flat=True)]):
        rows = Membership.objects.bulk_create([Membership(contact_id=pk, **values) for pk in some], batch_size=1_000)
        made += [row.pk for row in rows]
    if not made:
        return None
    what = _("added to “%(community)s”") % {"community": community.name}
    before = {"memberships": made}
    return BulkChange.objects.create(owner_id=owner.pk, action=NAME, what=what[:300], count=len(made), before=before)


def undo_community(change: BulkChange) -> None:
    """Take away the memberships that were made, those that somebody has worked on since left out."""
    for some in chunks(change.before["memberships"]):
        Membership.objects.filter(owner=change.owner_id, pk__in=some, version=1).delete()
