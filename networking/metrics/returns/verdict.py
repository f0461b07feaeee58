"""Stay, change role, leave? A suggestion from the numbers of a year, with its reasons in words; pure functions."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contacts.money import money_said

# Under so many months there is nothing to judge by.
MONTHS_TO_JUDGE = 3
GOOD_KNOWLEDGE, GOOD_USEFULNESS = 3.5, 3.0
MARKS_TO_JUDGE = 2
MANY_NEW = 3
MANY_HOURS = 24
HOURS_A_RESULT = 15
MUCH_MONEY = 10_000


class Advice(models.TextChoices):
    STAY = "stay", gettext_lazy("stay")
    CHANGE = "change", gettext_lazy("change role")
    LEAVE = "leave", gettext_lazy("leave")
    GONE = "gone", gettext_lazy("you have left")
    UNDECIDED = "undecided", gettext_lazy("you consider it")
    WAIT = "wait", gettext_lazy("too early to say")


@dataclass(frozen=True)
class Numbers:
    """A community over twelve months. Means are None where nothing has a mark."""

    # Months that I was there, of those that there are records of; and further ones, before the first record.
    months: int
    unrecorded: int = 0
    # Over how many months all of it is counted.
    span: int = 12
    # Whether I was there and am there no more.
    gone: bool = False
    # Whether I only consider to join, and was never there.
    considered: bool = False
    hours: Decimal = Decimal(0)
    money: Decimal = Decimal(0)
    events: int = 0
    new_contacts: int = 0
    # Of those whom it is time to have kept.
    kept: int = 0
    old_enough: int = 0
    referrals: int = 0
    useful_referrals: int = 0
    opportunities: int = 0
    taken: int = 0
    usefulness: float | None = None
    knowledge: float | None = None
    knowledge_marks: int = 0
    contributions: int = 0

    @property
    def results(self) -> int:
        """What there is to show for it: people kept, chances taken, recommendations that were of use."""
        return self.kept + self.taken + self.useful_referrals

    @property
    def brought(self) -> int:
        """All that came of it: new people, chances and recommendations, and each result once more."""
        return self.new_contacts + self.opportunities + self.referrals + self.results

    @property
    def anything_happened(self) -> bool:
        return bool(
            self.events or self.new_contacts or self.referrals or self.opportunities or self.contributions or self.kept
        )


@dataclass(frozen=True)
class Verdict:
    advice: Advice
    reasons: list[str] = field(default_factory=list)


def verdict(one: Numbers) -> Verdict:
    """People kept, chances of use and knowledge speak for staying; hours and money without any of them against.

    At least two of the three: stay, or take another role if every result costs many hours. One: stay if it is cheap,
    else take another role. None: another role where it is cheap and I gave nothing yet, else leave. What I have left
    already, or only consider, needs no advice.
    """
    if one.gone:
        return Verdict(Advice.GONE, [*_signs(one)[0], *_price(one)])
    if one.considered:
        return Verdict(Advice.UNDECIDED, [*_signs(one)[0], *_price(one)])
    if one.months < MONTHS_TO_JUDGE:
        return Verdict(Advice.WAIT, [_too_early(one)])
    if not one.anything_happened:
        said = ngettext("nothing happened there in %(n)d month", "nothing happened there in %(n)d months", one.span)
        return Verdict(Advice.LEAVE, [said % {"n": one.span}, *_price(one)])
    good, bad = _signs(one)
    if len(good) >= 2:
        costly = one.hours >= MANY_HOURS and one.hours > HOURS_A_RESULT * max(one.results, 1)
        return Verdict(Advice.CHANGE, [*good, *_price(one)]) if costly else Verdict(Advice.STAY, good)
    if len(good) == 1:
        advice = Advice.CHANGE if _is_dear(one) else Advice.STAY
        return Verdict(advice, [*good, *(bad if advice == Advice.CHANGE else []), *_price(one)])
    advice = Advice.CHANGE if not one.contributions and not _is_dear(one) else Advice.LEAVE
    return Verdict(advice, [*bad, *_giving(one), *_price(one)])


def _too_early(one: Numbers) -> str:
    """Why there is nothing to judge by: I come later, came of late, or am there for longer than I write it down."""
    there = one.months + one.unrecorded
    if not there:
        return _("your time there is only to begin")
    if there < MONTHS_TO_JUDGE:
        # The month that has begun is one of them.
        return _("it is your first month there") if there == 1 else _("it is your second month there")
    said = ngettext("there are records of %(n)d month only", "there are records of %(n)d months only", one.months)
    return said % {"n": one.months}


def _signs(one: Numbers) -> tuple[list[str], list[str]]:
    """What speaks for the community, and what is missing, in words."""
    good: list[str] = []
    bad: list[str] = []
    for is_good, words in (_people(one), _chances(one), _knowledge(one)):
        (good if is_good else bad).append(words)
    return good, bad


def _people(one: Numbers) -> tuple[bool, str]:
    if one.kept:
        said = ngettext("%(n)d acquaintance kept for longer", "%(n)d acquaintances kept for longer", one.kept)
        return True, said % {"n": one.kept}
    if not one.new_contacts:
        return False, _("no new people")
    if not one.old_enough:
        said = ngettext("%(n)d new person, all of late", "%(n)d new people, all of late", one.new_contacts)
        return one.new_contacts >= MANY_NEW, said % {"n": one.new_contacts}
    said = ngettext("%(n)d new person, none kept yet", "%(n)d new people, none kept yet", one.new_contacts)
    return False, said % {"n": one.new_contacts}


def _chances(one: Numbers) -> tuple[bool, str]:
    useful = one.results - one.kept
    if useful:
        said = ngettext(
            "%(n)d chance or recommendation was of use", "%(n)d chances or recommendations were of use", useful
        )
        return True, said % {"n": useful}
    if one.opportunities and one.usefulness is not None and one.usefulness >= GOOD_USEFULNESS:
        said = _("opportunities are worth %(mark)s of 5")
        return True, said % {"mark": number_format(round(one.usefulness, 1), 1)}
    if one.opportunities or one.referrals:
        return False, _("chances came, but none was of use")
    return False, _("no chances and no recommendations")


def _knowledge(one: Numbers) -> tuple[bool, str]:
    if one.knowledge is None:
        return False, _("no marks for knowledge")
    said = _("knowledge is worth %(mark)s of 5") % {"mark": number_format(round(one.knowledge, 1), 1)}
    return one.knowledge >= GOOD_KNOWLEDGE and one.knowledge_marks >= MARKS_TO_JUDGE, said


def _is_dear(one: Numbers) -> bool:
    return one.hours >= MANY_HOURS or one.money >= MUCH_MONEY


def price_said(one: Numbers) -> str:
    """Its hours, its money and its results in a few words, for a pair of brackets."""
    said = []
    if one.hours:
        said.append(_("%(hours)s h") % {"hours": number_format(one.hours.normalize(), use_l10n=True)})
    if one.money:
        said.append(money_said(round(one.money)))
    results = ngettext("%(n)d result", "%(n)d results", one.results) % {"n": one.results}
    return ", ".join([*said, results if one.results else _("no results")])


def brought_said(one: Numbers) -> str:
    """What a community brought, in words: only what there is any of."""
    said = []
    if one.new_contacts:
        said.append(ngettext("%(n)d new person", "%(n)d new people", one.new_contacts) % {"n": one.new_contacts})
    if one.kept:
        said.append(ngettext("%(n)d of them kept", "%(n)d of them kept", one.kept) % {"n": one.kept})
    if one.opportunities:
        said.append(ngettext("%(n)d chance", "%(n)d chances", one.opportunities) % {"n": one.opportunities})
    if one.referrals:
        said.append(ngettext("%(n)d recommendation", "%(n)d recommendations", one.referrals) % {"n": one.referrals})
    if one.knowledge is not None:
        said.append(_("knowledge is worth %(mark)s of 5") % {"mark": number_format(round(one.knowledge, 1), 1)})
    return ", ".join(said)


def _price(one: Numbers) -> list[str]:
    said = []
    if one.hours:
        said.append(_("it took %(hours)s h") % {"hours": number_format(one.hours.normalize(), use_l10n=True)})
    if one.money:
        said.append(_("it cost %(money)s") % {"money": money_said(round(one.money))})
    return said


def _giving(one: Numbers) -> list[str]:
    if not one.contributions:
        return [_("you have not yet given anything there")]
    said = ngettext("you gave %(n)d time", "you gave %(n)d times", one.contributions)
    return [said % {"n": one.contributions}]
