"""The draft of a debrief: kept as it is typed, gone when the debrief is written down."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from communities.models import DebriefDraft, Event
from contacts.models import Submission, Trash

# What the form of a debrief sends; anything else has no place in a draft.
_OURS = re.compile(
    r"(?:version|row|names|my_role|knowledge|took_away|hours|cost"
    r"|(?:who|addresses|beside|is|came|talked|note|promise|promised|seen|due)-[A-Za-z0-9]{1,40})"
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Kept:
    """What became of a draft: the one that stands now, if any, and the deletion of one that gave way to it.

    `another` says that the draft that stands is of another form, and that nothing was kept of this one.
    """

    draft: DebriefDraft | None = None
    another: bool = False
    trash: Trash | None = None


@transaction.atomic
def keep_draft(
    *, event: Event, fields: Fields, key: uuid.UUID | None, goes_on: str = "", instead: bool = False
) -> Kept:
    """Keep what stands in the form of a debrief, in place of what the same form kept before.

    `goes_on` is the mark of the draft that the form was opened with. A draft that another form kept since stays as
    it is; with `instead` it waits in the trash. Nothing is kept when the form with this key was written down
    meanwhile: a draft that comes late must not come back to life.
    """
    # One after another with the debrief itself, which locks the same row.
    Event.objects.select_for_update().get(pk=event.pk)
    if key and Submission.objects.filter(owner_id=event.owner_id, key=key).exists():
        return Kept()
    kept = of_form(fields)
    if key:
        kept["key"] = [str(key)]
    draft, trash = _standing(event), None
    if draft and not draft.is_of(key, goes_on):
        if not instead:
            return Kept(draft, another=True)
        trash, draft = draft.lay_aside(), None
    draft = draft or DebriefDraft(owner_id=event.owner_id, event=event)
    draft.fields = kept
    draft.save()
    return Kept(draft, trash=trash)


def of_form(fields: Fields) -> dict[str, list[str]]:
    """What of the fields that were sent is the form's own, as it can be stored."""
    ours = {name: values for name, values in fields.items() if _OURS.fullmatch(name)}
    return {name: [_UNSTORABLE.sub("", value) for value in values] for name, values in ours.items()}


def lay_draft(event: Event, fields: Mapping[str, Sequence[str]]) -> None:
    """Let an event wait for its debrief with these fields; a draft that stands goes to the trash."""
    if standing := _standing(event):
        standing.lay_aside()
    DebriefDraft.objects.create(owner_id=event.owner_id, event=event, fields=dict(fields))


def drop_draft(event: Event, *, key: uuid.UUID | None, goes_on: str = "") -> Trash | None:
    """What was begun is written down now; what another form kept meanwhile waits in the trash."""
    draft = _standing(event)
    if draft is None or draft.is_of(key, goes_on):
        if draft:
            draft.delete()
        return None
    return draft.lay_aside()


def _standing(event: Event) -> DebriefDraft | None:
    return DebriefDraft.objects.filter(owner_id=event.owner_id, event=event, trash=None).first()
