from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings

from networking.accounts.models import User
from tests.browsing import answering, browser, errors, open_page  # noqa: F401  # fixtures of every folder
from tests.factories import make_user

# How quickly examples are made says something about the machine alone.
settings.register_profile("any machine", settings.default, deadline=None, suppress_health_check=[*HealthCheck])
settings.load_profile("any machine")


@pytest.fixture
def owner(db: None) -> User:
    return make_user(email="owner@example.org", name="Ольга")


@pytest.fixture
def stranger(db: None) -> User:
    return make_user(email="stranger@example.org", name="Степан")


@pytest.fixture
def client_of_owner(owner: User) -> Client:
    client = Client()
    client.force_login(owner)
    return client


@pytest.fixture
def client_of_stranger(stranger: User) -> Client:
    client = Client()
    client.force_login(stranger)
    return client
