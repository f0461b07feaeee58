"""Whom many people who are about to be added by their names alone may already be, asked in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser

from contacts.doubles.before_saving import MOST_SHOWN
from contacts.doubles.card import Card, card_of
from contacts.doubles.likeness import by_name
from contacts.finding.keys import END, FULL, LATIN_SOUND, LEAST_LETTERS, SOUND
from contacts.finding.pieces import AnyOf, Piece, Wanted, all_of, any_of
from contacts.models import Contact

# So many names are looked for at once.
GROUP = 50
# A crowd of one name says nothing of any one of them.
MOST_LIKE = 2_000


def likely_many(owner: AbstractBaseUser, new: Sequence[Contact]) -> list[list[Contact]]:
    """For each of some unsaved people those known, archived ones too, whose name may be theirs; the likeliest first.

    The same names spelled in another way, a short form of the given name, a slip in the family name. Whoever has no
    given or no family name is like nobody. One query for every fifty.
    """
    cards = [card_of(one, ()) for one in new]
    whole = [place for place, card in enumerate(cards) if card.given and card.family]
    likely: list[list[Contact]] = [[] for _one in new]
    for start in range(0, len(whole), GROUP):
        group = whole[start : start + GROUP]
        known = _known(owner, [cards[place] for place in group])
        for place in group:
            likely[place] = _like(cards[place], known)
    return likely


_Known = dict[str, list[tuple[Contact, Card]]]


def _known(owner: AbstractBaseUser, cards: list[Card]) -> _Known:
    """People near some names, by each full name that their given one may stand for."""
    near = any_of(all_of([_given(card), _family(card)]) for card in cards)
    known: _Known = defaultdict(list)
    for one in Contact.objects.sought_of(owner).filter(search_text__holds=near)[:MOST_LIKE]:
        card = card_of(one, ())
        for name in card.stands_for:
            known[name].append((one, card))
    return known


def _like(card: Card, known: _Known) -> list[Contact]:
    found: dict[int, tuple[int, Contact]] = {}
    for one, other in [pair for name in card.stands_for for pair in known.get(name, ())]:
        if one.pk not in found and (score := by_name(card, other)):
            found[one.pk] = (-score, one)
    return [one for _score, one in sorted(found.values(), key=lambda pair: (pair[0], pair[1].pk))[:MOST_SHOWN]]


def _given(card: Card) -> AnyOf:
    """Those whose given name is this one, its full form, or a short form of the same."""
    return any_of(Piece(sign + name) for name in sorted(card.stands_for) for sign in (SOUND, LATIN_SOUND, FULL))


def _family(card: Card) -> AnyOf:
    """Those with the family name, or with one half of a long one: a slip leaves the other half whole."""
    wanted: list[Wanted] = []
    for name in card.family.split():
        wanted += [Piece(SOUND + name), Piece(LATIN_SOUND + name)]
        if len(name) >= LEAST_LETTERS:
            half = len(name) // 2
            wanted += [Piece(sign + name[:half], begins=True) for sign in (SOUND, LATIN_SOUND)]
            wanted.append(Piece(END + name[: half - len(name) - 1 : -1], begins=True))
    return any_of(wanted)
