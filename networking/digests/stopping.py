"""The link at the foot of a summary that stops it: signed, without a sign-in, and good for nothing else."""

from __future__ import annotations

from django.core import signing

from networking.accounts.models import User
from networking.digests.models import DigestChoice
from networking.digests.periods import Kind

_SALT = "svyazi.digests.stop"


def token_of(owner: User, kind: Kind) -> str:
    return signing.dumps([owner.pk, kind.value], salt=_SALT)


def choice_of(token: str) -> tuple[DigestChoice, Kind] | None:
    """The choice and the summary that a token is about; None for a token that is none of ours."""
    try:
        pk, kind = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    choice = DigestChoice.objects.filter(owner_id=pk, owner__is_active=True).select_related("owner").first()
    return (choice, Kind(kind)) if choice else None


def stop(choice: DigestChoice, kind: Kind) -> None:
    setattr(choice, kind.value, False)
    choice.save(update_fields=[kind.value, "updated_at"])
