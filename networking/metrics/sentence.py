"""What the month was like, in one sentence made from its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networking.metrics.card import FigureCard


def month_in_words(cards: Sequence[FigureCard]) -> str:
    """Such as "More new people than usual, but no second talk with 6 of them yet."."""
    people, talks = cards[0], cards[1]
    if people.figure.value is None:
        return _("No data for this month: nothing was written down by then.")
    if people.figure.value == 0:
        return _without_new_people(talks.figure.value or 0)
    return _("%(how_many)s, %(second_talk)s.") % {
        "how_many": _how_many(people, people.figure.value),
        "second_talk": _second_talk(people.figure.value, people.figure.extras["talked-again"]),
    }


def _without_new_people(talks: int) -> str:
    if not talks:
        return _("A quiet month: nobody new, and no talks written down.")
    said = ngettext("Nobody new, but %(n)d talk.", "Nobody new, but %(n)d talks.", talks)
    return said % {"n": talks}


def _how_many(card: FigureCard, value: int) -> str:
    """While a month runs it is held against as many days of the last one, afterwards against what is usual."""
    usual = card.before if card.running else card.median
    if usual is None:
        return ngettext("%(n)d new person", "%(n)d new people", value) % {"n": value}
    if value == usual:
        return _("As many new people as by this day a month ago") if card.running else _("As many new people as usual")
    if card.running:
        more, fewer = (
            _("More new people than by this day a month ago"),
            _("Fewer new people than by this day a month ago"),
        )
    else:
        more, fewer = _("More new people than usual"), _("Fewer new people than usual")
    return more if value > usual else fewer


def _second_talk(people: int, again: int) -> str:
    left = people - again
    if left == 0:
        return _("and you have talked to all of them again")
    if again == 0:
        return _("but no second talk yet") if people == 1 else _("but no second talk with any of them yet")
    return ngettext("but no second talk with %(n)d of them yet", "but no second talk with %(n)d of them yet", left) % {
        "n": left
    }
