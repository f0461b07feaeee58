"""The circle of a community in a debrief: who is offered as a whole, and stands in the first list to be ticked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from communities.forms.debrief_list import rows_for_list
from communities.forms.debrief_rows import Row
from communities.forms.lists import Listed
from communities.models import Attendance, Event, Family, Membership
from communities.models.event import EventRole
from contacts.prepared import prepared

# The people of a community that are offered by one button: a circle, and not a crowd.
CIRCLE = 30
# What the button says that ticks those of them who stand in the list as well.
TICK = "tick"


def circle_of(event: Event, owner: AbstractBaseUser, day: date, today: date) -> list[int]:
    """The ids of the people of an event's community on its day, if they are a circle that is offered as a whole; of
    today where nobody is known of that day, as when a community is written down after its first meeting.

    A circle comes together where I am the host or inside the company; of a meetup in town nobody comes with all
    the others. Nobody for an event that was gone through: who was missing then is known.
    """
    if event.community is None or event.debriefed_at:
        return []
    if event.my_role != EventRole.ORGANISER and event.community.family != Family.INTERNAL:
        return []
    found = _circle(owner, event.community.pk, day)
    if not found and day < today:
        found = _circle(owner, event.community.pk, today)
    return [person for *_name, person in sorted(found)] if len(found) <= CIRCLE else []


def listed(people: Iterable[int]) -> list[Listed]:
    return [Listed(f"id:{person}") for person in people]


def to_be_ticked(event: Event, owner: AbstractBaseUser, people: Collection[int]) -> list[Row]:
    """Rows without a tick for a circle of whom nobody was at an event of the community yet: this list is all that is
    known. Later on who came before, and who did not, says more than the list does."""
    if not people or not event.community_id or _came_before(owner, event.community_id):
        return []
    rows = rows_for_list(owner, listed(people), []).fresh
    for row in rows:
        row.came = False
    return rows


def tick(rows: Iterable[Row], people: Collection[int]) -> list[Row]:
    """Tick those of the people who have no tick yet, and return them."""
    ticked = [row for row in rows if row.contact and row.contact.pk in people and not row.came]
    for row in ticked:
        row.came = True
    return ticked


@prepared
def _circle(owner: AbstractBaseUser, community: int, day: date) -> QuerySet[Membership, tuple[str, int, int]]:
    """Some of those who are in a community on a day, and one more than a circle may have when they are a crowd.

    Their order is of no use to a crowd, and costs a look at everybody.
    """
    there = Membership.objects.filter(owner=owner.pk, community=community, trash=None, contact__trash=None).on(day)
    return there.order_by().values_list("contact__name_key", "pk", "contact")[: CIRCLE + 1]


@prepared
def _came_before(owner: AbstractBaseUser, community: int) -> QuerySet[Attendance, tuple[int]]:
    there = Attendance.objects.filter(owner=owner.pk, came=True, event__community=community, event__trash=None)
    return there.order_by().values_list("pk")[:1]
