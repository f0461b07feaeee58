"""The line under a count: what stands beside it, in a few words."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networking.metrics.figures import Counted

# The numbers beside the counts of which a note speaks.
NOTED = frozenset(
    {
        "talked-again", "undated", "people-reached", "members", "referrals-not-thanked", "referrals-given",
        "events-as-speaker", "people-at-events",
    }
)  # fmt: skip


def note_of(slug: str, figure: Counted, language: str | None) -> str:
    """What is worth saying beside a count, in the language of now, or an empty string."""
    if figure.value is None:
        return ""
    return _note(slug, figure.value, figure.denominator, tuple(figure.extras.items()), language)


@lru_cache(maxsize=1024)
def _note(
    slug: str, value: int, denominator: int | None, extras: tuple[tuple[str, int], ...], _language: str | None
) -> str:
    beside = dict(extras)
    match slug:
        case "new-contacts":
            return _of_new_contacts(value, beside)
        case "interactions":
            return _of_interactions(denominator, beside)
        case "referrals-received":
            return _of_referrals(beside)
        case "events-attended":
            return _of_events(beside)
    raise ValueError(slug)


def _of_new_contacts(value: int, beside: dict[str, int]) -> str:
    if value:
        return _("second talk: %(again)d of %(all)d") % {"again": beside["talked-again"], "all": value}
    undated = beside["undated"]
    said = ngettext("%(n)d without a meeting day", "%(n)d without a meeting day", undated)
    return said % {"n": undated} if undated else ""


def _of_interactions(members: int | None, beside: dict[str, int]) -> str:
    reached = beside["people-reached"]
    if members is not None:
        said = ngettext("%(n)d of %(all)d member", "%(n)d of %(all)d members", members)
        return said % {"n": reached, "all": members}
    return ngettext("with %(n)d person", "with %(n)d people", reached) % {"n": reached} if reached else ""


def _of_referrals(beside: dict[str, int]) -> str:
    unthanked, given = beside["referrals-not-thanked"], beside["referrals-given"]
    if unthanked:
        return ngettext("%(n)d not yet thanked for", "%(n)d not yet thanked for", unthanked) % {"n": unthanked}
    return _("given: %(n)d") % {"n": given} if given else ""


def _of_events(beside: dict[str, int]) -> str:
    talks, people = beside["events-as-speaker"], beside["people-at-events"]
    if talks:
        return ngettext("%(n)d with a talk of yours", "%(n)d with talks of yours", talks) % {"n": talks}
    said = ngettext("%(n)d person you know there", "%(n)d people you know there", people)
    return said % {"n": people} if people else ""
