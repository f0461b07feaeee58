from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from communities.actions.addresses import save_addresses
from communities.actions.bulk import NAME
from communities.actions.leaving import StaysLeft
from communities.history import said_of, tell_of_joining
from communities.models import Community, Membership
from contacts.models import BulkChange, Contact
from contacts.models.versioned import StaleVersion


class Added(NamedTuple):
    """Who was added, how many known people got an address, and what takes all of it back; None when there is nothing
    to take back."""

    people: list[Contact]
    addressed: int
    change: BulkChange | None


@transaction.atomic
def add_members(
    *,
    community: Community,
    people: Sequence[tuple[Contact, tuple[str, ...]]],
    role: str,
    since: date | None = None,
    until: date | None = None,
    there: Iterable[int] = (),
) -> Added:
    """Make people members of a community; new ones are saved first, with the addresses beside them if any.

    `there` holds the ids of those who are members on these days already: they are left as they are. Nobody is
    said to have been met, so that whoever only came with a list asks for nothing.
    """
    owner = community.owner_id
    new = [contact for contact, _addresses in people if contact.pk is None]
    known = [contact for contact, _addresses in people if contact.pk is not None]
    for contact in new:
        contact.refresh_keys()
    Contact.objects.bulk_create(new, batch_size=200)
    channels = save_addresses(owner, people)
    had = set(there)
    added = [contact for contact, _addresses in people if contact.pk not in had]
    values: dict[str, Any] = {"owner_id": owner, "community": community, "role": role, "since": since, "until": until}
    rows = [Membership(contact=contact, **values) for contact in added]
    made = Membership.objects.bulk_create(rows, batch_size=200)
    # Of who is new the history begins with this; nothing has changed for them.
    told = [contact.pk for contact in known if contact.pk not in had]
    said = said_of(community, role, since, until)
    tell_of_joining(owner, told, said)
    given = [one for one in channels if one.contact in known]
    if not made and not given:
        return Added([], 0, None)
    before = {
        "memberships": [one.pk for one in made],
        "said": said,
        "new": [one.pk for one in new],
        "channels": [one.pk for one in given],
    }
    what = _("added to “%(community)s”") if made else _("addresses from a list for “%(community)s”")
    what %= {"community": community.name}
    change = BulkChange(owner_id=owner, action=NAME, what=what[:300], count=len(made) or len(given), before=before)
    change.save()
    return Added(added, len({one.contact_id for one in given}), change)


def end_membership(membership: Membership, day: date) -> None:
    """Somebody is there until a day; a form that was opened before is overtaken by it.

    Raises ValidationError when they come only later.
    """
    membership.until = day
    membership.clean()
    membership.version += 1
    membership.save(update_fields=["until", "version", "updated_at"])


@transaction.atomic
def take_end_back(membership: Membership, until: date | None, seen: int) -> None:
    """Give a membership the end that it had before it was ended; `seen` is its version since then.

    Raises StaysLeft when it was changed again, or something else stands on those days.
    """
    try:
        membership.claim_version(seen)
    except StaleVersion:
        raise StaysLeft from None
    if membership.siblings().touching(membership.since, until).exists():
        raise StaysLeft
    membership.until = until
    membership.save(update_fields=["until", "updated_at"])
