"""The columns of the page of returns: what each says, what it sorts by, and which rows it opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from communities.models import Contribution
from networking.accounts.models import User
from networking.metrics.belonging import lies_in
from networking.metrics.evidence import events_rated, opportunities
from networking.metrics.opened import Opened
from networking.metrics.returns.counting import Return
from networking.metrics.returns.rows import contacts_kept
from networking.metrics.returns.verdict import Advice, brought_said, price_said
from networking.metrics.rows import Where, events_attended, new_contacts, referrals_received
from networking.metrics.windows import Window

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def contributions(owner: User, window: Window, community: Where = None) -> QuerySet[Contribution]:
    """What you gave there in these months."""
    mine = Contribution.objects.for_owner(owner).made_in(window.first, window.after_last)
    return mine.filter(lies_in(community, "community"))


OPENS = {
    one.slug: one
    for one in (
        Opened("new-contacts", _("New contacts"), _("People whom you met in these months."), (new_contacts,)),
        Opened(
            "kept",
            _("People kept"),
            _("People met in these months with whom something passed at least twice later than 90 days after you met."),
            (contacts_kept,),
        ),
        Opened(
            "referrals",
            _("Referrals received"),
            _("Recommendations that somebody made for you in these months."),
            (referrals_received,),
        ),
        Opened(
            "opportunities",
            _("Opportunities received"),
            _("Opportunities that came in these months."),
            (opportunities,),
        ),
        Opened(
            "events",
            _("Events attended"),
            _("Events that began in these months and that you went to."),
            (events_attended,),
        ),
        Opened(
            "knowledge",
            _("Events with a mark for knowledge"),
            _("Events of these months of which you said what knowledge they brought."),
            (events_rated,),
        ),
        Opened("contributions", _("What I gave"), _("What you gave there in these months."), (contributions,)),
    )
}


@dataclass(frozen=True)
class Column:
    """A column with the value that it sorts by, the largest first."""

    slug: str
    word: _StrPromise
    key: Callable[[Return], Any]


def _worth(one: Return) -> tuple[int, int, float]:
    """The best first: what to do with it, then all that it brought, then its knowledge."""
    return _RANK[one.verdict.advice], one.numbers.brought, one.numbers.knowledge or 0


_RANK = {Advice.STAY: 3, Advice.CHANGE: 2, Advice.LEAVE: 1, Advice.WAIT: 0, Advice.UNDECIDED: 0, Advice.GONE: -1}
COLUMNS = (
    Column("advice", _("What to do"), _worth),
    Column("hours", _("Hours"), lambda one: one.numbers.hours),
    Column("money", _("Money"), lambda one: one.numbers.money),
    Column("new-contacts", _("New people"), lambda one: one.numbers.new_contacts),
    Column("kept", _("People kept"), lambda one: one.numbers.kept),
    Column("referrals", pgettext_lazy("column", "Recomm."), lambda one: one.numbers.referrals),
    Column("opportunities", pgettext_lazy("column", "Chances"), lambda one: one.numbers.opportunities),
    Column("usefulness", pgettext_lazy("column", "Of use"), lambda one: one.numbers.usefulness or 0),
    Column("knowledge", _("Knowledge"), lambda one: one.numbers.knowledge or 0),
)


def in_order(found: list[Return], order: str) -> list[Return]:
    """The returns by a column, the largest first; those that are equal by name."""
    column = next((one for one in COLUMNS if one.slug == order), COLUMNS[0])
    by_name = sorted(found, key=lambda one: one.community.name_key)
    return by_name if order == "name" else sorted(by_name, key=column.key, reverse=True)


def in_two_sentences(found: list[Return], *, half: bool) -> list[str]:
    """Which community brought most, and which to leave or to take another role in, each with its numbers.

    An empty list where nothing came of any.
    """
    best = max(found, key=lambda one: (one.numbers.brought, one.numbers.knowledge or 0), default=None)
    if best is None or not best.numbers.brought:
        return []
    most = (
        _("In half a year “%(name)s” brought most: %(what)s.")
        if half
        else _("In a year “%(name)s” brought most: %(what)s.")
    )
    said = [most % {"name": best.community.name, "what": brought_said(best.numbers)}]
    for advice, words in (
        (Advice.LEAVE, _("Think about leaving: %(names)s.")),
        (Advice.CHANGE, _("Think about another role in: %(names)s.")),
    ):
        dearest = sorted(
            (one for one in found if one.verdict.advice == advice), key=lambda one: one.numbers.hours, reverse=True
        )
        if dearest:
            names = ", ".join(
                gettext("“%(name)s” (%(price)s)") % {"name": one.community.name, "price": price_said(one.numbers)}
                for one in dearest[:3]
            )
            return [*said, words % {"names": names}]
    return [*said, gettext("There is none that you should think about leaving.")]
