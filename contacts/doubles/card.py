"""What of a person is compared, folded once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from contacts.finding.short_names import full_names
from contacts.finding.sound import sound
from contacts.kept_words import kept
from contacts.models import Contact
from contacts.models.channel import ChannelKind
from contacts.text import words

# Addresses that are one person's own; a website or a note in free words may be a company's.
PERSONAL: dict[str, str] = {
    ChannelKind.PHONE: "phone",
    ChannelKind.WHATSAPP: "phone",
    **{kind: kind.value for kind in (ChannelKind.EMAIL, ChannelKind.TELEGRAM, ChannelKind.VK, ChannelKind.LINKEDIN)},
    ChannelKind.GITHUB: "github",
}
_LEGAL = {"ооо", "оао", "зао", "пао", "ао", "ип", "гк", "ltd", "llc", "inc", "gmbh", "corp", "co"}
_HYPHENS = re.compile(r"[-–—]")


@dataclass(frozen=True)
class Card:
    """One person: sounds of the names, what a given name may stand for, the work, and the addresses of their own."""

    pk: int
    given: str
    family: str
    patronymic: str
    spelled: frozenset[str]
    stands_for: frozenset[str]
    company: str
    channels: frozenset[tuple[str, str]]


@kept(20_000)
def heard(text: str) -> str:
    return " ".join(sound(word) for word in words(_HYPHENS.sub(" ", text)))


@kept(20_000)
def company_key(text: str) -> str:
    """A company without its legal form, by its sound."""
    return " ".join(sound(word) for word in words(text) if word not in _LEGAL)


def channel_keys(channels: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """From (kind, normalised value) those that belong to one person, phones of every kind alike."""
    return frozenset((PERSONAL[kind], value) for kind, value in channels if kind in PERSONAL and value)


class Named(Protocol):
    """Whoever has names and a company: a person of the network, or of a file."""

    given_name: str
    family_name: str
    patronymic: str
    nickname: str
    company: str


def card_of(contact: Contact, channels: Iterable[tuple[str, str]]) -> Card:
    return card_of_names(contact, channels, pk=contact.pk or 0)


def card_of_names(contact: Named, channels: Iterable[tuple[str, str]], *, pk: int = 0) -> Card:
    given, family = contact.given_name, contact.family_name
    if not (given or family):
        given = contact.nickname
    stands_for = {heard(given), *(full for word in words(given) for full in full_names(word))}
    return Card(
        pk=pk,
        given=heard(given),
        family=heard(family),
        patronymic=heard(contact.patronymic),
        spelled=frozenset(words(f"{given} {family}")),
        stands_for=frozenset(stands_for - {""}),
        company=company_key(contact.company),
        channels=channel_keys(channels),
    )
