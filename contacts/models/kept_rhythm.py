from __future__ import annotations

from django.db import models


class KeptRhythm(models.Model):
    """When a person is due, written by the database alone; see `networking/home/rhythm/kept.py`.

    All are empty while the person asks for nothing, but the day that they were worked out for.
    """

    # The ideal days of the cadence that holds for them, whoever says it.
    pace = models.PositiveSmallIntegerField(null=True, editable=False)
    # The last contact and so many days.
    ideal_on = models.DateField(null=True, editable=False)
    # The same, or the end of a rest when that is later.
    due_on = models.DateField(null=True, editable=False)
    # From this day on it is longer than at most.
    late_on = models.DateField(null=True, editable=False)
    # On which days all this holds, the second not among them: a membership begins or ends, a planned talk has been.
    stands_from = models.DateField(null=True, editable=False)
    stands_until = models.DateField(null=True, editable=False)
    reckoned_on = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True


# A list of people, the usual order; the last two are looked at on the way when it is narrowed by rhythm.
STATE_INDEX = models.Index(
    fields=["owner", "trash", "archived_on", "name_key", "id", "due_on", "late_on"], name="contact_by_state"
)
RHYTHM_INDEXES = (
    models.Index(fields=["owner", "trash", "archived_on", "due_on", "id"], name="contact_by_due"),
    models.Index(fields=["owner", "pace", "ideal_on"], name="contact_by_pace"),
    models.Index(fields=["owner", "stands_from"], name="contact_stands_from"),
    models.Index(
        fields=["owner", "stands_until"],
        condition=models.Q(stands_until__isnull=False),
        name="contact_stands_until",
    ),
)
