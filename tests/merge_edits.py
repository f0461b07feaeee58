"""Edits between merging and taking apart, which must lead to the same as if there had been no merge."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

from django.apps import apps
from django.db import models

from contacts.actions.moving import holders
from contacts.models import Change, Contact, Promise
from contacts.models.mention import MentionBase
from networking.accounts.models import User
from tests.factories import make_channel, make_interaction, make_promise, make_tag
from tests.merge_network import Snapshot, World

Edit = tuple[Any, ...]
TEXTS = ["own_note", "text", "note", "goal", "label", "what", "topics"]


def draw_edits(world: World, kept: Contact, dice: Random) -> list[Edit]:
    """A few edits that a merged network allows, as plain data, so that they can be made a second time."""
    found: list[Edit] = []
    leaning = [*holders(Contact), *holders(apps.get_model("contacts.Interaction"))]
    rows: list[tuple[type[models.Model], Any]] = [
        (model, row) for model in leaning for row in model._base_manager.order_by("pk")
    ]
    for model, row in dice.sample(rows, 6):
        columns = [one.attname for one in model._meta.concrete_fields if one.attname in TEXTS]
        if columns and model is not Contact:
            found.append(("text", model._meta.label, row.pk, dice.choice(columns), f"иначе {dice.randint(1, 99)}"))
        elif hasattr(row, "throw_away") and row.pk != kept.pk and row.trash_id is None:
            found.append(("trash", model._meta.label, row.pk))
    third = world.people[3].pk
    found += dice.sample(
        [
            ("kept", kept.pk, "city", "Псков"),
            ("kept", kept.pk, "given_name", "Иначе"),
            ("kept", kept.pk, "about", "совсем другое"),
            ("promise", kept.pk),
            ("talk", kept.pk),
            ("channel", kept.pk),
            ("tag", kept.pk),
            ("hand over", Promise.objects.filter(contact=kept.pk).order_by("pk")[0].pk, third),
            ("delete", "contacts.Channel", kept.channels.order_by("pk")[0].pk),
        ],
        4,
    )
    return found


def make_edit(owner: User, edit: Edit) -> None:
    kind, *rest = edit
    if kind in ("text", "trash", "delete"):
        row: Any = apps.get_model(rest[0])._base_manager.get(pk=rest[1])
        if kind == "text":
            setattr(row, rest[2], rest[3])
            row.save()
        else:
            row.throw_away() if kind == "trash" else row.delete()
        return
    if kind == "hand over":
        Promise._base_manager.filter(pk=rest[0]).update(contact=rest[1])
        return
    person = Contact.objects.get(pk=rest[0])
    if kind == "kept":
        setattr(person, rest[1], rest[2])
        person.save()
    elif kind == "promise":
        make_promise(contact=person, text="новое")
    elif kind == "talk":
        make_interaction(owner=owner, contacts=[person], note="новое")
    elif kind == "channel":
        make_channel(contact=person, value="@new")
    else:
        person.tags.add(make_tag(owner=owner, name="новая"))


def comparable(now: Snapshot, before: Snapshot) -> dict[str, Any]:
    """Old rows by id; new ones by what they say, with the ids of new rows by their order."""
    order = {label: {pk: f"new {n}" for n, pk in enumerate(sorted({*now[label]} - {*before[label]}))} for label in now}
    found: dict[str, Any] = {}
    for label, rows in now.items():
        model = apps.get_model(label)
        links = {one.attname: one.remote_field.model._meta.label
                 for one in model._meta.concrete_fields
                 if isinstance(one, models.ForeignKey) and one.remote_field.model._meta.label in order}  # fmt: skip
        plain: Counter[str] = Counter()
        for pk, row in rows.items():
            named = {
                name: order[links[name]].get(value, value) if name in links else value for name, value in row.items()
            }
            # What tells of a moment tells it as it was then; a version only has to move on.
            drop = {"version", "id"} | ({"fields", "what"} if pk in order[label] else set())
            # The history of an edit stands with whom the row belonged to at that moment.
            drop |= {"contact_id"} if model is Change and pk in order[label] else set()
            # Mentions follow the texts: a text that is written again may get them anew.
            follows = issubclass(model, MentionBase)
            drop |= {"created_at", "updated_at"} if follows else set()
            kept = {name: value for name, value in named.items() if name not in drop}
            plain[repr((pk if pk in before[label] and not follows else "new", sorted(kept.items())))] += 1
        found[label] = plain
    return found
