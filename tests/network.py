"""One row of everything that somebody can own, for tests that look at all of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.apps import apps
from django.db import models
from PIL import Image

from communities.models import CommunityChannel, CommunityMention, DebriefDraft, Reflection, SeriesChange
from contacts.mentions.tokens import token
from contacts.models import (
    BulkChange,
    Change,
    Congratulation,
    DoubleKey,
    DoublePair,
    DoubleRun,
    Mention,
    Merge,
    NotSame,
    RelationshipKind,
    RhythmDefault,
    SavedFilter,
    Submission,
    TieChange,
)
from contacts.owned import Owned
from contacts.photos import put_photo
from networking.accounts.models import User
from networking.digests.models import DigestChoice, DigestSent
from networking.exchange.models import ContactSource, EventSource, ImportBatch, ImportRow
from networking.feeds.models import Feed
from networking.guidance.models import OwnItem, OwnList
from networking.metrics.models import Dismissal, MonthClosing, Review, Target
from tests.factories import (
    make_attendance,
    make_channel,
    make_community,
    make_contact,
    make_contribution,
    make_date,
    make_event,
    make_interaction,
    make_membership,
    make_mentorship,
    make_opportunity,
    make_participation,
    make_promise,
    make_referral,
    make_relationship,
    make_series,
    make_step,
    make_suggestion,
    make_tag,
)


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **saved: Any) -> bytes:
    """The bytes of a small picture."""
    made = BytesIO()
    Image.new("RGB", size, "teal").save(made, kind, **saved)
    return made.getvalue()


def fill(owner: User, today: date) -> dict[str, models.Model]:
    """A small network around one person; returns a row of every owned model, by the model's name."""
    person = make_contact(owner=owner, name="Первый Человек", met_on=today - timedelta(days=5))
    other = make_contact(owner=owner, name="Вторая Личность", introduced_by=person)
    put_photo(person, picture())
    person.tags.add(tag := make_tag(owner=owner))
    interaction = make_interaction(owner=owner, contacts=[person, other], day=today, note=token(other.name, other.pk))
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
        "ImportantDate": (important := make_date(contact=person, day=today.day, month=today.month)),
        "Congratulation": Congratulation.objects.create(
            owner=owner, date=important, meant_for=today, interaction=interaction
        ),
        "RelationshipKind": (
            own := RelationshipKind.objects.create(owner=owner, label="крёстная", back_label="крестник")
        ),
        "Relationship": make_relationship(contact=person, other=other, kind="own", own_kind=own),
        "Mentorship": make_mentorship(contact=person),
        "TieChange": TieChange.objects.create(owner=owner, contact=person, day=today, tie=3),
        "Change": Change.objects.create(owner=owner, contact=person, fields={"city": ["Tver", "Pskov"]}),
        "RhythmDefault": RhythmDefault.objects.create(owner=owner, tie=3, ideal=30, at_most=60),
        "SavedFilter": SavedFilter.objects.create(owner=owner, name="метка 5", query="tie=5"),
        "BulkChange": BulkChange.objects.create(
            owner=owner, action="tag", what="Имя", count=1, before={"tag": tag.pk, "made": False, "ids": [person.pk]}
        ),
        "Submission": Submission.objects.create(owner=owner),
        "Trash": make_promise(contact=person).throw_away(),
        "NotSame": NotSame.objects.create(owner=owner, low=person, high=other),
        "DoublePair": DoublePair.objects.create(owner=owner, low=person, high=other, score=60),
        "DoubleKey": DoubleKey.objects.create(owner=owner, contact=person, key="word"),
        "DoubleRun": DoubleRun.objects.create(owner=owner, began_at=datetime(today.year, 1, 1, tzinfo=UTC)),
        "Merge": Merge.objects.create(
            owner=owner, kept_pk=person.pk, gone_pk=0, kept_name="Kept", gone_name="Gone", record={"steps": []}
        ),
        "Mention": Mention.objects.get(interaction=interaction, contact=other),
        "CatalogueSuggestion": make_suggestion(owner=owner, community=community),
        "Community": community,
        "CommunityChannel": CommunityChannel.objects.create(
            owner=owner, community=community, kind="telegram", value="@chat"
        ),
        "Participation": make_participation(community=community),
        "Membership": make_membership(contact=person, community=community, since=today - timedelta(days=90)),
        "Event": event,
        "DebriefDraft": DebriefDraft.objects.create(owner=owner, event=event, fields={"took_away": ["вывод"]}),
        "Series": (series := make_series(owner=owner)),
        "Feed": Feed.objects.create(owner=owner),
        "ImportBatch": (batch := ImportBatch.objects.create(owner=owner, file_name="a.vcf", format="vcard")),
        "ImportRow": ImportRow.objects.create(
            owner=owner, batch=batch, place=0, name="Row", key="vcard:1", verdict="new", choice="create"
        ),
        "ContactSource": ContactSource.objects.create(owner=owner, contact=person, format="vcard", key="vcard:1"),
        "EventSource": EventSource.objects.create(owner=owner, event=event, key="ics:1#20261115"),
        "SeriesChange": SeriesChange.objects.create(owner=owner, series=series),
        "Attendance": make_attendance(event=event, contact=person, came=True, interaction=interaction),
        "Contribution": make_contribution(
            owner=owner, community=community, event=event, contact=person, note=token(other.name, other.pk)
        ),
        "CommunityMention": CommunityMention.objects.get(owner=owner, contact=other),
        "Opportunity": make_opportunity(owner=owner, community=community, event=event, contact=person),
        "LaunchStep": make_step(community=community),
        "Reflection": Reflection.objects.create(owner=owner, month=today.replace(day=1), community=community, depth=4),
        "Target": Target.objects.create(owner=owner, figure="interactions", month=today.replace(day=1), value=8),
        "DigestChoice": DigestChoice.objects.create(owner=owner, week=True),
        "DigestSent": DigestSent.objects.create(
            owner=owner, kind="week", first=today, claimed_at=datetime(today.year, today.month, 1, 9, tzinfo=UTC)
        ),
        "OwnList": (own_list := OwnList.objects.create(owner=owner, title="list", event=event)),
        "OwnItem": OwnItem.objects.create(owner=owner, own_list=own_list, text="item"),
        "Review": Review.objects.create(owner=owner, month=today.replace(day=1)),
        "Dismissal": Dismissal.objects.create(owner=owner, month=today.replace(day=1), contact=person),
        "MonthClosing": MonthClosing.objects.create(
            owner=owner,
            month=today.replace(day=1),
            closed_at=datetime(today.year, today.month, 1, 9, tzinfo=UTC),
            figures={"version": 1, "all": {"interactions": 5}, "communities": {}, "practices": {}},
        ),
    }
    event.series = series
    event.save()
    missing = {model.__name__ for model in apps.get_models() if issubclass(model, Owned)} - rows.keys()
    assert not missing, f"tests/network.py makes no row of {missing}"
    return rows


# Texts that are read by the code: any other word in them would be no such zone, no such rule.
READ = ("time_zone", "rule")


def mark(rows: dict[str, models.Model], word: str) -> set[str]:
    """Write a unique word into every free text of every row; returns the words."""
    written = set()
    for name, row in rows.items():
        for field in row._meta.concrete_fields:
            if type(field) in (models.CharField, models.TextField) and not field.choices and field.name not in READ:
                text = f"{word}{name}{field.name.replace('_', '')}".lower()[: field.max_length or 200]
                type(row)._base_manager.filter(pk=row.pk).update(**{field.name: text})
                written.add(text)
    return written
