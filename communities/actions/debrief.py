from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from communities.actions.addresses import save_addresses
from communities.actions.debrief_undo import Written
from communities.actions.draft import Fields, drop_draft
from communities.actions.talks import Talks
from communities.list_addresses import address_of, channels_with
from communities.models import Attendance, Event
from communities.models.event import Attended
from contacts.actions.interactions import PromiseMade, claim
from contacts.models import BulkChange, Channel, Contact, Trash


@dataclass(frozen=True)
class Met:
    """One line of a debrief; a contact without a row yet is somebody new."""

    contact: Contact
    came: bool = True
    talked: bool = False
    note: str = ""
    promise: str = ""
    due_on: date | None = None
    # The recorded promise that this one mends, by its number; 0 for a new one.
    promise_id: int = 0
    # What else was promised, beside the one promise that a row of the debrief has.
    promised: tuple[PromiseMade, ...] = ()
    addresses: tuple[str, ...] = ()

    @property
    def was_there(self) -> bool:
        return self.came or self.talked


@dataclass(frozen=True)
class Debriefed:
    """What a debrief wrote down; `trash` holds the talks that it took back, and the promises that were cleared.

    `draft` holds what another form had begun; `change` takes back the whole of a first debrief.
    """

    talks: int
    new_people: int
    promises: int
    trash: Trash | None
    draft: Trash | None = None
    taken_back: int = 0
    cleared: int = 0
    change: BulkChange | None = None


@transaction.atomic
def record_debrief(
    *,
    owner: AbstractBaseUser,
    event: Event,
    met: Sequence[Met],
    day: date,
    now: datetime,
    version: int,
    key: uuid.UUID | None = None,
    goes_on: str = "",
    typed: Fields | None = None,
) -> Debriefed:
    """Write down an event gone through, all of it or nothing: its own facts, who came, the talks, the promises.

    `day` is the event's day on the owner's clock. Going through it again mends what is there: people who are
    not in `met` stay as they were. `goes_on` is the mark of the draft that was gone on with; another
    one goes to the trash. `typed` are the fields as they were sent: the draft, when all of it is taken back. Raises
    AlreadyDone for a key used before, StaleVersion when another tab was quicker, be it only with a promise that is
    kept or withdrawn by now.
    """
    if key:
        claim(owner=owner, key=key)
    event.claim_version(version)
    written = Written.of_first(event)
    event.mine, event.debriefed_at = Attended.ATTENDED, now
    event.save()
    new = _save_new_people(event, met, day)
    channels = _save_addresses(owner, met)
    have = {one.contact_id: one for one in _attendances(event, met)}
    asked = [one.pk for one in have.values() if not one.came]
    talks = Talks(owner=owner, event=event, day=day, attendances=have.values())
    made: list[Attendance] = []
    for one in met:
        attendance = have.get(one.contact.pk)
        if attendance is None and not one.was_there:
            continue
        if attendance is None:
            attendance = Attendance(owner_id=owner.pk, event=event, contact=one.contact)
            made.append(attendance)
        attendance.came = one.was_there
        talks.settle(
            attendance,
            talked=one.talked,
            note=one.note,
            promise=PromiseMade(one.promise, one.due_on),
            shown=one.promise_id,
            also=one.promised,
        )
    talks.log()
    Attendance.objects.bulk_create(made)
    Attendance.objects.bulk_update(have.values(), ["came", "interaction"], batch_size=200)
    draft, trash = drop_draft(event, key=key, goes_on=goes_on), talks.finish()
    if written and not trash:
        written.people, written.channels = [one.pk for one in new], [one.pk for one in channels]
        written.attendances, written.asked = [one.pk for one in made], asked
        written.talks = [one.pk for one in talks.made]
    return Debriefed(
        talks=len(talks.made),
        new_people=len(new),
        promises=talks.promised,
        trash=trash,
        draft=draft,
        taken_back=len(talks.gone),
        cleared=len(talks.cleared),
        change=written.keep(typed or {}) if written and not trash else None,
    )


def _attendances(event: Event, met: Iterable[Met]) -> list[Attendance]:
    ids = [one.contact.pk for one in met]
    return list(Attendance.objects.filter(event=event, contact__in=ids).select_related("interaction", "contact"))


def _save_addresses(owner: AbstractBaseUser, met: Iterable[Met]) -> list[Channel]:
    """Keep the addresses that came beside the names of those who were there; one that somebody has stays theirs."""
    given = {address: one.contact for one in met if one.was_there for address in one.addresses}
    if not given:
        return []
    had = {address_of(channel) for channel in channels_with(owner, given)}
    return save_addresses(owner.pk, [(contact, [address]) for address, contact in given.items() if address not in had])


def _save_new_people(event: Event, met: Iterable[Met], day: date) -> list[Contact]:
    """Save in one go those new people who were there; returns them.

    Whom I talked to I met that day. Who only stood on the list was not met yet, and asks for nothing.
    """
    new = [one for one in met if one.contact.pk is None and one.was_there]
    for one in new:
        one.contact.met_on, one.contact.how_met = day if one.talked else None, event.name
        one.contact.refresh_keys()
    return Contact.objects.bulk_create([one.contact for one in new])
