"""What changed in a person's record and when, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.history_beside import told_beside
from contacts.history_words import Names, in_words, label, names_in, note_alone, sentence
from contacts.models import Change, Contact, Merge
from contacts.models.change import BESIDE, TOLD
from contacts.owned import AnyUser
from contacts.photos import is_kept

PAGE = 30
# What is put back in another way: the trash has a button of its own.
NOT_PUT_BACK = ("trash_id",)


@dataclass(frozen=True)
class ChangedField:
    """One thing that changed: two values, or `said`, a sentence that says it all; `lost` when it is no longer kept."""

    name: str
    label: str
    before: str
    after: str
    said: str = ""
    lost: bool = False

    @property
    def may_be_put_back(self) -> bool:
        return self.name not in NOT_PUT_BACK and not self.lost


@dataclass(frozen=True)
class ChangeInWords:
    """What happened at one moment; without a `pk` it is something that is told, and not put back here."""

    at: datetime
    pk: int = 0
    fields: list[ChangedField] = field(default_factory=list)
    said: str = ""

    @property
    def day(self) -> date:
        """The reader's day."""
        return timezone.localtime(self.at).date()


@dataclass(frozen=True)
class History:
    """A page, the newest first; `before` is where the next one goes on, or None at the end."""

    changes: list[ChangeInWords]
    before: datetime | None


def person_history(owner: AnyUser, contact: Contact, *, before: datetime | None = None) -> History:
    """A page of what happened to a person's record, from the day when it was made; at most three queries."""
    rows = Change.objects.for_owner(owner).filter(contact=contact)
    changes = [*(rows.filter(created_at__lt=before) if before else rows)[: PAGE + 1]]
    goes_on = changes[PAGE - 1].created_at if len(changes) > PAGE else None
    changes = changes[:PAGE]
    names = names_in(owner, changes)
    told = [ChangeInWords(one.created_at, one.pk, fields_in_words(one, names)) for one in changes]
    told += [
        one
        for one in (*_merges(owner, contact), ChangeInWords(contact.created_at, said=_("put on your list")))
        if (before is None or one.at < before) and (goes_on is None or one.at >= goes_on)
    ]
    return History(sorted(told, key=lambda one: one.at, reverse=True), goes_on)


def _merges(owner: AnyUser, contact: Contact) -> list[ChangeInWords]:
    """When the person was joined with another, and when they were taken apart again."""
    told = []
    for one in Merge.objects.for_owner(owner).filter(Q(kept_pk=contact.pk) | Q(gone_pk=contact.pk)).defer("record"):
        other = {"name": one.gone_name if one.kept_pk == contact.pk else one.kept_name}
        told.append(ChangeInWords(one.created_at, said=_("joined with %(name)s") % other))
        if one.undone_at:
            told.append(ChangeInWords(one.undone_at, said=_("taken apart from %(name)s") % other))
    return told


def fields_in_words(change: Change, names: Names) -> list[ChangedField]:
    told = [(name, *change.fields[name]) for name in (*TOLD, *BESIDE, *told_beside()) if name in change.fields]
    return [field_in_words(name, before, after, names) for name, before, after in told]


def field_in_words(name: str, before: object, after: object, names: Names) -> ChangedField:
    if said := sentence(name, before, after):
        lost = name == "photo" and bool(before) and not is_kept(str(before))
        return ChangedField(name, label(name), "", "", said, lost)
    if note := note_alone(name, before, after):
        return ChangedField(name, *note)
    return ChangedField(name, label(name), in_words(name, before, names), in_words(name, after, names))
