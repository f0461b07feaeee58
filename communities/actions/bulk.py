from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.history import said_of, tell_of_joining, tell_of_leaving
from communities.models import Community, Membership
from contacts.bulk import BulkAction, chunks
from contacts.models import BulkChange, Channel, Contact, ContactQuerySet, Trash

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
    ids = [*without.values_list("pk", flat=True)]
    for some in chunks(ids):
        rows = Membership.objects.bulk_create([Membership(contact_id=pk, **values) for pk in some], batch_size=1_000)
        made += [row.pk for row in rows]
    if not made:
        return None
    said = said_of(community, role, since)
    tell_of_joining(owner.pk, ids, said)
    what = _("added to “%(community)s”") % {"community": community.name}
    before = {"memberships": made, "said": said}
    return BulkChange.objects.create(owner_id=owner.pk, action=NAME, what=what[:300], count=len(made), before=before)


def undo_community(change: BulkChange) -> None:
    """Take away the memberships that were made, those that somebody has worked on since left out.

    People who were new with them go to the trash, but for those of whom something was written since.
    """
    new = {*change.before.get("new", ())}
    for some in chunks(change.before["memberships"]):
        as_made = Membership.objects.filter(owner=change.owner_id, pk__in=some, version=1)
        people = [*as_made.values_list("contact", flat=True)]
        as_made.delete()
        if said := change.before.get("said"):
            tell_of_leaving(change.owner_id, [pk for pk in people if pk not in new], said)
    Channel.objects.filter(owner=change.owner_id, pk__in=change.before.get("channels", ())).delete()
    still_there = Membership.objects.filter(contact=OuterRef("pk"), trash=None)
    as_new = Contact.objects.filter(owner=change.owner_id, pk__in=new, version=1, trash=None, last_on=None)
    as_new = as_new.exclude(Exists(still_there))
    if new and (count := as_new.count()):
        community = change.before["said"]["name"]
        what = ngettext(
            "%(n)d person who was added to “%(community)s”", "%(n)d people who were added to “%(community)s”", count
        ) % {"n": count, "community": community}
        as_new.update(trash=Trash.objects.create(owner_id=change.owner_id, what=what[:300]))


def _add_some(owner: AbstractBaseUser, people: ContactQuerySet, values: dict[str, Any]) -> BulkChange | None:
    """One step; None when the community is gone."""
    community = Community.objects.for_owner(owner).filter(pk=values["community"]).first()
    if community is None:
        return None
    since = date.fromisoformat(values["since"]) if values["since"] else None
    return add_to_community(owner=owner, people=people, community=community, role=values["role"], since=since)


ADD = BulkAction(NAME, "communities:bulk_add", gettext_lazy("To a community"), "affiliate", _add_some, undo_community)
