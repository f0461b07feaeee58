"""Whom the owner knows already, held ready to compare a whole file with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser

from contacts.actions.doubles import MOST_ALIKE, cards_of, keys_of
from contacts.doubles.card import Card, card_of_names
from contacts.doubles.likeness import WARN, Likeness, compare
from contacts.models import Contact
from networking.exchange.actions.tidying import channel_values
from networking.exchange.formats.rows import Person
from networking.exchange.models import ContactSource

# From here on two are taken for one without asking: the same address, and no name that speaks against it.
SURE = 85


@dataclass(frozen=True)
class Found:
    """Who a row is: a known person's id, or less than zero, an earlier row of the same file (-1 is place 0)."""

    pk: int
    sure: bool
    like: Likeness | None = None


class Known:
    """Cards of all people of one owner, and of the rows seen so far."""

    def __init__(self, owner: AbstractBaseUser) -> None:
        everybody = {*Contact.objects.for_owner(owner).values_list("pk", flat=True)}
        # Without a join, for which PostgreSQL has no good plan while a database has just been filled.
        sources = ContactSource.objects.filter(owner_id=owner.pk).order_by("pk").values_list("key", "contact_id")
        self._sources = {key: pk for key, pk in sources if pk in everybody}
        self._cards: dict[int, Card] = {}
        self._keys: dict[str, list[int]] = defaultdict(list)
        for pk, card in cards_of(owner, everybody).items():
            self._add(pk, card)

    def _add(self, pk: int, card: Card) -> None:
        self._cards[pk] = card
        for key in keys_of(card):
            self._keys[key].append(pk)

    def find(self, person: Person, key: str, place: int) -> Found | None:
        """Who this is likely to be; the row itself is known from now on."""
        me = -1 - place
        card = card_of_names(person, channel_values(person))
        found = self._by_source(key) or self._alike(card)
        # A row that is an earlier one for sure is found through it; a guess stays a person of its own.
        if found is None or not found.sure:
            self._add(me, card)
            self._sources.setdefault(key, me)
        else:
            self._sources.setdefault(key, found.pk)
        return found

    def _by_source(self, key: str) -> Found | None:
        pk = self._sources.get(key)
        return Found(pk, sure=True) if pk is not None else None

    def _alike(self, card: Card) -> Found | None:
        nearby: set[int] = set()
        for key in keys_of(card):
            some = self._keys.get(key, ())
            if len(some) <= MOST_ALIKE or key.startswith("c "):
                nearby.update(some[:MOST_ALIKE])
        best: tuple[int, int, Likeness] | None = None
        for pk in nearby:
            like = compare(card, self._cards[pk])
            if like.score >= WARN and (best is None or (like.score, pk) > best[:2]):
                best = like.score, pk, like
        if best is None:
            return None
        shared = bool(card.channels & self._cards[best[1]].channels)
        return Found(best[1], sure=shared and best[0] >= SURE, like=best[2])
