from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from contacts.models.contact import Contact, ContactQuerySet
from contacts.owned import AnyUser


@dataclass(frozen=True)
class Among:
    """Some of an owner's people, in such parts that a query about them need not be written anew for each request.

    `narrow` makes the query set of the owner, of what stands in it as it is, and of the shape that the rest gives it.
    `by_name` are the same people as the index of names holds them, when it holds nobody else.
    """

    narrow: Callable[..., ContactQuerySet]
    owner: AnyUser
    standing: tuple[Any, ...] = ()
    shape: Hashable = None
    by_name: Among | None = None

    @property
    def people(self) -> ContactQuerySet:
        return self.narrow(self.owner, *self.standing, shape=self.shape)

    @property
    def kind(self) -> AmongKind:
        """What is the same for all such people, whoever asks."""
        return AmongKind(self.narrow, len(self.standing), self.shape)


@dataclass(frozen=True)
class AmongKind:
    narrow: Callable[..., ContactQuerySet]
    standing: int
    shape: Hashable

    def people(self, owner: AnyUser, values: tuple[Any, ...]) -> tuple[ContactQuerySet, tuple[Any, ...]]:
        """The query set, and those of the values that are not for it."""
        return self.narrow(owner, *values[: self.standing], shape=self.shape), values[self.standing :]


def active_of(owner: AnyUser) -> Among:
    """Everybody but the archive, for a search."""
    return Among(_active, owner, by_name=Among(_active_by_name, owner))


def _active(owner: AnyUser, *, shape: Hashable) -> ContactQuerySet:
    return Contact.objects.sought_of(owner).active()


def _active_by_name(owner: AnyUser, *, shape: Hashable) -> ContactQuerySet:
    return Contact.objects.for_owner(owner).active()
