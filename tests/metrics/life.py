"""Small random lives that crowd around the edges of months: what properties of the figures are tried on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from communities.models import QUALITIES, Community, Event, Reflection
from contacts.actions.merging import merge
from contacts.models import Contact, TieChange
from networking.accounts.models import User
from networking.metrics.windows import Month
from tests.factories import (
    make_attendance,
    make_community,
    make_contact,
    make_contribution,
    make_event,
    make_interaction,
    make_membership,
    make_mentorship,
    make_opportunity,
    make_referral,
)

# A zone, and a month that runs while its clock is changed, or a whole day is left out.
ERAS = [
    ("Europe/Moscow", Month(2026, 11)),
    ("Europe/Moscow", Month(2011, 4)),
    ("Europe/Moscow", Month(2014, 11)),
    ("Pacific/Apia", Month(2012, 1)),
    ("Pacific/Apia", Month(2026, 11)),
    ("America/New_York", Month(2026, 4)),
    ("America/New_York", Month(2026, 11)),
]


@dataclass
class Life:
    """Chance, and the month in which the life is looked at, on its 20th day."""

    owner: User
    chance: Random
    month: Month

    @property
    def today(self) -> date:
        return self.month.first.replace(day=20)

    def day(self) -> date:
        """Days crowd around the edges of months."""
        edge = self.month.moved(self.chance.randint(-3, 1)).first
        return edge + timedelta(days=self.chance.choice([-1, 0, 1, self.chance.randint(-20, 20)]))

    def maybe(self, day: date) -> date | None:
        return day if self.chance.random() < 0.7 else None

    def mark(self) -> int | None:
        return self.chance.choice([None, 1, 2, 3, 4, 5])

    def live(self) -> list[Community]:
        """Open periods, two periods in one community, doubles made one, the trash, attempts without an answer."""
        communities = [
            make_community(owner=self.owner, family=family, kind=kind)
            for family, kind in [("internal", "technical"), ("professional", "sig"), ("professional", "online")]
        ]
        people = [make_contact(owner=self.owner, met_on=self.maybe(self.day())) for _ in range(6)]
        self._meet(people, communities)
        self._receive(people, communities)
        self._rate(communities)
        if self.chance.random() < 0.5:
            kept, gone = self.chance.sample(people, 2)
            merge(owner=self.owner, kept=kept, gone=gone, chosen={})
            people.remove(gone)
        for rows in (people, communities):
            row = self.chance.choice(rows)
            if self.chance.random() < 0.4:
                row.throw_away()
        return [one for one in communities if one.trash_id is None]

    def _meet(self, people: list[Contact], communities: list[Community]) -> None:
        chance, owner = self.chance, self.owner
        for _ in range(7):
            since, until = sorted([self.day(), self.day()])
            member, where = chance.choice(people), chance.choice(communities)
            make_membership(contact=member, community=where, since=self.maybe(since), until=self.maybe(until))
        for _ in range(9):
            with_whom, answered = chance.sample(people, chance.randint(1, 3)), chance.random() < 0.8
            talk = make_interaction(owner=owner, contacts=with_whom, day=self.day(), answered=answered)
            if chance.random() < 0.1:
                talk.throw_away()
        for _ in range(6):
            event = make_event(
                owner=owner,
                community=chance.choice([*communities, None]),
                starts=datetime.combine(self.day(), datetime.min.time(), UTC)
                + timedelta(minutes=chance.randint(0, 1439)),
                mine=chance.choice(["attended", "attended", "planned", "missed"]),
                my_role=chance.choice(["listener", "speaker", "organiser"]),
                knowledge=self.mark(),
            )
            for person in chance.sample(people, chance.randint(1, 2)):
                make_attendance(event=event, contact=person, came=chance.random() < 0.8)
                if chance.random() < 0.4:
                    met = event.starts.astimezone(owner.zone).date() + timedelta(days=chance.choice([-1, 0, 0, 1]))
                    Contact.objects.filter(pk=person.pk).update(met_on=met)
            if chance.random() < 0.1:
                event.throw_away()

    def _receive(self, people: list[Contact], communities: list[Community]) -> None:
        chance, owner = self.chance, self.owner
        for _ in range(4):
            giver = chance.choice([*people, None])
            receiver = None if giver else chance.choice(people)
            asked = self.maybe(self.day())
            make_referral(owner=owner, giver=giver, receiver=receiver, made_on=self.maybe(self.day()), asked_on=asked)
        for _ in range(5):
            day, outcome = self.day(), chance.choice(["open", "taken", "declined", "nothing"])
            row = make_opportunity(
                owner=owner,
                community=chance.choice([*communities, None]),
                kind=chance.choice(["talk", "vacancy"]),
                received_on=day,
                usefulness=self.mark(),
                outcome=outcome,
                outcome_on=None if outcome == "open" else day,
            )
            if chance.random() < 0.2:
                row.throw_away()
        events = [*Event.objects.for_owner(owner).order_by("pk"), None, None]
        for _ in range(5):
            place, told = chance.choice([*communities, None]), chance.choice(["event", "event", "help"])
            make_contribution(owner=owner, kind=told, day=self.day(), event=chance.choice(events), community=place)
        for person in chance.sample(people, 3):
            started, ended = sorted([self.day(), self.day()])
            way = chance.choice(["me", "me", "they"])
            make_mentorship(contact=person, direction=way, started_on=started, ended_on=self.maybe(ended))
            days = {self.day(), self.day()}
            for day in days:
                TieChange.objects.create(owner=owner, contact=person, day=day, before=self.mark(), tie=self.mark())

    def _rate(self, communities: list[Community]) -> None:
        for back in range(-1, 4):
            for where in (None, *communities):
                if self.chance.random() < 0.5:
                    marks = {name: self.mark() for name in QUALITIES}
                    month = self.month.moved(-back).first
                    Reflection.objects.create(owner=self.owner, month=month, community=where, **marks)
