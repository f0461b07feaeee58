"""What can be done with many people at once; an upper floor registers its own in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser

from contacts.models import BulkChange, ContactQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

T = TypeVar("T")
# So many rows in one statement; a database takes only so many parameters.
CHUNK = 5_000


@dataclass(frozen=True)
class BulkAction:
    """A button of the bar. `route` shows a sheet for the chosen people on GET and begins it on POST.

    `carry_out` does it for some people, with the values of the sheet, as JSON has them; None when there was nothing
    to do; a button that changes nobody has none. What it notes in the values it finds again in the next step. `undo`
    puts back exactly what a `BulkChange` of this name did; None when the trash does that. Lower ranks stand first,
    whichever app was ready first.
    """

    name: str
    route: str
    label: StrOrPromise
    icon: str
    carry_out: Callable[[AbstractBaseUser, ContactQuerySet, dict[str, Any]], BulkChange | None] | None = None
    undo: Callable[[BulkChange], None] | None = None
    rank: int = 50
    # So many people in one step at most: fewer where much hangs on each.
    at_once: int = 500


_actions: dict[str, BulkAction] = {}


def register(action: BulkAction) -> None:
    """Offer an action in the bar; a second one of the same name is a mistake and raises ValueError."""
    if _actions.setdefault(action.name, action) != action:
        raise ValueError(f"{action.name} is registered already")


def bulk_actions() -> list[BulkAction]:
    return sorted(_actions.values(), key=lambda one: one.rank)


def action_named(name: str) -> BulkAction:
    """A registered action; an unknown name is a mistake and raises KeyError."""
    return _actions[name]


def action_of(change: BulkChange) -> BulkAction | None:
    """The action that made a change; None when it is gone from the product."""
    return _actions.get(change.action)


# Changes that are no button of the bar: the route that undoes one, by its action.
_undone_at: dict[str, str] = {}


def register_undo(action: str, route: str) -> None:
    """Let a change that is made elsewhere stand in the trash; the route takes its id and undoes it as a whole."""
    _undone_at[action] = route


def undo_route(change: BulkChange) -> str:
    return _undone_at.get(change.action, "contacts:bulk_undo")


def chunks(rows: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """The rows in pieces that fit into one statement each."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
