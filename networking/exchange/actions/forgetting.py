"""What a file held is not kept for ever: when an import can be undone no more, its rows go."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from networking.exchange.models import ImportBatch, State

_ENDED = Q(state__in=[State.DONE, State.UNDONE])


def forget_imports(before: datetime, dry_run: bool) -> int:
    """Delete imports that ended before a moment, and previews of which nothing came; says how many they are.

    People, events and where they came from stay. What is half-way is left to its owner.
    """
    waiting = Q(state=State.PREVIEW, updated_at__lt=before)
    old = ImportBatch.objects.filter(_ENDED & Q(ended_at__lt=before) | waiting).order_by("pk")
    keys = [*old.values_list("pk", flat=True)]
    for pk in [] if dry_run else keys:
        # One at a time: an address book has thousands of rows.
        ImportBatch.objects.filter(pk=pk).delete()
    return len(keys)
