"""Cards of the four counts as lines, for `lines`: each worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from networking.metrics.card import FigureCard
from networking.metrics.measures import COUNTS
from networking.metrics.naming import number_in
from networking.metrics.windows import Stretch

register = template.Library()
# A word that stands for any measure in an address.
_ANY = "any-measure-of-all"


class CardLine(NamedTuple):
    """A count; where there is no data, `empty` says so and all behind it is empty. `turn` and `reached` are classes."""

    to: str
    name: str
    empty: str
    value: str
    turn: str
    change: str
    note: str
    target: str
    most: str
    reached: str


@register.simple_tag
def card_lines(cards: Iterable[FigureCard], query: str) -> list[CardLine]:
    """Cards that lead to their rows; `query` is what the page is narrowed to, as the addresses say it."""
    # What is the same in each is asked once.
    lines, language, prefix = [], get_language(), get_script_prefix()
    median, target, names = _("median %(median)s"), _("target %(target)s"), _names(language)
    for card in cards:
        before, after = _around(card.month, prefix)
        to, name, value = f"{before}{card.measure.slug}{after}{query}", names[card.measure.slug], card.figure.value
        if value is None:
            lines.append(CardLine(to, name, _("no data"), *[""] * 7))
            continue
        change, usual = card.change or 0, card.median
        note = (median % {"median": number_in(language, usual)} if usual is not None else "", card.note_in(language))
        lines.append(
            CardLine(
                to=to,
                name=name,
                empty="",
                value=str(value),
                turn=" is-up" if change > 0 else " is-down" if change < 0 else "",
                change=card.change_in(language),
                note=" · ".join(filter(None, note)),
                target=target % {"target": card.target} if card.target else "",
                most=str(card.target or ""),
                reached=" is-up" if card.is_reached else "",
            )
        )
    return lines


@lru_cache(maxsize=8)
def _names(_language: str | None) -> dict[str, str]:
    return {one.slug: str(one.name) for one in COUNTS}


@lru_cache(maxsize=256)
def _around(stretch: Stretch, _prefix: str) -> tuple[str, str]:
    """What stands before and after the word of a measure in the address of its rows."""
    before, _measure, after = reverse("metrics:rows", args=[stretch, _ANY]).partition(_ANY)
    return before, after
