"""The search for doubles among all people, in steps of bounded size, and what is kept of it."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from contacts.doubles.before_saving import stored_card
from contacts.doubles.card import Card, card_of
from contacts.doubles.likeness import LEAST, Likeness, compare
from contacts.models import Channel, Contact, DoubleKey, DoublePair, DoubleRun, NotSame

PEOPLE_A_STEP = 2_500
KEYS_A_STEP = 2_500
# More people than this behind one key say nothing: a company's switchboard, a name that everybody has.
MOST_ALIKE = 40
COMPARED = ("given_name", "family_name", "patronymic", "nickname", "company")


def keys_of(card: Card) -> set[str]:
    """What a double would share: an address, or a name in one of its forms."""
    found = {f"c {kind} {value}" for kind, value in card.channels}
    if card.family:
        found |= {f"n {' '.join(sorted((given, card.family)))}" for given in card.stands_for}
        if card.company:
            found |= {f"w {card.company} {card.family}"}
            found |= {f"g {card.company} {given} {card.family[:2]}" for given in card.stands_for}
    elif card.company:
        found |= {f"s {card.company} {card.given}"}
    return {key[:320] for key in found}


@transaction.atomic
def begin(*, owner: AbstractBaseUser) -> DoubleRun:
    """Start over: what was found before goes, and comes again as the run finds it."""
    DoubleKey.objects.for_owner(owner).delete()
    DoublePair.objects.filter(owner_id=owner.pk).delete()
    people = Contact.objects.for_owner(owner).count()
    fresh = {"people": people, "read": 0, "last_contact": 0, "keys": 0, "compared": 0, "last_key": "",
             "too_common": 0, "began_at": timezone.now(), "ended_at": None}  # fmt: skip
    run, _made = DoubleRun.objects.update_or_create(owner_id=owner.pk, defaults=fresh)
    return run


@transaction.atomic
def step(*, owner: AbstractBaseUser) -> DoubleRun | None:
    """Go one step on: read some people, or compare within some keys; None when no run was begun."""
    run = DoubleRun.objects.for_owner(owner).select_for_update().first()
    if run is None or run.ended_at:
        return run
    if not run.keys:
        _read(owner, run)
    else:
        _compare(owner, run)
    run.save()
    return run


def _read(owner: AbstractBaseUser, run: DoubleRun) -> None:
    rest = Contact.objects.for_owner(owner).filter(pk__gt=run.last_contact).order_by("pk")
    people = [*rest.prefetch_related("channels")[:PEOPLE_A_STEP]]
    rows = [DoubleKey(owner_id=owner.pk, contact=one, key=key) for one in people for key in keys_of(stored_card(one))]
    DoubleKey.objects.bulk_create(rows, batch_size=2_000)
    run.read += len(people)
    if len(people) == PEOPLE_A_STEP:
        run.last_contact = people[-1].pk
        return
    run.keys = _shared(owner).count()
    if not run.keys:
        _end(owner, run)


def _shared(owner: AbstractBaseUser) -> QuerySet[Any, Any]:
    """Keys of several people, with how many."""
    return DoubleKey.objects.for_owner(owner).values("key").annotate(n=Count("pk")).filter(n__gt=1).order_by("key")


def _compare(owner: AbstractBaseUser, run: DoubleRun) -> None:
    shared = {row["key"]: row["n"] for row in _shared(owner).filter(key__gt=run.last_key)[:KEYS_A_STEP]}
    small = [key for key, n in shared.items() if n <= MOST_ALIKE]
    blocks: dict[str, list[int]] = defaultdict(list)
    for start in range(0, len(small), 500):
        rows = DoubleKey.objects.for_owner(owner).filter(key__in=small[start : start + 500])
        for key, pk in rows.values_list("key", "contact_id"):
            blocks[key].append(pk)
    pairs = {pair for members in blocks.values() for pair in combinations(sorted(members), 2)}
    _keep(owner, pairs)
    run.too_common += len(shared) - len(small)
    run.compared += len(shared)
    if len(shared) < KEYS_A_STEP:
        _end(owner, run)
    else:
        run.last_key = [*shared][-1]


def _keep(owner: AbstractBaseUser, pairs: set[tuple[int, int]]) -> None:
    cards = cards_of(owner, {pk for pair in pairs for pk in pair})
    apart = {*NotSame.objects.for_owner(owner).values_list("low_id", "high_id")}
    found = [
        DoublePair(owner_id=owner.pk, low_id=low, high_id=high, score=like.score)
        for low, high in sorted(pairs - apart)
        if low in cards and high in cards and (like := compare(cards[low], cards[high])).score >= LEAST
    ]
    DoublePair.objects.bulk_create(found, batch_size=2_000, ignore_conflicts=True)


def cards_of(owner: AbstractBaseUser, pks: set[int]) -> dict[int, Card]:
    """The cards of people, those in the trash left out."""
    wanted = sorted(pks)
    cards: dict[int, Card] = {}
    for start in range(0, len(wanted), 900):
        part = wanted[start : start + 900]
        addresses: dict[int, list[tuple[str, str]]] = defaultdict(list)
        rows = Channel.objects.filter(owner_id=owner.pk, contact__in=part)
        for pk, kind, value in rows.values_list("contact_id", "kind", "value_folded"):
            addresses[pk].append((kind, value))
        people = Contact.objects.sought_of(owner).filter(pk__in=part).only(*COMPARED)
        cards |= {one.pk: card_of(one, addresses[one.pk]) for one in people}
    return cards


def _end(owner: AbstractBaseUser, run: DoubleRun) -> None:
    DoubleKey.objects.for_owner(owner).delete()
    run.ended_at = timezone.now()


def look_again(pairs: list[DoublePair]) -> list[tuple[DoublePair, Likeness]]:
    """Score kept pairs anew, because their people may have changed; those that are none any more are dropped."""
    standing = []
    for pair in pairs:
        like = compare(stored_card(pair.low), stored_card(pair.high))
        if like.score < LEAST:
            pair.delete()
            continue
        if like.score != pair.score:
            pair.score = like.score
            pair.save(update_fields=["score", "updated_at"])
        standing.append((pair, like))
    return sorted(standing, key=lambda one: (-one[1].score, one[0].low_id, one[0].high_id))


@transaction.atomic
def tell_apart(*, owner: AbstractBaseUser, one: Contact, other: Contact) -> NotSame:
    """Remember that two are different people; the pair is not offered again."""
    low, high = sorted((one, other), key=lambda person: person.pk)
    DoublePair.objects.for_owner(owner).filter(low=low, high=high).delete()
    return NotSame.objects.get_or_create(low=low, high=high, defaults={"owner_id": owner.pk})[0]


@transaction.atomic
def take_back(*, apart: NotSame) -> None:
    """Undo `tell_apart`: the pair is offered again, if they are still alike."""
    like = compare(stored_card(apart.low), stored_card(apart.high))
    if like.score >= LEAST:
        DoublePair.objects.get_or_create(
            low=apart.low, high=apart.high, defaults={"owner_id": apart.owner_id, "score": like.score}
        )
    apart.delete()
