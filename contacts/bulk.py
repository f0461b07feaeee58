"""What can be done with many people at once; an upper floor registers its own in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from contacts.models import BulkChange

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

T = TypeVar("T")
# So many rows in one statement; a database takes only so many parameters.
CHUNK = 5_000


@dataclass(frozen=True)
class BulkAction:
    """A button of the bar. `route` shows a sheet for the chosen people on GET and does it on POST.

    `undo` puts back exactly what a `BulkChange` of this name did; None when the trash does that. Lower ranks
    stand first, whichever app was ready first.
    """

    name: str
    route: str
    label: StrOrPromise
    icon: str
    undo: Callable[[BulkChange], None] | None
    rank: int = 50


_actions: dict[str, BulkAction] = {}


def register(action: BulkAction) -> None:
    """Offer an action in the bar; a second one of the same name is a mistake and raises ValueError."""
    if _actions.setdefault(action.name, action) != action:
        raise ValueError(f"{action.name} is registered already")


def bulk_actions() -> list[BulkAction]:
    return sorted(_actions.values(), key=lambda one: one.rank)


def undo_of(change: BulkChange) -> Callable[[BulkChange], None] | None:
    """What undoes a change; None when its action is gone from the product."""
    action = _actions.get(change.action)
    return action.undo if action else None


def chunks(rows: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """The rows in pieces that fit into one statement each."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
