"""What the columns of a table are meant to be, chosen by its owner before anything is brought in."""

from __future__ import annotations

from django.db import transaction

from networking.accounts.models import User
from networking.exchange.actions.preview import keep_reading
from networking.exchange.actions.sheets import keep_fields, sheet_of
from networking.exchange.formats.rows import Reading
from networking.exchange.formats.table import people_of
from networking.exchange.models import ImportBatch, State


@transaction.atomic
def mean_columns(*, owner: User, batch: ImportBatch, fields: list[str]) -> ImportBatch:
    """Read the kept table of a batch anew; one that was begun already stays as it is."""
    batch = ImportBatch.objects.for_owner(owner).select_for_update().get(pk=batch.pk)
    table = sheet_of(batch)
    if table is None or batch.state != State.PREVIEW:
        return batch
    table.fields = fields
    batch.rows.all().delete()
    reading = Reading(batch.format, problems=[*table.problems], encoding=batch.encoding)
    keep_reading(owner, batch, people_of(reading, table))
    keep_fields(batch, fields)
    return batch
