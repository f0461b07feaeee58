"""One row of everything that somebody can own, for tests that look at all of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.apps import apps
from django.db import models

from communities.models import CommunityChannel
from contacts.models import RhythmDefault, Submission
from contacts.owned import Owned
from networking.accounts.models import User
from tests.factories import (
    make_attendance,
    make_channel,
    make_community,
    make_contact,
    make_event,
    make_interaction,
    make_membership,
    make_participation,
    make_promise,
    make_referral,
    make_tag,
)


def fill(owner: User, today: date) -> dict[str, models.Model]:
    """A small network around one person; returns a row of every owned model, by the model's name."""
    person = make_contact(owner=owner, name="Первый Человек", met_on=today - timedelta(days=5))
    other = make_contact(owner=owner, name="Вторая Личность", introduced_by=person)
    person.tags.add(tag := make_tag(owner=owner))
    interaction = make_interaction(owner=owner, contacts=[person, other], day=today)
    community = make_community(owner=owner)
    event = make_event(owner=owner, community=community, starts=datetime(today.year, today.month, 1, 9, tzinfo=UTC))
    rows: dict[str, models.Model] = {
        "Contact": person,
        "Tag": tag,
        "Channel": make_channel(contact=person),
        "Interaction": interaction,
        "Participant": interaction.participants.get(contact=person),
        "Promise": make_promise(contact=person, interaction=interaction),
        "Referral": make_referral(owner=owner, giver=person, receiver=other),
        "RhythmDefault": RhythmDefault.objects.create(owner=owner, tie=3, ideal=30, at_most=60),
        "Submission": Submission.objects.create(owner=owner),
        "Trash": make_promise(contact=person).throw_away(),
        "Community": community,
        "CommunityChannel": CommunityChannel.objects.create(
            owner=owner, community=community, kind="telegram", value="@chat"
        ),
        "Participation": make_participation(community=community),
        "Membership": make_membership(contact=person, community=community, since=today - timedelta(days=90)),
        "Event": event,
        "Attendance": make_attendance(event=event, contact=person, came=True, interaction=interaction),
    }
    missing = {model.__name__ for model in apps.get_models() if issubclass(model, Owned)} - rows.keys()
    assert not missing, f"tests/network.py makes no row of {missing}"
    return rows


def mark(rows: dict[str, models.Model], word: str) -> set[str]:
    """Write a unique word into every free text of every row; returns the words."""
    written = set()
    for name, row in rows.items():
        for field in row._meta.concrete_fields:
            if type(field) in (models.CharField, models.TextField) and not field.choices and field.name != "version":
                text = f"{word}{name}{field.name.replace('_', '')}".lower()[: field.max_length or 200]
                type(row)._base_manager.filter(pk=row.pk).update(**{field.name: text})
                written.add(text)
    return written
