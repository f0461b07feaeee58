"""Summaries by e-mail: only when wanted, once for a period, in the language and the zone of whoever reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from networking.accounts.models import User
from networking.digests.models import DigestChoice, DigestSent, claim
from networking.digests.periods import Kind, last_over
from networking.digests.sending import site_address
from networking.digests.stopping import token_of
from tests.factories import make_contact, make_event, make_interaction, make_promise, make_user

# A Friday.
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Broken(BaseEmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        raise OSError("the mail server is away")


@pytest.fixture(autouse=True)
def frozen_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def life(owner: User) -> User:
    """Last week: a new person and two talks; the week before: one. A promise due, an event ahead."""
    DigestChoice.objects.create(owner=owner, week=True, month=True)
    anna = make_contact(owner=owner, name="Анна", met_on=date(2026, 11, 10))
    for day in (date(2026, 11, 5), date(2026, 11, 9), date(2026, 11, 15), date(2026, 11, 16)):
        make_interaction(owner=owner, contacts=[anna], day=day)
    make_promise(contact=anna, text="Прислать <слайды>", due_on=date(2026, 11, 23))
    make_event(owner=owner, name="Скорый митап", starts=datetime(2026, 11, 24, 16, tzinfo=UTC))
    return owner


def run(*options: str) -> str:
    out = StringIO()
    call_command("send_digest", *options, stdout=out)
    return out.getvalue()


def test_nobody_gets_what_they_did_not_ask_for(owner: User) -> None:
    make_contact(owner=owner, met_on=date(2026, 11, 10))
    assert run() == ""
    assert mail.outbox == []


def test_the_week_in_text_and_in_html(life: User) -> None:
    assert run("--week", "--address", "https://crm.example.org") == f"{life.email}: week from 2026-11-09: sent\n"
    (letter,) = mail.outbox
    assert letter.to == [life.email]
    assert letter.subject == "Ваша неделя: 9 – 15 ноября"
    text, html = str(letter.body), str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    assert "Новые контакты: 1 (+1)" in text
    assert "Взаимодействия: 2 (+1)" in text
    assert "- Анна: Прислать <слайды> (23.11)" in text
    assert "24.11 19:00 Скорый митап" in text, "by the owner's clock"
    assert "https://crm.example.org/settings/digest/" in text
    assert "Прислать &lt;слайды&gt;" in html
    assert "<слайды>" not in html
    assert not re.search(r"\n\n\n|&\w+;", text)
    stop = re.findall(r"https://crm.example.org/digest/stop/\S+", text)[0]
    assert letter.extra_headers["List-Unsubscribe"] == f"<{stop}>"


def test_the_month_in_english(life: User) -> None:
    User.objects.filter(pk=life.pk).update(language="en")
    make_interaction(owner=life, contacts=[make_contact(owner=life, met_on=date(2026, 10, 3))], day=date(2026, 10, 9))
    run("--month", "--address", "https://crm.example.org/")
    (letter,) = mail.outbox
    assert letter.subject == "Your month: October 2026"
    body = str(letter.body)
    assert "New contacts: 1" in body
    assert "Practices done: 1 of 12" in body
    assert "https://crm.example.org/metrics/2026-10/review/" in body


def test_twice_and_late_is_once(life: User) -> None:
    assert run().count(": sent") == 1, "October has no data: nothing was written down by then"
    assert ": sent" not in run()
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert "sent" not in run()
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        assert "week from 2026-11-16: sent" in run()
    assert len(mail.outbox) == 2
    assert DigestSent.objects.count() == 2


def test_of_two_senders_one_gets_it(owner: User) -> None:
    period = last_over(Kind.WEEK, NOW.date())
    first = claim(owner, period, NOW)
    assert first is not None
    assert claim(owner, period, NOW + timedelta(minutes=59)) is None
    # The first was killed before it could send.
    again = claim(owner, period, NOW + timedelta(minutes=61))
    assert again == first
    assert claim(owner, period, NOW + timedelta(minutes=62)) is None
    first.sent_at = NOW
    first.save()
    assert claim(owner, period, NOW + timedelta(days=30)) is None
    assert claim(make_user(), period, NOW) is not None


def test_a_mail_server_that_is_away(life: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    with pytest.raises(CommandError, match="1 could not be sent"):
        run("--week")
    assert not DigestSent.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert "sent" in run("--week")


def test_a_dry_run_sends_and_keeps_nothing(life: User) -> None:
    assert "would send" in run("--week", "--dry-run")
    assert (mail.outbox, DigestSent.objects.count()) == ([], 0)
    run("--week")
    assert run("--week", "--dry-run") == ""


def test_closed_accounts_get_nothing(life: User) -> None:
    User.objects.filter(pk=life.pk).update(is_active=False)
    assert run() == ""


def test_the_week_is_over_by_the_owners_clock(life: User) -> None:
    User.objects.filter(pk=life.pk).update(time_zone="Pacific/Auckland")
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        assert "week from 2026-11-16" in run("--week"), "it is Monday there"
    User.objects.filter(pk=life.pk).update(time_zone="America/New_York")
    with time_machine.travel(datetime(2026, 11, 30, 4, tzinfo=UTC), tick=False):
        assert "week from 2026-11-23" not in run("--week"), "it is Sunday there"


@given(st.dates(date(1990, 1, 1), date(2150, 1, 1)))
def test_what_is_over_is_over_and_joins(today: date) -> None:
    for kind in Kind:
        period = last_over(kind, today)
        assert period.before < period.first < period.after <= today
        assert last_over(kind, period.after) == period
        assert last_over(kind, period.last) == last_over(kind, period.first)
        assert last_over(kind, period.first).first == period.before
    assert last_over(Kind.WEEK, today).first.weekday() == 0


def test_it_is_chosen_in_the_settings(client_of_owner: Client, owner: User) -> None:
    assert "digest" in client_of_owner.get("/settings/").content.decode()
    assert "checked" not in client_of_owner.get("/settings/digest/").content.decode()
    client_of_owner.post("/settings/digest/", {"week": "on"})
    choice = DigestChoice.objects.for_owner(owner).get()
    assert (choice.week, choice.month) == (True, False)
    client_of_owner.post("/settings/digest/", {"month": "on"})
    choice.refresh_from_db()
    assert (choice.week, choice.month) == (False, True)


def test_the_link_at_the_foot_stops_it_without_a_sign_in(owner: User) -> None:
    choice = DigestChoice.objects.create(owner=owner, week=True, month=True)
    address = f"/digest/stop/{token_of(owner, Kind.WEEK)}/"
    assert "Больше не присылать итоги недели?" in Client().get(address).content.decode()
    choice.refresh_from_db()
    assert choice.week, "looking changes nothing"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    choice.refresh_from_db()
    assert (choice.week, choice.month) == (False, True)
    signed, _colon, signature = address.split("/")[3].rpartition(":")
    for wrong in ("x", f"{signed}:{'B' if signature[0] == 'A' else 'A'}{signature[1:]}", "W10:x:y"):
        assert Client().post(f"/digest/stop/{wrong}/").status_code == 404


def test_where_the_links_lead(settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.SVYAZI_BIND = ["localhost", "127.0.0.1"], "127.0.0.1:8000"
    assert site_address() == "http://127.0.0.1:8000/"
    settings.ALLOWED_HOSTS, settings.SESSION_COOKIE_SECURE = ["localhost", "crm.example.org"], True
    assert site_address() == "https://crm.example.org/"
    with pytest.raises(CommandError):
        run("--address", "crm.example.org")
