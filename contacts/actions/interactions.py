from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contacts.models import Contact, Interaction, Participant, Promise, Submission
from contacts.models.interaction import InteractionKind
from contacts.models.promise import Direction


@dataclass(frozen=True)
class PromiseMade:
    """A promise that was given in a talk; without a person it is to the first participant."""

    text: str
    due_on: date | None = None
    direction: str = Direction.MINE
    contact: Contact | None = None


class AlreadyDone(Exception):
    """This very form was carried out before; `answer` is what it answered then."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer


def save_new(contacts: Iterable[Contact], *, met_on: date | None = None, how_met: str = "") -> list[Contact]:
    """Save those contacts that are not saved yet, met on a day; returns them all, in order."""
    saved = []
    for contact in contacts:
        if contact.pk is None:
            contact.met_on = contact.met_on or met_on
            contact.how_met = contact.how_met or how_met
            contact.save()
        saved.append(contact)
    return saved


@transaction.atomic
def log_interaction(
    *,
    owner: AbstractBaseUser,
    contacts: Iterable[Contact],
    day: date,
    kind: str = InteractionKind.MEETING,
    note: str = "",
    own_notes: Mapping[int, str] | None = None,
    promises: Iterable[PromiseMade] = (),
    key: uuid.UUID | None = None,
    how_met: str = "",
    **fields: Any,
) -> Interaction:
    """Record what passed between the owner and people on a day, with new people and promises, or nothing at all.

    `own_notes` are by place in `contacts`. Raises ValidationError when nobody is named, AlreadyDone when
    the key was used before.
    """
    if key:
        claim(owner=owner, key=key)
    people = save_new(contacts, met_on=day, how_met=how_met)
    if not people:
        raise ValidationError(_("Say who it was."))
    interaction = Interaction.objects.create(owner_id=owner.pk, day=day, kind=kind, note=note, **fields)
    notes = own_notes or {}
    Participant.objects.bulk_create(
        Participant(owner_id=owner.pk, interaction=interaction, contact=one, own_note=notes.get(place, ""))
        for place, one in enumerate(people)
    )
    for promise in promises:
        Promise.objects.create(
            owner_id=owner.pk,
            contact=promise.contact or people[0],
            direction=promise.direction,
            text=promise.text,
            made_on=day,
            due_on=promise.due_on,
            interaction=interaction,
        )
    return interaction


@dataclass(frozen=True)
class TalkHeld:
    """A talk with one person, to be logged with others of the same day."""

    contact: Contact
    own_note: str = ""
    promises: tuple[PromiseMade, ...] = ()


@transaction.atomic
def log_each(*, owner: AbstractBaseUser, day: date, kind: str, talks: Sequence[TalkHeld]) -> list[Interaction]:
    """Record an interaction of its own with each of several saved people, in three statements for any number.

    Returns the interactions, in order.
    """
    made = [Interaction(owner_id=owner.pk, day=day, kind=kind) for _talk in talks]
    Interaction.objects.bulk_create(made)
    Participant.objects.bulk_create(
        Participant(owner_id=owner.pk, interaction=one, contact=talk.contact, own_note=talk.own_note)
        for one, talk in zip(made, talks, strict=True)
    )
    Promise.objects.bulk_create(
        Promise(
            owner_id=owner.pk,
            contact=promise.contact or talk.contact,
            direction=promise.direction,
            text=promise.text,
            made_on=day,
            due_on=promise.due_on,
            interaction=one,
        )
        for one, talk in zip(made, talks, strict=True)
        for promise in talk.promises
    )
    return made


def claim(*, owner: AbstractBaseUser, key: uuid.UUID) -> Submission:
    """Mark a form as carried out; raises AlreadyDone when it was. Call it inside the form's transaction."""
    try:
        with transaction.atomic():
            return Submission.objects.create(owner_id=owner.pk, key=key)
    except IntegrityError:
        done = Submission.objects.filter(owner_id=owner.pk, key=key).first()
        raise AlreadyDone(done.answer if done else {}) from None


@transaction.atomic
def change_participants(
    *, interaction: Interaction, contacts: Iterable[Contact], own_notes: Mapping[int, str]
) -> list[Contact]:
    """Make the participants those of `contacts`; own notes are by a contact's id. Returns the people, saved.

    People who lie in the trash stay, so that putting them back brings their talk back too.
    """
    people = save_new(contacts, met_on=interaction.day)
    have = {one.contact_id: one for one in interaction.participants.filter(contact__trash=None)}
    for one in people:
        participant = have.pop(one.pk, None)
        if participant is None:
            participant = Participant(owner_id=interaction.owner_id, interaction=interaction, contact=one)
        participant.own_note = own_notes.get(one.pk, participant.own_note)
        participant.save()
    for gone in have.values():
        gone.delete()
    return people
