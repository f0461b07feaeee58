from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from networking.accounts.models import User

pytestmark = pytest.mark.django_db


def test_the_address_of_a_new_account_is_its_own(owner: User) -> None:
    address = EmailAddress.objects.get(user=owner)
    assert (address.email, address.verified, address.primary) == (owner.email, True, True)
    owner.name = "Другое имя"
    owner.save()
    assert EmailAddress.objects.filter(user=owner).count() == 1


def test_an_app_with_codes_can_be_set_up_and_is_asked_for(owner: User) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": owner.email, "password": "correct horse battery"})
    wanted = reverse("mfa_activate_totp")
    client.post(f"{reverse('account_reauthenticate')}?next={wanted}", {"password": "correct horse battery"})
    page = client.get(wanted)
    assert page.status_code == 200
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert Authenticator.objects.filter(user=owner, type="totp").exists()
    again = Client()
    answer = again.post(reverse("account_login"), {"login": owner.email, "password": "correct horse battery"})
    assert re.search(reverse("mfa_authenticate"), answer.headers["Location"])
    assert again.get("/").status_code == 302
