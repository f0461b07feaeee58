"""The line under a count: what stands beside it, in a few words."""

from __future__ import annotations

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


def note_of(slug: str, figure: Counted) -> str:
    """What is worth saying beside a count, or an empty string."""
    if figure.value is None:
        return ""
    match slug:
        case "new-contacts":
            return _of_new_contacts(figure)
        case "interactions":
            return _of_interactions(figure)
        case "referrals-received":
            return _of_referrals(figure)
        case "events-attended":
            return _of_events(figure)
    raise ValueError(slug)


def _of_new_contacts(figure: Counted) -> str:
    if figure.value:
        return _("second talk: %(again)d of %(all)d") % {"again": figure.extras["talked-again"], "all": figure.value}
    undated = figure.extras["undated"]
    return (
        ngettext("%(n)d without a meeting day", "%(n)d without a meeting day", undated) % {"n": undated}
        if undated
        else ""
    )


def _of_interactions(figure: Counted) -> str:
    reached = figure.extras["people-reached"]
    if figure.denominator is not None:
        said = ngettext("%(n)d of %(all)d member", "%(n)d of %(all)d members", figure.denominator)
        return said % {"n": reached, "all": figure.denominator}
    return ngettext("with %(n)d person", "with %(n)d people", reached) % {"n": reached} if reached else ""


def _of_referrals(figure: Counted) -> str:
    unthanked, given = figure.extras["referrals-not-thanked"], figure.extras["referrals-given"]
    if unthanked:
        return ngettext("%(n)d not yet thanked for", "%(n)d not yet thanked for", unthanked) % {"n": unthanked}
    return _("given: %(n)d") % {"n": given} if given else ""


def _of_events(figure: Counted) -> str:
    talks, people = figure.extras["events-as-speaker"], figure.extras["people-at-events"]
    if talks:
        return ngettext("%(n)d with a talk of yours", "%(n)d with talks of yours", talks) % {"n": talks}
    return (
        ngettext("%(n)d person you know there", "%(n)d people you know there", people) % {"n": people} if people else ""
    )
