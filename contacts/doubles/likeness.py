"""How likely two people are one, 0–100, with the reasons in words.

A score of letters alone never makes a pair: «Анна» and «Инна» differ by one letter and are two names.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from contacts.doubles.card import Card
from contacts.finding.short_names import known_names

LEAST = 50
WARN = 60
_CHANNELS = {"phone": _("the same phone %(value)s"), "email": _("the same e-mail %(value)s")}


@dataclass(frozen=True)
class Likeness:
    """A score, and what speaks for the pair (and against it) as lines to read."""

    score: int
    reasons: tuple[str, ...]


def compare(one: Card, other: Card) -> Likeness:
    """What two people have in common; under LEAST they are not offered as a pair."""
    name, reasons = _names(one, other)
    shared = sorted(one.channels & other.channels)
    for kind, value in shared[:3]:
        said = _CHANNELS.get(kind, _("the same address %(value)s"))
        reasons.insert(0, said % {"value": value})
    same_work = bool(one.company) and one.company == other.company
    if same_work:
        reasons.append(str(_("the same company")))
    if shared:
        score = 95 if name >= 70 else 85 if not _different(one, other) else 60
    elif name >= 70:
        score = name + (12 if same_work else -10 if one.company and other.company else 0)
    else:
        score = name + 25 if name and same_work else 0
    if one.patronymic and other.patronymic:
        score += 5 if one.patronymic == other.patronymic else -35
    if reasons and _different(one, other):
        reasons.append(str(_("but the names differ")))
    return Likeness(max(0, min(100, score)), tuple(str(reason) for reason in reasons))


def by_name(one: Card, other: Card) -> int:
    """How near two names with a family name are, 0 where nothing says that they are one person's.

    Enough to ask about by itself where nothing else is known of one of the two; a slip counts here.
    """
    if one.patronymic and other.patronymic and one.patronymic != other.patronymic:
        return 0
    return _names(one, other)[0] if one.family and other.family else 0


def _names(one: Card, other: Card) -> tuple[int, list[str]]:
    """The part of names in the score: 70 and more for the same name, less for a slip or a given name alone."""
    if one.family and other.family:
        if one.family == other.family:
            return _same_family(one, other)
        if {one.given, one.family} == {other.given, other.family}:
            return 80, [str(_("the same name, turned round"))]
        if one.stands_for & other.stands_for and _slip(one.family, other.family):
            return 40, [str(_("names one letter apart"))]
        return 0, []
    if one.spelled and one.spelled == other.spelled:
        return 30, [str(_("the same name, without a family name"))]
    return 0, []


def _same_family(one: Card, other: Card) -> tuple[int, list[str]]:
    if one.spelled == other.spelled:
        return 82, [str(_("the same name"))]
    if one.given and one.given == other.given:
        return 80, [str(_("the same name, written in another way"))]
    if one.stands_for & other.stands_for:
        return 74, [str(_("the same family name, and a short form of the given name"))]
    known = known_names()
    if _slip(one.given, other.given) and not {one.given, other.given} <= known:
        return 40, [str(_("names one letter apart"))]
    return 0, []


def _slip(one: str, other: str) -> bool:
    """One letter apart in a word long enough for it, and not the two genders of one family name."""
    if min(len(one), len(other)) < 5 or f"{one}a" == other or f"{other}a" == one:
        return False
    return OSA.distance(one, other, score_cutoff=1) == 1


def _different(one: Card, other: Card) -> bool:
    """Names that can hardly be one person's: both are known in full and share nothing."""
    if not (one.given and other.given and one.family and other.family):
        return False
    return not (one.stands_for & other.stands_for) and one.family != other.family
