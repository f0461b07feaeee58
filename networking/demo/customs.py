"""What differs between the two invented networks besides their words: how people write, and when they rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contacts.models.channel import ChannelKind

_PHONES = 10_000
# Numbers that the regulator keeps for fiction: a thousand after each beginning, none of which rings anywhere.
_OF_FICTION = (
    "7700 900", "113 496 0", "114 496 0", "115 496 0", "116 496 0", "117 496 0", "121 496 0", "131 496 0", "141 496 0",
    "161 496 0",
)  # fmt: skip


@dataclass(frozen=True)
class Customs:
    """The habits of one network; days are (month, day)."""

    odds: tuple[tuple[ChannelKind, float], ...]
    of_friends: tuple[ChannelKind, ...]
    messages: ChannelKind
    months: Mapping[int, float]
    rest_from: tuple[int, int]
    rest_until: tuple[int, int]
    first_entries: tuple[str, ...]
    # How many communities of the catalogue are joined at most; the rest is invented.
    entries: int | None


_RUSSIAN = Customs(
    odds=(
        (ChannelKind.TELEGRAM, 0.85),
        (ChannelKind.EMAIL, 0.55),
        (ChannelKind.PHONE, 0.35),
        (ChannelKind.GITHUB, 0.15),
        (ChannelKind.LINKEDIN, 0.12),
        (ChannelKind.VK, 0.08),
    ),
    of_friends=(ChannelKind.TELEGRAM, ChannelKind.EMAIL),
    messages=ChannelKind.TELEGRAM,
    months={1: 0.7, 5: 0.7, 6: 0.8, 7: 0.55, 8: 0.4, 12: 0.9},
    rest_from=(12, 30),
    rest_until=(1, 8),
    first_entries=("moscow-python", "moscow-developers", "sovnet", "spb-it-events", "podlodka", "jug-msk"),
    entries=None,
)
_ENGLISH = Customs(
    odds=(
        (ChannelKind.WHATSAPP, 0.6),
        (ChannelKind.EMAIL, 0.75),
        (ChannelKind.LINKEDIN, 0.5),
        (ChannelKind.PHONE, 0.15),
        (ChannelKind.SLACK, 0.2),
        (ChannelKind.GITHUB, 0.2),
        (ChannelKind.TELEGRAM, 0.12),
    ),
    of_friends=(ChannelKind.WHATSAPP, ChannelKind.EMAIL),
    messages=ChannelKind.WHATSAPP,
    months={4: 0.9, 6: 0.9, 7: 0.6, 8: 0.4, 12: 0.7},
    rest_from=(12, 22),
    rest_until=(1, 4),
    first_entries=("golang-russia", "pycon-russia"),
    # The catalogue is of Russian communities: of two of them one may hear abroad.
    entries=2,
)


def customs_of(language: str) -> Customs:
    return _ENGLISH if language == "en" else _RUSSIAN


def phone(language: str, place: int) -> str:
    """A number that belongs to nobody, for the person at a place of the list."""
    number = (place * 37 + 12) % _PHONES
    if language == "en":
        return f"+44 {_OF_FICTION[number // 1000]}{number % 1000:03}"
    return f"+7 900 000-{number // 100:02}-{number % 100:02}"
