"""What the parts of the invented life tell each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from communities.models import Community, Event
from contacts.models import Contact, Interaction
from networking.accounts.models import User
from networking.demo.customs import Customs
from networking.demo.rhythm import Rhythm
from networking.demo.texts import Texts


@dataclass(eq=False)
class Person:
    """A contact, with what the story must know of them."""

    contact: Contact
    female: bool
    weight: float
    known_since: date
    happening: Happening | None = None
    colleague: bool = False


@dataclass(eq=False)
class Happening:
    """An event on its local day, and the people who were met there."""

    event: Event
    day: date
    newcomers: list[Person] = field(default_factory=list)


@dataclass
class Club:
    """A community and the days from which its people are members."""

    community: Community
    internal: bool
    since: date
    until: date | None = None
    happenings: list[Happening] = field(default_factory=list)
    members: list[tuple[Person, date, date | None]] = field(default_factory=list)

    def takes_part_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def members_on(self, day: date) -> list[Person]:
        return [who for who, since, until in self.members if since <= day and (until is None or day <= until)]


@dataclass(eq=False)
class Talk:
    """An interaction with its people, before and after it is saved."""

    interaction: Interaction
    people: list[Person]
    own_notes: dict[int, str] = field(default_factory=dict)


@dataclass
class World:
    """The whole story so far."""

    owner: User
    seed: int
    today: date
    rhythm: Rhythm
    texts: Texts
    customs: Customs
    clubs: list[Club] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)

    @property
    def happenings(self) -> list[Happening]:
        return [happening for club in self.clubs for happening in club.happenings]
