"""The draft of a debrief: kept as it is typed, gone when the debrief is written down."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction

from communities.models import DebriefDraft, Event
from contacts.models import Submission

# What the form of a debrief sends; anything else has no place in a draft.
_OURS = re.compile(
    r"(?:version|row|names|my_role|knowledge|took_away|hours|cost"
    r"|(?:who|email|is|came|talked|note|promise|due)-[A-Za-z0-9]{1,40})"
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
Fields = Mapping[str, Sequence[str]]


@transaction.atomic
def keep_draft(*, event: Event, fields: Fields, key: uuid.UUID | None) -> DebriefDraft | None:
    """Keep what stands in the form of a debrief, in place of what was kept before.

    None when the form with this key was written down meanwhile: a draft that comes late must not come back to life.
    """
    # One after another with the debrief itself, which locks the same row.
    Event.objects.select_for_update().get(pk=event.pk)
    if key and Submission.objects.filter(owner_id=event.owner_id, key=key).exists():
        return None
    kept = {
        name: [_UNSTORABLE.sub("", value) for value in values]
        for name, values in fields.items()
        if _OURS.fullmatch(name)
    }
    draft, _made = DebriefDraft.objects.update_or_create(
        owner_id=event.owner_id, event=event, trash=None, defaults={"fields": kept}
    )
    return draft


def drop_drafts(event: Event) -> None:
    """What was begun is written down now."""
    DebriefDraft.objects.filter(owner_id=event.owner_id, event=event, trash=None).delete()
