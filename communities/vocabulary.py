"""The words of the shipped catalogue in the reader's language: fields, cities, legal forms, names of templates.

The database keeps them as they were shipped. What an admin wrote in other words is shown as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

# The fields of an entry whose shipped words have a second language; a description has a column of its own for it.
SPOKEN = ("field", "city", "legal_form", "membership_terms", "certification", "licensing", "represents")
FOLDER = Path(__file__).resolve().parent / "catalogue" / "words"


def said_here(value: str) -> str:
    """A shipped word in the reader's language; any other as it stands."""
    return in_english(value) if get_language() == "en" else value


def words_here() -> Mapping[str, str]:
    """The shipped words that the reader has other words for: for many at once."""
    return _english() if get_language() == "en" else {}


def in_english(value: str) -> str:
    return _english().get(value, value)


@cache
def _english() -> dict[str, str]:
    return {str(said): str(meant) for said, meant in yaml.safe_load((FOLDER / "en.yaml").read_bytes()).items()}
