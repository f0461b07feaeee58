"""The talks of one event, as a debrief finds, logs, mends and takes them back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Attendance, Event
from contacts.actions.interactions import PromiseMade, TalkHeld, log_each
from contacts.models import Contact, Interaction, Participant, Promise, Trash
from contacts.models.interaction import InteractionKind
from contacts.models.promise import Direction
from contacts.models.versioned import StaleVersion
from contacts.prepared import prepared
from contacts.text import fold


def promises_of(talks: Collection[int | None]) -> dict[tuple[int, int], list[Promise]]:
    """What I promised in these talks, the first one first, by (interaction, person); no query without talks."""
    found: dict[tuple[int, int], list[Promise]] = {}
    for one in _promises([pk for pk in talks if pk]) if talks else ():
        if one.trash_id is None and one.direction == Direction.MINE:
            found.setdefault(_place(one), []).append(one)
    return found


def _place(promise: Promise) -> tuple[int, int]:
    """The talk and the person of a promise."""
    return promise.interaction_id or 0, promise.contact_id


def participants_of(talks: Collection[int | None]) -> dict[tuple[int, int], Participant]:
    """The people in each of these talks, by (interaction, person); no query without talks."""
    rows = _participants([pk for pk in talks if pk]) if talks else []
    return {(one.interaction_id, one.contact_id): one for one in rows}


# The talks are of one owner's event. Naming the owner or the trash as well would lead SQLite through all of theirs.
@prepared
def _promises(talks: list[int]) -> QuerySet[Promise]:
    return Promise.objects.filter(interaction__in=talks).order_by("pk")


@prepared
def _participants(talks: list[int]) -> QuerySet[Participant]:
    return Participant.objects.filter(interaction__in=talks).only("interaction", "contact", "own_note")


class Talks:
    """Settles one talk after another inside the debrief's transaction; what is known is read once, before."""

    def __init__(self, *, owner: AbstractBaseUser, event: Event, day: date, attendances: Iterable[Attendance]) -> None:
        self.owner, self.event, self.day = owner, event, day
        recorded = [one.interaction_id for one in attendances if one.talked]
        self.participants = participants_of(recorded)
        self.promises = promises_of(recorded)
        self.promised = 0
        self.made: list[Interaction] = []
        self.fresh: list[tuple[Attendance, TalkHeld]] = []
        self.mended: list[Participant] = []
        self.gone: list[Interaction] = []
        self.cleared: list[Promise] = []

    def settle(
        self,
        attendance: Attendance,
        *,
        talked: bool,
        note: str,
        promise: PromiseMade,
        shown: int = 0,
        also: tuple[PromiseMade, ...] = (),
    ) -> None:
        """Make the talk of one person what the debrief says of it; what was promised `also` is added.

        `shown` is the number of the recorded promise that `promise` stands for. Raises StaleVersion when it has ended.
        """
        if talked and not attendance.talked:
            made = tuple(one for one in (promise, *also) if one.text)
            self.fresh.append((attendance, TalkHeld(attendance.contact, note, made)))
        elif attendance.talked and attendance.interaction:
            if not talked:
                self._take_back(attendance, attendance.interaction)
                return
            self._mend_note(attendance, attendance.interaction, note)
            self._mend_promise(attendance.interaction, attendance.contact, promise, shown)
            for one in also:
                self._mend_promise(attendance.interaction, attendance.contact, one, 0)

    def log(self) -> None:
        """Write the new talks, all at once; call it before the attendances are saved."""
        held = [talk for _attendance, talk in self.fresh]
        self.made = log_each(owner=self.owner, day=self.day, kind=InteractionKind.EVENT_TALK, talks=held)
        for (attendance, talk), interaction in zip(self.fresh, self.made, strict=True):
            attendance.interaction = interaction
            self.promised += len(talk.promises)

    def _mend_note(self, attendance: Attendance, talk: Interaction, note: str) -> None:
        participant = self.participants.get((talk.pk, attendance.contact_id))
        if participant and participant.own_note != note:
            participant.own_note = note
            self.mended.append(participant)

    def _mend_promise(self, talk: Interaction, contact: Contact, made: PromiseMade, shown: int) -> None:
        known = self.promises.get((talk.pk, contact.pk), [])
        stored = next((one for one in known if one.pk == shown), None)
        if stored and (stored.text, stored.due_on) == (made.text, made.due_on):
            return
        if shown and (stored is None or not stored.is_open):
            raise StaleVersion
        if stored and not made.text:
            self.cleared.append(stored)
        elif stored:
            stored.text, stored.due_on = made.text, made.due_on
            stored.save()
        elif made.text and not any(one.is_open and fold(one.text) == fold(made.text) for one in known):
            self._promise(talk, contact, made)

    def _promise(self, talk: Interaction, contact: Contact, made: PromiseMade) -> None:
        Promise.objects.create(
            owner_id=self.owner.pk,
            contact=contact,
            text=made.text,
            made_on=talk.day,
            due_on=made.due_on,
            interaction=talk,
        )
        self.promised += 1

    def _take_back(self, attendance: Attendance, talk: Interaction) -> None:
        """A talk of several people goes on without this one; a talk of this one alone goes to the trash."""
        others = Participant.objects.filter(interaction=talk, contact__trash=None)
        if others.exclude(contact=attendance.contact).exists():
            Participant.objects.filter(interaction=talk, contact=attendance.contact).delete()
            attendance.interaction = None
        else:
            self.gone.append(talk)

    def finish(self) -> Trash | None:
        """Write the mended notes; move the talks and promises that were taken back to the trash together, so that one
        undo returns them.

        A promise that is kept or withdrawn stays, as it does when a talk is deleted by itself.
        """
        Participant.objects.bulk_update(self.mended, ["own_note"], batch_size=200)
        ids = [one.interaction_id for one in self.mended]
        Interaction.objects.filter(pk__in=ids).update(version=F("version") + 1, updated_at=timezone.now())
        if not self.gone and not self.cleared:
            return None
        trash = Trash.objects.create(owner_id=self.owner.pk, what=self._what_goes()[:300])
        gone = Interaction.objects.filter(pk__in=[one.pk for one in self.gone], trash=None)
        of_them = Exists(gone.filter(pk=OuterRef("interaction")))
        cleared = Q(pk__in=[one.pk for one in self.cleared])
        Promise.objects.filter(of_them | cleared, owner_id=self.owner.pk, trash=None).open().update(trash=trash)
        gone.update(trash=trash)
        return trash

    def _what_goes(self) -> str:
        """The name of the deletion: what was taken back; one promise alone by its own words."""
        if not self.gone and len(self.cleared) == 1:
            return str(self.cleared[0])
        said = _("promises at “%(event)s”")
        if self.gone:
            said = _("talks and promises at “%(event)s”") if self.cleared else _("talks at “%(event)s”")
        return said % {"event": self.event.name}
