"""The words of choices, for pages with many rows: Django translates a label at each use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.db.models import Choices
from django.utils.translation import get_language


def labels(choices: type[Choices]) -> Mapping[Any, str]:
    """What each of some choices is called in the language of the reader, by its value."""
    return _labels(choices, get_language())


@lru_cache(maxsize=256)
def _labels(choices: type[Choices], _language: str | None) -> Mapping[Any, str]:
    return MappingProxyType({one.value: str(one.label) for one in choices})
