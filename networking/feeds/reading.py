"""Who may read a feed: whoever knows its secret."""

from __future__ import annotations

import re

from networking.feeds.models import Feed

# What no token looks like is not even asked of the database.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")


def feed_of(token: str) -> Feed | None:
    """The feed with a secret, while its owner's account is open; None for a wrong, a former or a closed one."""
    if not _TOKEN.fullmatch(token):
        return None
    return Feed.objects.filter(token=token, owner__is_active=True).select_related("owner").first()
