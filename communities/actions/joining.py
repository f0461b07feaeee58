from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from communities.actions.periods import start_period
from communities.models import CatalogueEntry, Community, Participation
from communities.models.community import CommunityChannel
from communities.models.participation import Role, Status
from communities.overview import latest_of
from communities.renewal import days_again

_NOT_THERE = (Status.CONSIDERING, Status.LEFT)


@dataclass(frozen=True)
class Joined:
    """The community, and whether joining changed anything."""

    community: Community
    news: bool


def join(*, owner: AbstractBaseUser, entry: CatalogueEntry, today: date, status: Status = Status.JOINED) -> Joined:
    """Make the owner a participant of a catalogued community from a day on; a second time changes nothing.

    Somebody who was considering or had left is a participant again. With `CONSIDERING` the owner only looks at it,
    which changes nothing where they are already. Raises ValidationError for a template.
    """
    if entry.is_template:
        raise ValidationError(_("A template is no community yet: make your own from it."))
    try:
        with transaction.atomic():
            community = Community.objects.for_owner(owner).filter(entry=entry).first() or _copy(owner, entry)
            return Joined(community, _take_part(community, today, status))
    except IntegrityError:
        # Another tab was quicker: the database lets a person join an entry once.
        return Joined(Community.objects.for_owner(owner).get(entry=entry), False)


def _copy(owner: AbstractBaseUser, entry: CatalogueEntry) -> Community:
    community = Community.objects.create(owner_id=owner.pk, entry=entry, entry_version=entry.version, **entry.here)
    for channel in entry.channels.all():
        CommunityChannel.objects.create(owner_id=owner.pk, community=community, kind=channel.kind, value=channel.value)
    return community


def _take_part(community: Community, today: date, status: Status) -> bool:
    periods = [*Participation(owner_id=community.owner_id, community=community).siblings()]
    latest = latest_of(periods, today)
    if latest and latest.status not in _NOT_THERE and latest.contains(today):
        return False
    if latest and latest.status == status == Status.CONSIDERING:
        return False
    if latest and latest.since == today and latest.status in _NOT_THERE:
        if latest.status == Status.LEFT and status == Status.JOINED:
            for name, value in days_again(periods, today).items():
                setattr(latest, name, value)
        latest.status = status
        latest.save(update_fields=["status", "renewal_on", "renewal_day", "next_review", "updated_at"])
        return True
    start_period(
        Participation(
            owner_id=community.owner_id,
            community=community,
            status=status,
            role=Role.PARTICIPANT,
            since=today,
        ),
        latest,
    )
    return True
