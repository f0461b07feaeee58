"""Conditions on people in two parts: what is looked into makes the SQL, what for stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import Q, QuerySet

from contacts.finding.pieces import Wanted, as_fts5, as_tsquery
from contacts.models.channel import Channel
from contacts.models.contact import Contact
from contacts.models.interaction import Interaction, Participant
from contacts.models.tag import Tag

# Of the notes that hold a word, the newest are read.
MOST_NOTES = 500

# A query set of the ids of people.
Ids: TypeAlias = QuerySet[Any, Any]


class In(Enum):
    """Where a word may stand. Each but the person's own kept text is a list of ids from its own index.

    `HELD` reads the people whose text holds it; `WALKED` reads people in their order and asks of each.
    """

    HELD = "held"
    WALKED = "walked"
    KEPT = "kept"
    TAGS = "tags"
    CHANNELS = "channels"
    ABOUT = "about"
    TALKS = "talks"
    LINES = "lines"


# One of several ways to pass, each asking for words of which each stands in one place or another.
Shape: TypeAlias = tuple[tuple[tuple[In, ...], ...], ...]
Condition: TypeAlias = tuple[tuple[tuple[tuple[In, Any], ...], ...], ...]


def held(wanted: Wanted, where: In = In.HELD) -> Condition:
    """The person's own kept text holds it."""
    return ((((where, as_read(wanted)),),),)


def as_read(wanted: Wanted) -> str:
    """What is wanted, in the words of this database's index."""
    return as_tsquery(wanted) if connection.vendor == "postgresql" else as_fts5(wanted)


def shape_of(condition: Condition) -> Shape:
    return tuple(tuple(tuple(place for place, _value in word) for word in way) for way in condition)


def values_of(condition: Condition) -> Iterator[Any]:
    """What is looked for, in the order in which `as_q` takes it."""
    return (value for way in condition for word in way for _place, value in word)


def as_q(shape: Shape, values: Iterator[Any]) -> Q:
    """The condition of a shape on the next of the values."""
    found = Q()
    for way in shape:
        every = Q()
        for places in way:
            every &= _word(places, values)
        found |= every
    return found


def _word(places: tuple[In, ...], values: Iterator[Any]) -> Q:
    if places == (In.HELD,):
        return Q(search_text__holds=next(values))
    if places == (In.WALKED,):
        return Q(search_text__holds_in_turn=next(values))
    return _one_of(_IDS[place](next(values)) for place in places)


def _one_of(lists: Iterable[Ids]) -> Q:
    """People of whom one list of ids or another tells. One union: an OR would make SQLite read everybody.

    No list names the owner, and each comes from an index of its own; the people who are narrowed have one owner.
    """
    first, *others = lists
    return Q(pk__in=first.union(*others) if others else first)


def _kept(wanted: str) -> Ids:
    return Contact.objects.filter(search_text__holds=wanted).order_by().values("pk")


def _tagged(tags: list[int]) -> Ids:
    return Tag.contacts.through.objects.filter(tag__in=tags).values("contact")


def _of_channels(wanted: str) -> Ids:
    return Channel.objects.filter(find_text__holds=wanted).order_by().values("contact")


def _about(wanted: str) -> Ids:
    return Contact.objects.filter(about_text__holds=wanted).order_by().values("pk")


def _of_talks(wanted: str) -> Ids:
    talks = Interaction.objects.filter(trash=None, note_text__holds=wanted).order_by("-pk").values("pk")[:MOST_NOTES]
    return Participant.objects.filter(interaction__in=talks).order_by().values("contact")


def _of_lines(wanted: str) -> Ids:
    lines = Participant.objects.filter(own_text__holds=wanted, interaction__trash=None).order_by("-pk")
    return Participant.objects.filter(pk__in=lines.values("pk")[:MOST_NOTES]).order_by().values("contact")


_IDS: dict[In, Callable[[Any], Ids]] = {
    In.KEPT: _kept,
    In.TAGS: _tagged,
    In.CHANNELS: _of_channels,
    In.ABOUT: _about,
    In.TALKS: _of_talks,
    In.LINES: _of_lines,
}
