"""Parsers on hostile input: a few cases each time, `make fuzz` for ten thousand of each."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

_CASES = settings(
    max_examples=int(os.environ.get("FUZZ_CASES") or 60), deadline=None, suppress_health_check=[*HealthCheck]
)


def fuzzed(test: Callable[..., Any]) -> Any:
    """Mark a test of hypothesis as one of a parser, and give it its number of cases."""
    return pytest.mark.fuzz(_CASES(test))
