"""Rows for tests: keyword-only, each with the least that it needs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from communities.models import (
    Attendance,
    CatalogueEntry,
    CatalogueSuggestion,
    Community,
    Contribution,
    Event,
    LaunchStep,
    Membership,
    Opportunity,
    Participation,
    Series,
)
from contacts.models import (
    Channel,
    Contact,
    ImportantDate,
    Interaction,
    Mentorship,
    Participant,
    Promise,
    Referral,
    Relationship,
    Tag,
)
from networking.accounts.models import Instance, User

_numbers = count(1)
DAY = date(2026, 10, 15)


def make_user(*, email: str = "", password: str = "correct horse battery", **fields: Any) -> User:
    Instance.objects.get_or_create(pk=1)
    return User.objects.create_user(email or f"user{next(_numbers)}@example.org", password, **fields)


def make_contact(*, owner: User, name: str = "", **fields: Any) -> Contact:
    given, _, family = (name or f"Имя{next(_numbers)}").partition(" ")
    return Contact.objects.create(owner=owner, **{"given_name": given, "family_name": family, **fields})


def make_channel(*, contact: Contact, value: str = "@someone", kind: str = "telegram", **fields: Any) -> Channel:
    return Channel.objects.create(owner_id=contact.owner_id, contact=contact, kind=kind, value=value, **fields)


def make_interaction(*, owner: User, contacts: list[Contact], day: date = DAY, **fields: Any) -> Interaction:
    interaction = Interaction.objects.create(owner=owner, day=day, **fields)
    Participant.objects.bulk_create(
        Participant(owner=owner, interaction=interaction, contact=contact) for contact in contacts
    )
    return interaction


def make_promise(*, contact: Contact, text: str = "Прислать ссылку", made_on: date = DAY, **fields: Any) -> Promise:
    return Promise.objects.create(owner_id=contact.owner_id, contact=contact, text=text, made_on=made_on, **fields)


def make_referral(*, owner: User, giver: Contact | None = None, made_on: date | None = DAY, **fields: Any) -> Referral:
    direction = "received" if giver else "given"
    return Referral.objects.create(owner=owner, giver=giver, **{"direction": direction, "made_on": made_on, **fields})


def make_date(*, contact: Contact, day: int = 12, month: int = 3, **fields: Any) -> ImportantDate:
    return ImportantDate.objects.create(owner_id=contact.owner_id, contact=contact, day=day, month=month, **fields)


def make_relationship(*, contact: Contact, other: Contact, kind: str = "colleague", **fields: Any) -> Relationship:
    return Relationship.objects.create(owner_id=contact.owner_id, contact=contact, other=other, kind=kind, **fields)


def make_mentorship(*, contact: Contact, goal: str = "Возглавить команду", **fields: Any) -> Mentorship:
    given = {"started_on": DAY, **fields}
    return Mentorship.objects.create(owner_id=contact.owner_id, contact=contact, goal=goal, **given)


def make_tag(*, owner: User, name: str = "") -> Tag:
    return Tag.objects.create(owner=owner, name=name or f"метка{next(_numbers)}")


def make_entry(*, name: str = "", **fields: Any) -> CatalogueEntry:
    number = next(_numbers)
    given = {"slug": f"entry-{number}", "family": "professional", "kind": "sig", **fields}
    return CatalogueEntry.objects.create(name=name or f"Запись {number}", **given)


def make_suggestion(*, owner: User, name: str = "", **fields: Any) -> CatalogueSuggestion:
    given = {"family": "professional", "kind": "sig", **fields}
    return CatalogueSuggestion.objects.create(owner=owner, name=name or f"Сообщество {next(_numbers)}", **given)


def make_community(*, owner: User, name: str = "", **fields: Any) -> Community:
    given = {"family": "professional", "kind": "sig", **fields}
    return Community.objects.create(owner=owner, name=name or f"Сообщество {next(_numbers)}", **given)


def make_participation(*, community: Community, **fields: Any) -> Participation:
    return Participation.objects.create(owner_id=community.owner_id, community=community, **fields)


def make_membership(*, contact: Contact, community: Community, **fields: Any) -> Membership:
    return Membership.objects.create(owner_id=contact.owner_id, contact=contact, community=community, **fields)


def make_event(*, owner: User, name: str = "", starts: datetime | None = None, **fields: Any) -> Event:
    starts = starts or datetime(2026, 10, 14, 16, 0, tzinfo=UTC)
    return Event.objects.create(owner=owner, name=name or f"Митап {next(_numbers)}", starts=starts, **fields)


def make_series(*, owner: User, rule: str = "FREQ=WEEKLY;BYDAY=TH", **fields: Any) -> Series:
    return Series.objects.create(owner=owner, rule=rule, **{"first_on": DAY, "time_zone": "Europe/Moscow", **fields})


def make_attendance(*, event: Event, contact: Contact, **fields: Any) -> Attendance:
    return Attendance.objects.create(owner_id=event.owner_id, event=event, contact=contact, **fields)


def make_contribution(*, owner: User, kind: str = "help", day: date = DAY, **fields: Any) -> Contribution:
    return Contribution.objects.create(owner=owner, kind=kind, day=day, **fields)


def make_opportunity(*, owner: User, kind: str = "vacancy", received_on: date = DAY, **fields: Any) -> Opportunity:
    return Opportunity.objects.create(owner=owner, kind=kind, received_on=received_on, **fields)


def make_step(*, community: Community, step: str = "theme", **fields: Any) -> LaunchStep:
    return LaunchStep.objects.create(owner_id=community.owner_id, community=community, step=step, **fields)
