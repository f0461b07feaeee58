"""The accounts that `make demo` shows, one a language: made once, with a password that stays in the data folder."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from contacts.models import Contact
from networking.accounts.actions import needs_setup, set_up
from networking.accounts.models import User


@dataclass(frozen=True)
class DemoAccount:
    """Somebody invented, whose network is in their language."""

    language: str
    spoken: str
    email: str
    name: str


ACCOUNTS = (
    DemoAccount("ru", "in Russian", "demo@example.org", "Демо"),
    DemoAccount("en", "in English", "demo-en@example.org", "Demo"),
)


def make_demo_accounts() -> str:
    """Make the accounts and their invented networks where they are missing; returns the password of both.

    Where nobody was before, they are the installation's first and its admins; beside others, ordinary ones.
    """
    password, are_first = _kept_password(), needs_setup()
    for account in ACCOUNTS:
        user = User.objects.filter(email=account.email).first() or _make(account, password, admin=are_first)
        if not Contact.objects.for_owner(user).exists():
            call_command("seed_demo", owner=account.email, verbosity=0)
    return password


def _make(account: DemoAccount, password: str, *, admin: bool) -> User:
    user = User(email=account.email, name=account.name, language=account.language)
    if needs_setup():
        return set_up(user, password=password)
    user.is_staff = user.is_superuser = admin
    user.set_password(password)
    user.save()
    return user


def _kept_password() -> str:
    path = Path(settings.SVYAZI_DATA) / "demo-password"
    if not path.exists():
        with open(path, "w", encoding="ascii", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(9))
    return path.read_text("ascii")
