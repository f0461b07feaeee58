"""Evidence beside a rating in a few words, each of which leads to its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networking.metrics.figures import Beside
from networking.metrics.naming import number_said


@dataclass(frozen=True)
class Said:
    """A piece of evidence: the word of the measure whose rows it counts, and what it says."""

    slug: str
    text: str


def evidence_said(evidence: Iterable[Beside]) -> list[Said]:
    """Those pieces that say anything; what was counted as nothing is left out."""
    return [Said(beside.slug, _said(beside)) for beside in evidence if beside.number or beside.out_of]


def _said(beside: Beside) -> str:
    number = beside.number
    given = {"n": number, "all": beside.out_of, "mean": number_said(beside.mean)}
    match beside.slug:
        case "ties-deepened":
            said = ngettext("%(n)d tie became deeper", "%(n)d ties became deeper", number)
        case "talked-soon":
            said = _("second talk within 30 days: %(n)d of %(all)d")
        case "events-rated":
            said = ngettext("%(mean)s at %(n)d event", "%(mean)s on average at %(n)d events", number)
        case "opportunities":
            said = ngettext("%(n)d opportunity", "%(n)d opportunities", number)
        case "opportunities-rated":
            said = ngettext("usefulness %(mean)s", "usefulness %(mean)s on average of %(n)d", number)
        case "opportunities-as-taken":
            said = ngettext("%(n)d taken", "%(n)d taken", number)
        case "opportunities-as-declined":
            said = ngettext("%(n)d declined", "%(n)d declined", number)
        case "opportunities-as-nothing":
            said = ngettext("%(n)d came to nothing", "%(n)d came to nothing", number)
        case "opportunities-as-open":
            said = ngettext("%(n)d still open", "%(n)d still open", number)
        case "talks-given":
            said = ngettext("%(n)d talk given", "%(n)d talks given", number)
        case "events-organised":
            said = ngettext("%(n)d event organised", "%(n)d events organised", number)
        case "referrals-unasked":
            said = ngettext("%(n)d recommendation unasked", "%(n)d recommendations unasked", number)
        case "mentees":
            said = ngettext("%(n)d mentee", "%(n)d mentees", number)
        case "invitations":
            said = ngettext("%(n)d invitation to give a talk", "%(n)d invitations to give a talk", number)
        case _:
            raise ValueError(beside.slug)
    return said % given
