"""What the pages of a month, of a year and of several months share."""

from __future__ import annotations

from json import dumps
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Community
from contacts.http import Request
from contacts.prepared import prepared
from networking.accounts.models import User
from networking.metrics.addresses import address_of
from networking.metrics.card import Card, FigureCard
from networking.metrics.cards import Board
from networking.metrics.chart import bars, chart_data
from networking.metrics.filters import Filter
from networking.metrics.measure import Measure
from networking.metrics.measures import COUNTS, MEASURES
from networking.metrics.naming import number_said, signed_said, stretch_said
from networking.metrics.rated import RATINGS
from networking.metrics.split import Share, by_community
from networking.metrics.windows import Month, Standpoint, Stretch

# So many communities stand on the page; the rest is one step away, and in the file.
SHARES_SHOWN = 12


def frame(stretch: Stretch, seen: Standpoint, seen_through: Filter) -> dict[str, Any]:
    """The time that is looked at, the way to its neighbours, the choice that is kept."""
    following = None if stretch.after_last > seen.today else stretch.moved(1)
    return {
        "month": stretch,
        "title": stretch_said(stretch),
        "address": address_of(stretch),
        "running": stretch.is_running(seen.today),
        "running_said": _("still running") if isinstance(stretch, Month) else _("not over yet"),
        "previous": (previous := stretch.moved(-1)),
        "previous_address": address_of(previous),
        "next": following,
        "next_address": address_of(following) if following else "",
        "empty": seen.known_since is None,
        "today": seen.today,
        "filter": seen_through,
    }


def chart(request: Request, shown: Board, seen_through: Filter) -> dict[str, Any]:
    """The figure that is asked for, over the months of the board."""
    wanted = request.GET.get("figure", "")
    card: Card = next((card for card in shown.cards if card.measure.slug == wanted), shown.cards[0])
    drawn = bars(shown, card, seen_through)
    return {"charted": card, "bars": drawn, "chart": dumps(chart_data(shown, card, drawn), ensure_ascii=False)}


def beside(cards: list[FigureCard]) -> list[tuple[Measure, int]]:
    """The numbers beside the counts; of my roles at events only those that I had."""
    numbers = [(MEASURES[slug], number) for card in cards for slug, number in card.figure.extras.items()]
    return [(measure, number) for measure, number in numbers if number or not measure.slug.startswith("events-as-")]


def derived(cards: list[FigureCard]) -> list[tuple[str, str]]:
    """What is reckoned from these numbers: talks to a member, people to an event, more received than given."""
    _people, talks, referrals, events = (card.figure for card in cards)
    found = []
    if talks.value is not None and talks.denominator:
        found.append((_("Interactions per member"), number_said(talks.value / talks.denominator)))
    if events.value:
        found.append((_("People you know at an event"), number_said(events.extras["people-at-events"] / events.value)))
    if referrals.value is not None and (referrals.value or referrals.extras["referrals-given"]):
        balance = referrals.value - referrals.extras["referrals-given"]
        found.append((_("Referrals received, less those given"), signed_said(balance) if balance else "0"))
    return found


def where_it_happened(
    request: Request, stretch: Stretch, seen: Standpoint, seen_through: Filter, board: Board
) -> dict[str, Any]:
    """The communities to choose from, and those of them that the facts belong to."""
    communities, choice = _communities(request.user), seen_through.community
    to_choose = [(one.pk, one.name, "yes" if choice and one.pk == choice.pk else "") for one in communities]
    if choice:
        return {"communities": to_choose, "shares": None}
    shown = [one for one in communities if seen_through.family in (None, one.family)]
    split = by_community(request.user, seen.month(stretch), shown, board.marks)
    rated, lively = split.is_rated, len(split.found)
    fit = split.shares(None if request.GET.get("communities") == "all" else SHARES_SHOWN)
    return {
        "communities": to_choose,
        "shares": _with_addresses(fit, stretch, rated=rated),
        "shares_in_all": lively if lively > len(fit) else 0,
        "columns": [*COUNTS, *(RATINGS if rated else ())],
    }


@prepared
def _communities(owner: User) -> QuerySet[Community]:
    return Community.objects.for_owner(owner).only("pk", "name", "family")


def _with_addresses(
    shares: list[Share], stretch: Stretch, *, rated: bool
) -> list[tuple[Community, list[tuple[str, str]]]]:
    """Each community with its numbers and where their rows are; long tables look no address up twice."""
    addresses = {one.slug: reverse("metrics:rows", args=[stretch, one.slug]) for one in (*COUNTS, *RATINGS)}
    found = []
    for share in shares:
        query = f"?community={share.community.pk}"
        cells = [(f"{addresses[count.slug]}{query}", str(number or "")) for count, number in share.numbers]
        if rated:
            cells += [(f"{addresses[rating.slug]}{query}", number_said(mark)) for rating, mark in share.marks]
        found.append((share.community, cells))
    return found
