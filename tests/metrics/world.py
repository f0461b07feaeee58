"""A slow and obvious recount of the figures, row by row in Python, to hold the queries against."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any, TypeAlias

from communities.models import Attendance, Community, Event, Family, Membership
from contacts.models import Contact, Interaction, Participant, Referral
from networking.accounts.models import User
from networking.metrics.belonging import Where
from networking.metrics.windows import Month

Months: TypeAlias = Collection[Month]


class Recount:
    """Reads whole tables of one owner, and counts by the words of the definitions."""

    def __init__(self, owner: User, today: date) -> None:
        self.zone, self.today = owner.zone, today
        self.contacts = [row for row in Contact._base_manager.filter(owner=owner) if row.trash_id is None]
        alive = {contact.pk for contact in self.contacts}
        communities = Community._base_manager.filter(owner=owner)
        self.communities = {row.pk: row for row in communities if row.trash_id is None}
        self.memberships = [
            row
            for row in Membership._base_manager.filter(owner=owner)
            if row.trash_id is None and row.contact_id in alive and row.community_id in self.communities
        ]
        self.interactions = [row for row in Interaction._base_manager.filter(owner=owner) if row.trash_id is None]
        self.participants = [row for row in Participant._base_manager.filter(owner=owner) if row.contact_id in alive]
        self.referrals = [row for row in Referral._base_manager.filter(owner=owner) if row.trash_id is None]
        self.events = {row.pk: row for row in Event._base_manager.filter(owner=owner) if row.trash_id is None}
        self.attendances = [
            row
            for row in Attendance._base_manager.filter(owner=owner)
            if row.contact_id in alive and row.event_id in self.events
        ]

    def chosen(self, community_id: int | None, where: Where) -> bool:
        if where is None:
            return True
        if isinstance(where, Family):
            row = self.communities.get(community_id or 0)
            return row is not None and row.family == where
        return community_id == where.pk

    def was_member(self, contact_id: int | None, day: date, where: Where) -> bool:
        return any(
            row.contact_id == contact_id and self.chosen(row.community_id, where) and row.contains(day)
            for row in self.memberships
        )

    def new_contacts(self, months: Months, where: Where) -> set[int]:
        return {
            one.pk
            for one in self.contacts
            if one.met_on
            and Month.of(one.met_on) in months
            and (
                where is None
                or self.was_member(one.pk, one.met_on, where)
                or self._joined(one.pk, months, where)
                or self._met_at_event(one.pk, one.met_on, where)
            )
        }

    def _joined(self, contact_id: int, months: Months, where: Where) -> bool:
        return any(
            row.contact_id == contact_id
            and self.chosen(row.community_id, where)
            and row.since is not None
            and Month.of(row.since) in months
            for row in self.memberships
        )

    def _met_at_event(self, contact_id: int, day: date, where: Where) -> bool:
        return any(
            row.contact_id == contact_id
            and row.came
            and self.chosen(self.events[row.event_id].community_id, where)
            and self._day(self.events[row.event_id]) == day
            for row in self.attendances
        )

    def interactions_in(self, months: Months, where: Where) -> set[int]:
        return {
            one.pk
            for one in self.interactions
            if one.answered
            and one.day <= self.today
            and Month.of(one.day) in months
            and (where is None or any(self.was_member(pk, one.day, where) for pk in self._with(one.pk)))
        }

    def _with(self, interaction_id: int) -> Iterable[int]:
        return (row.contact_id for row in self.participants if row.interaction_id == interaction_id)

    def referrals_received(self, months: Months, where: Where) -> set[int]:
        return {
            one.pk
            for one in self.referrals
            if one.direction == "received"
            and one.made_on
            and Month.of(one.made_on) in months
            and (where is None or self.was_member(one.giver_id, one.made_on, where))
        }

    def events_attended(self, months: Months, where: Where) -> set[int]:
        return {
            one.pk
            for one in self.events.values()
            if one.mine == "attended" and Month.of(self._day(one)) in months and self.chosen(one.community_id, where)
        }

    def _day(self, event: Event) -> date:
        return event.starts.astimezone(self.zone).date()

    @property
    def ways(self) -> dict[str, Callable[[Months, Where], set[int]]]:
        return {
            "new-contacts": self.new_contacts,
            "interactions": self.interactions_in,
            "referrals-received": self.referrals_received,
            "events-attended": self.events_attended,
        }


def ids(rows: Iterable[Any]) -> list[int]:
    return sorted(row.pk for row in rows)
