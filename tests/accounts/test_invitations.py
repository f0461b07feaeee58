"""Invitations: made by admins, opened once within fourteen days, and they give no rights."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from networking.accounts.models import Invitation, User
from tests.factories import make_user

GIVEN = {"name": "Борис", "email": "boris@example.org", "password": "вечер лампа стол река", "language": "en"}


@pytest.fixture
def admin(db: None) -> User:
    return make_user(email="admin@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def client_of_admin(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def invite(admin: User, **fields: object) -> Invitation:
    return Invitation.objects.create(made_by=admin, **fields)


def test_an_admin_makes_a_link(client_of_admin: Client) -> None:
    answer = client_of_admin.post("/settings/invitations/", {"email": "boris@example.org"}, follow=True)
    invitation = Invitation.objects.get()
    page = answer.content.decode()
    assert f"http://testserver/invite/{invitation.token}/" in page
    assert "boris@example.org" in page
    assert "Ссылка готова" in page


def test_a_link_makes_one_ordinary_account(admin: User, client: Client) -> None:
    invitation = invite(admin, email="boris@example.org")
    assert 'value="boris@example.org"' in client.get(invitation.get_absolute_url()).content.decode()
    assert client.post(invitation.get_absolute_url(), GIVEN).headers["Location"] == "/"
    user = User.objects.get(email="boris@example.org")
    assert (user.name, user.language, user.is_staff, user.is_superuser) == ("Борис", "en", False, False)
    assert "Today" in client.get("/").content.decode()
    again = Client().post(invitation.get_absolute_url(), {**GIVEN, "email": "other@example.org"})
    assert again.status_code == 404
    assert User.objects.count() == 2


def test_a_link_cannot_give_rights(admin: User, client: Client) -> None:
    client.post(invite(admin).get_absolute_url(), {**GIVEN, "is_staff": "on", "is_superuser": "on"})
    assert not User.objects.get(email="boris@example.org").is_staff


@pytest.mark.parametrize("days", [14, 400])
def test_an_old_link_is_over(admin: User, client: Client, days: int) -> None:
    invitation = invite(admin, made_at=timezone.now() - timedelta(days=days))
    answer = client.get(invitation.get_absolute_url())
    assert answer.status_code == 404
    assert "больше не действует" in answer.content.decode()
    assert client.post(invitation.get_absolute_url(), GIVEN).status_code == 404
    assert User.objects.count() == 1


def test_a_link_of_thirteen_days_opens(admin: User, client: Client) -> None:
    invitation = invite(admin, made_at=timezone.now() - timedelta(days=13))
    assert client.get(invitation.get_absolute_url()).status_code == 200


def test_a_link_that_was_used_meanwhile_makes_nothing(
    admin: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation = invite(admin, used_at=timezone.now())
    monkeypatch.setattr(Invitation, "is_open", lambda self, now: True)
    answer = client.post(invitation.get_absolute_url(), GIVEN)
    assert answer.status_code == 422
    assert "уже воспользовались" in answer.content.decode()
    assert User.objects.count() == 1


def test_a_taken_address_leaves_the_link_open(admin: User, client: Client) -> None:
    invitation = invite(admin)
    answer = client.post(invitation.get_absolute_url(), {**GIVEN, "email": "ADMIN@example.org"})
    assert answer.status_code == 422
    assert "Этот адрес уже занят." in answer.content.decode()
    invitation.refresh_from_db()
    assert invitation.used_at is None


def test_an_unknown_link_is_over(admin: User, client: Client) -> None:
    assert client.get("/invite/nothing/").status_code == 404


def test_somebody_signed_in_needs_no_invitation(admin: User, client_of_admin: Client) -> None:
    invitation = invite(admin)
    assert client_of_admin.post(invitation.get_absolute_url(), GIVEN).headers["Location"] == "/"
    assert User.objects.count() == 1


def test_a_withdrawn_link_is_over(admin: User, client_of_admin: Client, client: Client) -> None:
    invitation = invite(admin)
    client_of_admin.post(reverse("accounts:withdraw", args=[invitation.pk]))
    assert client.get(invitation.get_absolute_url()).status_code == 404


def test_a_used_link_is_not_withdrawn(admin: User, client_of_admin: Client) -> None:
    invitation = invite(admin, used_at=timezone.now())
    assert client_of_admin.post(reverse("accounts:withdraw", args=[invitation.pk])).status_code == 404
    assert Invitation.objects.count() == 1


def test_only_admins_invite(admin: User, client_of_owner: Client) -> None:
    invitation = invite(admin)
    assert client_of_owner.get("/settings/invitations/").status_code == 404
    assert client_of_owner.post("/settings/invitations/", {"email": ""}).status_code == 404
    assert client_of_owner.post(reverse("accounts:withdraw", args=[invitation.pk])).status_code == 404
    assert Invitation.objects.count() == 1


def test_more_invitations_ask_no_more_queries(
    admin: User, client_of_admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for wanted in (1, 3):
        while Invitation.objects.count() < 2 * wanted:
            invite(admin)
            invite(admin, used_at=timezone.now())
        with django_assert_num_queries(4):
            client_of_admin.get("/settings/invitations/")
