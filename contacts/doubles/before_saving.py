"""Whom a person about to be saved may already be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Prefetch, Q

from contacts.doubles.card import Card, card_of
from contacts.doubles.likeness import WARN, Likeness, compare
from contacts.finding.keys import LATIN_SOUND, SOUND
from contacts.finding.pieces import Piece, any_of
from contacts.finding.sound import sound
from contacts.models import Channel, Contact, ContactQuerySet, NotSame
from contacts.text import words

MOST_COMPARED = 400
MOST_SHOWN = 5


@dataclass(frozen=True)
class Likely:
    """Somebody known who may be the one being saved."""

    contact: Contact
    likeness: Likeness


def likely_doubles(owner: AbstractBaseUser, draft: Contact, channels: Iterable[tuple[str, str]]) -> list[Likely]:
    """Known people, archived ones too, who are likely the `draft`; the surest first, four queries at most.

    `channels` are the draft's (kind, normalised value). Those told apart from it before are left out.
    """
    card = card_of(draft, channels)
    known = Contact.objects.sought_of(owner).exclude(pk=draft.pk or 0)
    if draft.pk:
        pairs = NotSame.objects.for_owner(owner).filter(Q(low=draft.pk) | Q(high=draft.pk))
        apart = {pk for pair in pairs.values_list("low_id", "high_id") for pk in pair}
        known = known.exclude(pk__in=apart)
    pks = {*_of_channel(owner, card), *_of_name(known, draft)}
    people = known.filter(pk__in=pks).prefetch_related(Prefetch("channels"))
    found = [Likely(one, compare(card, stored_card(one))) for one in people]
    found = [one for one in found if one.likeness.score >= WARN]
    return sorted(found, key=lambda one: (-one.likeness.score, one.contact.pk))[:MOST_SHOWN]


def stored_card(contact: Contact) -> Card:
    return card_of(contact, [(one.kind, one.value_folded) for one in contact.channels.all()])


def _of_channel(owner: AbstractBaseUser, card: Card) -> list[int]:
    values = [value for _kind, value in card.channels]
    rows = Channel.objects.for_owner(owner).filter(value_folded__in=values) if values else Channel.objects.none()
    return [*rows.values_list("contact_id", flat=True)[:MOST_COMPARED]]


def _of_name(known: ContactQuerySet, draft: Contact) -> list[int]:
    """People with a word that sounds like the family name, else like the whole name."""
    heard = [sound(word) for word in words(draft.family_name or draft.given_name or draft.nickname)[:3]]
    nearby = [Piece(sign + one) for one in heard for sign in (SOUND, LATIN_SOUND)]
    people = known.filter(search_text__holds=any_of(nearby)) if nearby else known.none()
    return [*people.values_list("pk", flat=True)[:MOST_COMPARED]]
