"""What stands in the notes: every name first, so that every link can be written, and the rows when they are needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from communities.models import Attendance, Community, Event, Membership, Participation, Reflection
from contacts.models import Contact, Interaction, Participant
from networking.exchange.vault.naming import Names, safe

if TYPE_CHECKING:
    from networking.accounts.models import User


class Network:
    """The rows of one owner with the names of their notes, by their ids; months by `2026-10`."""

    def __init__(self, owner: User) -> None:
        self.owner = owner
        names = Names()
        people = Contact.objects.for_owner(owner).only("owner", "given_name", "family_name", "nickname", "name_key")
        self.months: dict[str, str] = {}
        found = {*self._months()}
        # Months first: they are called what they are.
        for month in sorted(found):
            self.months[month] = names.take(month)
        self.people = {one.pk: names.take(one.name) for one in people}
        self.communities = {one.pk: names.take(one.name) for one in Community.objects.for_owner(owner)}
        self.events = {one.pk: names.take(f"{self.day_of(one)} {one.name}") for one in self.all_events}
        self.start = names.take(_("My network"))
        self.folders = {
            "people": safe(_("People")),
            "communities": safe(_("Communities")),
            "events": safe(_("Events")),
            "months": safe(_("Months")),
        }

    @cached_property
    def all_events(self) -> Sequence[Event]:
        return [*Event.objects.for_owner(self.owner).order_by("starts", "pk")]

    def day_of(self, event: Event) -> date:
        """The day of an event by its own clock, else by its owner's."""
        return event.starts.astimezone(event.zone_or(self.owner.zone)).date()

    def _months(self) -> Iterable[str]:
        talks = Interaction.objects.for_owner(self.owner).order_by().values_list("day", flat=True).distinct()
        marks = Reflection.objects.for_owner(self.owner).values_list("month", flat=True)
        for day in (*talks, *marks, *(self.day_of(one) for one in self.all_events)):
            yield month_of(day)

    @cached_property
    def events_of_month(self) -> dict[str, list[Event]]:
        found = defaultdict(list)
        for one in self.all_events:
            found[month_of(self.day_of(one))].append(one)
        return found

    @cached_property
    def events_of_community(self) -> dict[int | None, list[Event]]:
        found = defaultdict(list)
        for one in self.all_events:
            found[one.community_id].append(one)
        return found

    @cached_property
    def members(self) -> dict[int, list[Membership]]:
        rows = Membership.objects.for_owner(self.owner).filter(contact__trash=None, community__trash=None)
        found = defaultdict(list)
        for one in rows.order_by("contact__name_key", "since", "pk"):
            found[one.community_id].append(one)
        return found

    @cached_property
    def participations(self) -> dict[int, list[Participation]]:
        found = defaultdict(list)
        for one in Participation.objects.for_owner(self.owner).order_by("since", "pk"):
            found[one.community_id].append(one)
        return found

    @cached_property
    def guests(self) -> dict[int, list[Attendance]]:
        rows = Attendance._base_manager.filter(owner=self.owner.pk, event__trash=None, contact__trash=None)
        found = defaultdict(list)
        for one in rows.order_by("contact__name_key", "pk"):
            found[one.event_id].append(one)
        return found

    @cached_property
    def talked(self) -> dict[str, dict[int, int]]:
        """Month → person → in how many talks."""
        found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        rows = Participant.objects.for_owner(self.owner).values_list("interaction__day", "contact_id")
        for day, pk in rows.order_by("interaction__day", "pk").iterator(2_000):
            found[month_of(day)][pk] += 1
        return found

    @cached_property
    def marks(self) -> dict[str, list[Reflection]]:
        found = defaultdict(list)
        for one in Reflection.objects.for_owner(self.owner).order_by("month", "pk"):
            found[month_of(one.month)].append(one)
        return found


def month_of(day: date) -> str:
    return f"{day:%Y-%m}" if day.year > 999 else f"{day.year:04d}-{day.month:02d}"
