"""The slow and obvious recount of ratings and of the evidence beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from communities.models import Contribution, Event, Opportunity, Reflection
from contacts.models import Mentorship, TieChange
from networking.accounts.models import User
from networking.metrics.belonging import Where
from networking.metrics.windows import Month
from tests.metrics.world import Months, Recount


class Proofs(Recount):
    def __init__(self, owner: User, today: date) -> None:
        super().__init__(owner, today)
        alive = {contact.pk for contact in self.contacts}
        self.told = [
            row
            for row in Contribution._base_manager.filter(owner=owner, kind="event").order_by("day", "pk")
            if row.trash_id is None
        ]
        organised = Event._base_manager.filter(owner=owner, mine="attended", my_role="organiser", trash=None)
        self.organised = {row.pk for row in organised}
        self.opportunities = [row for row in Opportunity._base_manager.filter(owner=owner) if row.trash_id is None]
        self.mentorships = [
            row
            for row in Mentorship._base_manager.filter(owner=owner)
            if row.trash_id is None and row.contact_id in alive
        ]
        self.ties = [row for row in TieChange._base_manager.filter(owner=owner) if row.contact_id in alive]
        self.reflections = [
            row
            for row in Reflection._base_manager.filter(owner=owner)
            if row.community_id is None or row.community_id in self.communities
        ]

    def marks(self, quality: str, months: Months, where: Where) -> list[int]:
        """One month after another: its own mark if it has one, else those of communities."""
        found: list[int] = []
        for month in months:
            marked = [row for row in self.reflections if row.month == month.first and getattr(row, quality)]
            if where is not None:
                chosen = [row for row in marked if row.community_id and self.chosen(row.community_id, where)]
            else:
                chosen = [row for row in marked if row.community_id is None] or marked
            found += [getattr(row, quality) for row in chosen]
        return found

    def deepened(self, months: Months, where: Where) -> set[int]:
        return {
            row.contact_id
            for row in self.ties
            if row.before
            and row.tie
            and row.tie > row.before
            and Month.of(row.day) in months
            and row.day <= self.today
            and (where is None or self.was_member(row.contact_id, row.day, where))
        }

    def soon(self, months: Months, where: Where) -> set[int]:
        met = {one.pk: one.met_on for one in self.contacts if one.met_on}
        days = {row.pk: row.day for row in self.interactions if row.answered and row.day <= self.today}
        talks = [(row.contact_id, days[row.interaction_id]) for row in self.participants if row.interaction_id in days]
        return {
            pk
            for pk in self.new_contacts(months, where)
            if any(one == pk and met[pk] < day <= met[pk] + timedelta(days=30) for one, day in talks)
        }

    def events_with(self, months: Months, where: Where, **wanted: str) -> set[int]:
        rows = (self.events[pk] for pk in self.events_attended(months, where))
        return {row.pk for row in rows if all(getattr(row, name) == value for name, value in wanted.items())}

    def organised_besides(self, months: Months, where: Where) -> set[int]:
        """Contributions of the kind that stand for an event of their own: by role it counts already."""
        told: set[int] = set()
        found = set()
        for row in self.told:
            if row.event_id in self.organised or row.event_id in told:
                continue
            if row.event_id:
                told.add(row.event_id)
            if Month.of(row.day) in months and (where is None or self.chosen(row.community_id, where)):
                found.add(row.pk)
        return found

    def events_rated(self, months: Months, where: Where) -> set[int]:
        return {pk for pk in self.events_attended(months, where) if self.events[pk].knowledge}

    def chances(self, months: Months, where: Where, **wanted: str) -> set[int]:
        return {
            row.pk
            for row in self.opportunities
            if Month.of(row.received_on) in months
            and (where is None or self.chosen(row.community_id, where))
            and all(getattr(row, name) == value for name, value in wanted.items())
        }

    def chances_rated(self, months: Months, where: Where) -> set[int]:
        chosen = self.chances(months, where)
        return {row.pk for row in self.opportunities if row.pk in chosen and row.usefulness}

    def unasked(self, months: Months, where: Where) -> set[int]:
        received = self.referrals_received(months, where)
        return {row.pk for row in self.referrals if row.pk in received and not row.asked_on}

    def mentees(self, months: Months, where: Where) -> set[int]:
        first, last = min(months).first, max(months).after_last - timedelta(days=1)
        return {
            row.contact_id
            for row in self.mentorships
            if row.direction == "me"
            and row.started_on <= min(last, self.today)
            and (row.ended_on is None or row.ended_on >= first)
            and (where is None or self._member_then(row.contact_id, first, last, where))
        }

    def _member_then(self, contact_id: int, first: date, last: date, where: Where) -> bool:
        days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
        return any(self.was_member(contact_id, day, where) for day in days)

    @property
    def evidence(self) -> dict[str, Callable[[Months, Where], set[int]]]:
        outcomes = {
            f"opportunities-as-{outcome}": self._chances_as(outcome)
            for outcome in ("taken", "declined", "nothing", "open")
        }
        return {
            "ties-deepened": self.deepened,
            "talked-soon": self.soon,
            "events-rated": self.events_rated,
            "opportunities": self.chances,
            "opportunities-rated": self.chances_rated,
            "talks-given": lambda months, where: self.events_with(months, where, my_role="speaker"),
            "events-organised": lambda months, where: self.events_with(months, where, my_role="organiser"),
            "referrals-unasked": self.unasked,
            "mentees": self.mentees,
            "invitations": lambda months, where: self.chances(months, where, kind="talk"),
            **outcomes,
        }

    def _chances_as(self, outcome: str) -> Callable[[Months, Where], set[int]]:
        return lambda months, where: self.chances(months, where, outcome=outcome)
