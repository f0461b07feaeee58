from __future__ import annotations

import uuid

from django.db import models

from contacts.owned import Owned, OwnedQuerySet


class SubmissionQuerySet(OwnedQuerySet["Submission"]):
    """Forms of one owner that were carried out."""


class Submission(Owned):
    """A form that has been carried out: the same key sent twice is answered, not done again."""

    key = models.UUIDField(default=uuid.uuid4)
    answer = models.JSONField(default=dict)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_submission_of_a_key")]
