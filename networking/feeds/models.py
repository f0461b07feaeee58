from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.owned import Owned, OwnedQuerySet


def new_token() -> str:
    """192 bits that nobody guesses, in 32 characters of an address."""
    return secrets.token_urlsafe(24)


class FeedQuerySet(OwnedQuerySet["Feed"]):
    """Feeds of one owner."""


class Feed(Owned):
    """The secret address under which calendars read what waits for somebody; without a row there is none.

    The secret is kept as it is, not as a hash: the page of the settings shows it again for the next device. It only
    lets read, beside the rows themselves in the same database, and can be renewed or revoked at any time.
    """

    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("feed")
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_feed_of_an_owner")]

    def renew(self) -> None:
        """Another secret; the former address leads nowhere from now on."""
        self.token = new_token()
        self.save(update_fields=["token", "updated_at"])
