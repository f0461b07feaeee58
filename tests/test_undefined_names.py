"""No page shows or hands on a name that nobody gave it: Django would show nothing, and nobody would notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.template import engines
from django.test import Client
from django.urls import reverse

from networking.accounts.models import User
from networking.guidance.models import Note
from tests.factories import make_user
from tests.network import fill
from tests.routes import routes
from tests.test_strangers import SHARED, row_of
from tests.undefined import undefined_names

TODAY = date(2026, 11, 20)
NOW = "2026-11-20 12:00:00+03:00"
HTMX = {"HX-Request": "true"}
# What routes take that is no row of somebody's.
SAID = {"month": "2026-11", "span": "2026", "measure": "interactions", "place": "today", "step": 2}
RATED = ["/metrics/2026-11/depth/", "/metrics/2026-11/evidence/events/", "/metrics/2026/interactions/"]
# Pages of the parts that wear our clothes.
WORN = (
    "account_login", "account_logout", "account_reset_password", "account_email", "account_change_password",
    "account_reauthenticate", "mfa_index", "mfa_activate_totp", "usersessions_list",
)  # fmt: skip
# An undo plays the journal of a merge, which the row of the test has not.
PLAYED = {"contacts:unmerge"}


def test_a_name_that_nobody_gave_is_found() -> None:
    template = engines["django"].from_string("{% if one %}{% endif %}{{ given }}{{ two }}\n{{ given.three|default:4 }}")
    with undefined_names() as names:
        template.render({"given": "x"})
    assert {name.split()[0] for name in names} == {"two", "given.three"}
    assert any(name.endswith(":2") for name in names)


def status(answer: Any) -> int:
    """What was answered; a file that is written while it is sent is read to its end."""
    assert not answer.streaming or b"".join(answer) is not None
    return int(answer.status_code)


def addresses(rows: dict[str, Any]) -> Iterator[str]:
    said = SAID | {"slug": Note.objects.order_by("pk")[0].slug}
    for route in routes():
        if not route.is_ours or route.name in PLAYED:
            continue
        if route.name not in SHARED:
            yield reverse(route.name, args=[row_of(route, rows).pk] * len(route.takes) if route.takes else [])
        elif {*route.takes} <= {*said}:
            yield reverse(route.name, args=[said[name] for name in route.takes])
    yield from map(reverse, WORN)
    yield from RATED


@pytest.mark.parametrize("who", ["somebody", "an admin", "somebody new"])
@time_machine.travel(NOW)
def test_pages_and_their_parts_are_given_every_name(who: str, owner: User) -> None:
    call_command("import_notes", "--starter", stdout=StringIO())
    rows = fill(owner, TODAY)
    if who != "somebody":
        owner = make_user(email="other@example.org", is_staff=who == "an admin", is_superuser=who == "an admin")
    client = Client()
    client.force_login(owner)
    pages = [*addresses(rows)]
    with undefined_names() as names:
        shown = [status(client.get(address, headers=headers)) for address in pages for headers in ({}, HTMX)]
        assert shown.count(200) > (150 if who == "somebody" else 60)
        for address in pages:
            # With nothing filled in: forms come back with their errors, and whatever was done is undone.
            with transaction.atomic():
                shown.append(status(client.post(address, {}, headers=HTMX)))
                transaction.set_rollback(True)
    assert shown.count(422) > (20 if who == "somebody" else 5)
    assert not names, "\n".join(sorted(names))


def test_pages_before_one_signs_in_are_given_every_name(db: None) -> None:
    with undefined_names() as names:
        for address in ("account_login", "account_reset_password", "accounts:setup"):
            Client().get(reverse(address))
        make_user(email="first@example.org")
        answers = [Client().get(reverse(one)) for one in ("account_login", "account_reset_password")]
        Client().post(reverse("account_login"), {})
    assert [one.status_code for one in answers] == [200, 200]
    assert not names, "\n".join(sorted(names))
