"""What upper floors tell in the history of a person, how it reads there, and how it is put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from contacts.models import Contact


@dataclass(frozen=True)
class Beside:
    """Something that changes in rows of another floor; `name` stands in `Change.fields` beside the columns.

    `sentence` says what happened from the two values. `put_back` gets the person and both values and answers what
    `contacts.actions.put_back.put_back` does: False when it stands so already, ChangedSince when it is another by now;
    `over` is the seal of what may be written over.
    """

    name: str
    label: StrOrPromise
    sentence: Callable[[Any, Any], str]
    put_back: Callable[[Contact, Any, Any, str], bool]


_beside: dict[str, Beside] = {}


def register(one: Beside) -> None:
    """Tell of something more; a second one of the same name is a mistake and raises ValueError."""
    if _beside.setdefault(one.name, one) != one:
        raise ValueError(f"{one.name} is registered already")


def told_beside() -> dict[str, Beside]:
    return _beside
