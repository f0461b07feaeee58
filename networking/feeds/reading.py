"""Who may read a feed: whoever knows its secret."""

from __future__ import annotations

from networking.feeds.models import Feed


def feed_of(token: str) -> Feed | None:
    """The feed with a secret, while its owner's account is open; None for a wrong, a former or a closed one."""
    if not token.isascii() or len(token) > 64:
        return None
    return Feed.objects.filter(token=token, owner__is_active=True).select_related("owner").first()
