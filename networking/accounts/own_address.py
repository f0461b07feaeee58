"""The e-mail of a new account counts as its own: sign-up is closed, and whoever let the account in vouches for it.

Without a verified address the second factor could not be set up.
"""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models.signals import post_save

from networking.accounts.models import User


def connect() -> None:
    post_save.connect(vouch, sender=User, dispatch_uid="vouch_for_address")


def vouch(instance: User, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Write down the address of an account that has just been made."""
    if created and not raw:
        EmailAddress.objects.get_or_create(
            user=instance, email=instance.email, defaults={"verified": True, "primary": True}
        )
