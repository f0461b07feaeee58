"""The generated accounts that are measured."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from communities.actions.catalogue import load_catalogue
from networking.accounts.models import Instance, User
from networking.benchmark.pages import Account, pages_of
from networking.demo import seed
from networking.guidance.actions import load_starter_notes

TALKS_A_PERSON = 10


def fill(sizes: list[int]) -> list[Account]:
    """Make the tables, what the product ships with, and an account of each size."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    load_catalogue()
    load_starter_notes()
    Instance.objects.get_or_create(pk=1)
    accounts = [_account(people) for people in sizes]
    gather_statistics()
    return accounts


def gather_statistics() -> None:
    """What autovacuum of PostgreSQL does within minutes; SQLite is measured as it is used, without."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _account(people: int) -> Account:
    # Always the Russian life, whatever the language of new accounts: figures of two runs stay comparable.
    owner = User.objects.create_user(f"people{people}@example.org", name="Benchmark", language="ru")
    today = timezone.now().astimezone(owner.zone).date()
    seed(owner=owner, people=people, today=today, interactions=people * TALKS_A_PERSON)
    return Account(people, sign_in(owner), pages_of(owner, today))


def sign_in(owner: User) -> str:
    """The key of a session of theirs, without the slow check of a password."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(owner.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = owner.get_session_auth_hash()
    session.save()
    return str(session.session_key)
