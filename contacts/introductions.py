"""Who introduced whom: the way that led to a person, and whom it led to further, as a small tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Q, QuerySet

from contacts.models import Contact

LEVELS_UP = 4
SHOWN = 12
SHOWN_BELOW = 5


@dataclass
class Node:
    """A person of the tree, those whom they introduced, and how many more of these are not shown."""

    contact: Contact
    is_here: bool = False
    below: list[Node] = field(default_factory=list)
    more: int = 0


def introductions(owner: AbstractBaseUser, person: Contact) -> Node | None:
    """The tree from four levels above a person to two below, from the top; None when nobody introduced anybody.

    Four queries at most, whatever its size.
    """
    here = _with_those_below(owner, person)
    top, seen, one = here, {person.pk}, _above(owner, person)
    for _level in range(LEVELS_UP):
        if one is None or one.trash_id is not None or one.pk in seen:
            break
        top = Node(one, below=[top])
        seen.add(one.pk)
        one = one.introduced_by if _level < LEVELS_UP - 1 else None
    return top if top is not here or here.below else None


def _above(owner: AbstractBaseUser, person: Contact) -> Contact | None:
    """The introducer with theirs, so many levels up, in one query."""
    if person.introduced_by_id is None:
        return None
    rows = Contact.objects.for_owner(owner).select_related("__".join(["introduced_by"] * (LEVELS_UP - 1)))
    return rows.filter(pk=person.introduced_by_id).first()


def _with_those_below(owner: AbstractBaseUser, person: Contact) -> Node:
    here = Node(person, is_here=True)
    first = _introduced_by(owner, [person])
    children = [*first[:SHOWN]]
    here.below = [Node(one) for one in children]
    here.more = first.count() - SHOWN if len(children) == SHOWN else 0
    nodes = {node.contact.pk: node for node in here.below}
    # Each child says how many it introduced, so that children without any cost nothing.
    parents = [node.contact for node in here.below if getattr(node.contact, "below_count", 0)]
    if parents:
        for one in _introduced_by(owner, parents)[: SHOWN * SHOWN_BELOW * 4]:
            node = nodes[one.introduced_by_id or 0]
            if len(node.below) < SHOWN_BELOW and one.pk != person.pk:
                node.below.append(Node(one))
        for parent in parents:
            node = nodes[parent.pk]
            node.more = max(0, getattr(parent, "below_count", 0) - len(node.below))
    return here


def _introduced_by(owner: AbstractBaseUser, people: Iterable[Contact]) -> QuerySet[Contact]:
    # For the order of names everybody would be walked through; those who were introduced are few.
    found = Contact.objects.sought_of(owner).filter(introduced_by__in=[one.pk for one in people])
    return found.annotate(below_count=Count("introduced", filter=Q(introduced__trash=None))).order_by("name_key", "pk")


def circle(person: Contact, introducer: Contact) -> list[str]:
    """The names of the circle that would close if `introducer` had introduced `person`; empty when none would.

    One query for each step of the way up, people in the trash included: they may come back.
    """
    names, seen = [introducer.name], {introducer.pk}
    if person.pk is None or introducer.pk is None:
        return []
    above = introducer.introduced_by_id
    while above is not None and above not in seen:
        one = Contact.objects.filter(owner_id=person.owner_id).get(pk=above)
        names.append(one.name)
        if one.pk == person.pk:
            return [person.name, *names]
        seen.add(one.pk)
        above = one.introduced_by_id
    return []
