"""What the tests of series and debriefs share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine


@pytest.fixture
def a_week_before() -> Iterator[None]:
    """It is Thursday the 15th of October 2026, a week before the first event of the series."""
    with time_machine.travel(datetime(2026, 10, 15, 9, 0, tzinfo=UTC), tick=False):
        yield
