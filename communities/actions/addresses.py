from __future__ import annotations

from collections.abc import Iterable

from contacts.models import Channel, Contact
from contacts.models.channel import ChannelKind, normalise


def save_addresses(owner: int, people: Iterable[tuple[Contact, str]]) -> list[Channel]:
    """Give saved people the e-mail addresses that came beside their names in a list, where there is one."""
    return Channel.objects.bulk_create(
        Channel(
            owner_id=owner, contact=contact, kind=ChannelKind.EMAIL, value=email, value_folded=normalise("email", email)
        )
        for contact, email in people
        if email
    )
