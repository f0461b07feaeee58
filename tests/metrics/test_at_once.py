"""Two tabs, two senders, at the very same moment: one wins, the other is told, and nothing is doubled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection

from networking.accounts.models import User
from networking.digests.models import DigestSent, claim
from networking.digests.periods import Kind, last_over
from networking.metrics.facts import standpoint
from networking.metrics.models import MonthClosing
from networking.metrics.review import actions
from networking.metrics.windows import Month
from tests.factories import make_contact, make_user

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
MANY = 4


@pytest.fixture
def someone(transactional_db: None) -> User:
    owner = make_user()
    make_contact(owner=owner, met_on=date(2026, 10, 3))
    return owner


def at_once(deed: Callable[[], str]) -> list[str]:
    """What each of several threads said that did the same thing at the same time."""
    said: list[str] = []
    gate = Barrier(MANY)

    def run() -> None:
        try:
            gate.wait(timeout=20)
            said.append(deed())
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(said)


def test_a_month_is_closed_once(someone: User) -> None:
    seen = standpoint(someone, TODAY)

    def close() -> str:
        try:
            actions.close_month(owner=someone, month=Month(2026, 10), seen=seen, now=NOW, last_seen=0)
        except actions.AlreadyClosed:
            return "told"
        return "closed"

    assert at_once(close) == ["closed", *["told"] * (MANY - 1)]
    assert MonthClosing.objects.for_owner(someone).count() == 1


def test_a_summary_is_claimed_once(someone: User) -> None:
    period = last_over(Kind.WEEK, TODAY)
    assert at_once(lambda: "mine" if claim(someone, period, NOW) else "none") == ["mine", *["none"] * (MANY - 1)]
    assert DigestSent.objects.for_owner(someone).count() == 1
