"""Which pages are measured, and where they are for one account."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import NoReverseMatch, reverse

from communities.models import Community, Event
from contacts.models import Contact
from networking.accounts.models import User
from networking.guidance.leading.twins import readable
from networking.guidance.models import Note


@dataclass(frozen=True)
class Page:
    """A page by the name that the report gives it; no address means that there is no such page yet."""

    name: str
    address: str | None
    fragment: bool = False


@dataclass(frozen=True)
class Account:
    """What the measuring process must know of one generated account."""

    people: int
    cookie: str
    pages: list[Page]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Account:
        return cls(data["people"], data["cookie"], [Page(**page) for page in data["pages"]])


def pages_of(owner: User, today: date) -> list[Page]:
    """Every page with the busiest row that it can show."""
    person = Contact.objects.for_owner(owner).annotate(n=Count("participant")).order_by("-n", "pk").first()
    community = Community.objects.for_owner(owner).annotate(n=Count("membership")).order_by("-n", "pk").first()
    event = Event.objects.for_owner(owner).annotate(n=Count("attendance")).order_by("-n", "pk").first()
    people, palette = _address("contacts:list"), _address("home:palette")
    return [
        Page("today", _address("home:today")),
        Page("people", people),
        Page("people, filtered", people and f"{people}?q=%D0%B0%D0%BD%D0%BD%D0%B0"),
        Page("people, by city", people and f"{people}?city=%D0%9A%D0%B0%D0%B7%D0%B0%D0%BD%D1%8C"),
        Page("people, last talk", people and f"{people}?sort=last"),
        Page("people, time to write", people and f"{people}?rhythm=due"),
        Page("people, search fragment", people and f"{people}?q=%D0%B0%D0%BD", fragment=True),
        Page("palette, as one types", palette and f"{palette}?q=%D0%B0%D0%BD", fragment=True),
        Page("person", _address("contacts:contact", person and person.pk)),
        Page("quick log", _address("home:quick_log"), fragment=True),
        Page("communities", _address("communities:list")),
        Page("community", _address("communities:community", community and community.pk)),
        Page("contributions", _address("communities:contributions")),
        Page("opportunities", _address("communities:opportunities")),
        Page(
            "given and got",
            _address("communities:community_giving", community and community.pk),
            fragment=True,
        ),
        Page("reminders", _address("communities:reminders"), fragment=True),
        Page("events", _address("events:list")),
        Page("event", _address("events:event", event and event.pk)),
        Page("debrief", _address("events:debrief", event and event.pk)),
        Page("month", _address("metrics:month", f"{today:%Y-%m}")),
        Page("month, more charts", _address("metrics:charts", f"{today:%Y-%m}"), fragment=True),
        Page("year", _address("metrics:span", f"{today:%Y}")),
        Page("guidance", _address("guidance:index")),
        Page("note", _note(owner)),
    ]


def _note(owner: User) -> str | None:
    """The address of the longest note that the owner is shown."""
    longest = max(Note.objects.filter(readable(owner.language)), key=lambda note: len(note.body), default=None)
    return longest.get_absolute_url() if longest else None


def _address(name: str, *args: object) -> str | None:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None
