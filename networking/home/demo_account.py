"""The account that `make demo` shows: made once, with a password that stays in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from contacts.models import Contact
from networking.accounts.actions import needs_setup, set_up
from networking.accounts.models import User

EMAIL = "demo@example.org"


def make_demo_account() -> str:
    """Make the account and its invented network where they are missing; returns the password.

    The first account of an installation is its admin; beside others, the demo account is an ordinary one.
    """
    password = _kept_password()
    user = User.objects.filter(email=EMAIL).first()
    if user is None:
        user = User(email=EMAIL, name="Демо")
        if needs_setup():
            set_up(user, password=password)
        else:
            user.set_password(password)
            user.save()
    if not Contact.objects.for_owner(user).exists():
        call_command("seed_demo", owner=EMAIL, verbosity=0)
    return password


def _kept_password() -> str:
    path = Path(settings.SVYAZI_DATA) / "demo-password"
    if not path.exists():
        with open(path, "w", encoding="ascii", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(9))
    return path.read_text("ascii")
