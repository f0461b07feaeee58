"""A debrief taken back: the event waits for it again, and what was typed waits in the draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from communities.actions.draft import Fields, lay_draft, of_form
from communities.models import Attendance, Event, Membership
from contacts.actions.setting_back import pack, unpack
from contacts.models import BulkChange, Channel, Contact, Interaction, Participant, Promise, Trash
from contacts.models.bulk_change import KEPT_FOR

NAME = "debrief"
# What the first screen of a debrief says of the event itself.
OF_EVENT = ("mine", "my_role", "knowledge", "took_away", "hours", "cost", "debriefed_at")


@dataclass
class Written:
    """What a first debrief writes down, gathered while it does: ids, and what stood in the event before."""

    event: Event
    before: dict[str, Any]
    people: list[int] = field(default_factory=list)
    channels: list[int] = field(default_factory=list)
    attendances: list[int] = field(default_factory=list)
    # Those who were only asked along before.
    asked: list[int] = field(default_factory=list)
    talks: list[int] = field(default_factory=list)

    @classmethod
    def of_first(cls, event: Event) -> Written | None:
        """None where the event was gone through before: then only what is taken back by hand has an undo."""
        stood = _stands(event)
        return cls(event, stood) if stood["debriefed_at"] is None else None

    def keep(self, typed: Fields) -> BulkChange:
        now = _stands(self.event)
        changes = {name: [self.before[name], now[name]] for name in OF_EVENT}
        ids = {name: getattr(self, name) for name in ("people", "channels", "attendances", "asked", "talks")}
        before = {**ids, "event": self.event.pk, "changes": changes, "typed": of_form(typed)}
        what = _("debrief of “%(event)s”") % {"event": self.event.name}
        return BulkChange.objects.create(
            owner_id=self.event.owner_id, action=NAME, what=what[:300], count=len(self.attendances), before=before
        )


def undo_of(event: Event, now: datetime) -> int | None:
    """The id of what takes back the first debrief of an event, as long as it can be; one query where it may."""
    if event.debriefed_at is None or event.debriefed_at <= now - KEPT_FOR:
        return None
    known = BulkChange.objects.for_owner(event.owner).undoable(now).filter(action=NAME, before__event=event.pk)
    rows = known.annotate(at=KT("before__changes__debriefed_at__1")).values_list("pk", "at")
    return next((pk for pk, at in rows if at == pack(event.debriefed_at)), None)


def _stands(event: Event) -> dict[str, Any]:
    """What is stored of an event, as JSON holds it."""
    return {name: pack(value) for name, value in Event.objects.filter(pk=event.pk).values(*OF_EVENT).get().items()}


@transaction.atomic
def undo_debrief(change: BulkChange) -> Event | None:
    """Take back what a first debrief wrote down; None, and nothing done, where the event was gone through again since
    or is gone.

    Talks, with promises that are still open, and new people go to the trash together, but for those that somebody has
    worked on since: they stay. The event gets back what stood in it, where no newer value does. The change is used up.
    """
    before = change.before
    event = Event.objects.for_owner(change.owner).select_for_update(of=("self",)).filter(pk=before["event"]).first()
    stands = _stands(event) if event else {}
    if event is None or stands["debriefed_at"] != before["changes"]["debriefed_at"][1]:
        return None
    for name, (older, newer) in before["changes"].items():
        if stands[name] == newer:
            setattr(event, name, unpack(Event, name, older))
    event.claim_version(event.version)
    event.save()
    trash = Trash.objects.create(owner_id=change.owner_id, what=change.what)
    _talks_go(change, trash)
    _attendances_go(change)
    Channel.objects.filter(owner=change.owner_id, pk__in=before["channels"]).delete()
    _people_go(change, trash)
    if not trash.count_rows():
        trash.delete()
    lay_draft(event, {**before["typed"], "version": [str(event.version)]})
    change.delete()
    return event


def _talks_go(change: BulkChange, trash: Trash) -> None:
    talks = Interaction.objects.filter(owner=change.owner_id, pk__in=change.before["talks"], version=1, trash=None)
    of_them = Exists(talks.filter(pk=OuterRef("interaction")))
    Promise.objects.filter(of_them, owner=change.owner_id, trash=None).open().update(trash=trash)
    talks.update(trash=trash)


def _attendances_go(change: BulkChange) -> None:
    """Who is still in a talk was there."""
    rows = Attendance.objects.filter(owner=change.owner_id).exclude(interaction__trash=None, interaction__isnull=False)
    rows.filter(pk__in=change.before["attendances"], invited=False).delete()
    asked = {*change.before["asked"], *change.before["attendances"]}
    rows.filter(pk__in=asked).update(came=False, interaction=None)


def _people_go(change: BulkChange, trash: Trash) -> None:
    """People who were new with it, but for those of whom anything else is known by now."""
    new = Contact.objects.filter(owner=change.owner_id, pk__in=change.before["people"], version=1, trash=None)
    for known in _known_of():
        new = new.exclude(Exists(known))
    new.update(trash=trash)


def _known_of() -> Iterable[Any]:
    here = {"contact": OuterRef("pk")}
    yield Membership.objects.filter(**here, trash=None)
    yield Attendance.objects.filter(**here)
    yield Participant.objects.filter(**here, interaction__trash=None)
    yield Promise.objects.filter(**here, trash=None)
