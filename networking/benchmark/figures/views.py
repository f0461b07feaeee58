from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from contacts.http import today
from networking.accounts.models import User
from networking.benchmark.figures import by_hand
from networking.benchmark.figures.size import MONTHS
from networking.metrics.facts import standpoint
from networking.metrics.windows import Month, Standpoint, Window, year


def page(request: HttpRequest, kind: str, month: str) -> HttpResponse:
    """A trivial page with the numbers of one of our pages."""
    owner = request.user
    if not isinstance(owner, User) or kind not in PAGES:
        raise Http404
    found = PAGES[kind](owner, Month.parse(month), standpoint(owner, today(request)))  # type: ignore[arg-type]  # signed in
    return render(request, "benchmark/by_hand.html", {"found": found})


def month_numbers(owner: User, month: Month, seen: Standpoint) -> dict[str, list[by_hand.Row]]:
    months = [window for _month, window in seen.months(month, MONTHS)]
    windows = [seen.month(month), seen.before(month), *months]
    return _numbers(owner, windows)


def year_numbers(owner: User, month: Month, seen: Standpoint) -> dict[str, list[by_hand.Row]]:
    span = year(month.year)
    months = [seen.month(one) for one in span.months if one.first <= seen.today]
    return _numbers(owner, [seen.month(span), seen.before(span), *months])


def _numbers(owner: User, windows: list[Window]) -> dict[str, list[by_hand.Row]]:
    """The first window is the one that is looked at."""
    first, after = min(one.first for one in windows), max(one.after_last for one in windows)
    kinds = ("people", "talks", "referrals", "events")
    by_community = zip(kinds, by_hand.split(owner.pk, windows[0]), strict=True)
    return {
        "counts": by_hand.counts(owner.pk, windows),
        "beside": by_hand.beside(owner.pk, windows[0]),
        "marks": by_hand.marks(owner.pk, first, after),
        "communities": by_hand.communities(owner.pk),
        **dict(by_community),
    }


def many_numbers(owner: User, month: Month, seen: Standpoint) -> dict[str, list[by_hand.Row]]:
    windows = [window for _month, window in seen.months(month, MONTHS)]
    first, after, lived = windows[0].first, windows[-1].after_last, windows[-1].after_lived
    return {
        "talks": by_hand.matrix(owner.pk, first, lived),
        "referrals": by_hand.both_referrals(owner.pk, first, after),
        "families": by_hand.families(owner.pk, first, lived),
        "marks": by_hand.marks(owner.pk, first, after),
        "communities": by_hand.communities(owner.pk),
    }


PAGES = {"month": month_numbers, "year": year_numbers, "24 months": many_numbers}
