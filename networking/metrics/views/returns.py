from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from communities.models import Community
from contacts.http import Request, answer, today
from networking.metrics.facts import standpoint
from networking.metrics.opened import lines_of
from networking.metrics.returns.columns import COLUMNS, OPENS, in_order, in_two_sentences
from networking.metrics.returns.counting import MONTHS, Return, returns, span_of
from networking.metrics.review.rating import NAMES
from networking.metrics.windows import Standpoint

PAGE = 200
HALF = 6
# Where there is room for more than the word over a column.
_NAMES = {**{slug: one.name for slug, one in OPENS.items()}, **NAMES}


@require_GET
def return_list(request: Request) -> HttpResponse:
    """What every community gave back over twelve months or six, sorted by any column."""
    seen, how_many = standpoint(request.user, today(request)), _how_many(request)
    places = [*Community.objects.for_owner(request.user)]
    order = request.GET.get("order", "")
    order = order if order == "name" or order in {one.slug for one in COLUMNS} else COLUMNS[0].slug
    found = returns(request.user, seen, places, how_many)
    context = {
        **_span(seen, how_many),
        "returns": [(one, _cells(one)) for one in in_order(found, order)],
        "columns": COLUMNS,
        "order": order,
        "any_community": bool(places),
        "answer": in_two_sentences(found, half=how_many == HALF),
    }
    return answer(request, "metrics/return_list.html", context)


@require_GET
def return_panel(request: Request, pk: int) -> HttpResponse:
    """The return of one community: a part of its page."""
    place = get_object_or_404(Community.objects.for_owner(request.user), pk=pk)
    seen = standpoint(request.user, today(request))
    one = next(iter(returns(request.user, seen, [place])), None)
    context = {**_span(seen, MONTHS), "place": place, "one": one, "cells": _cells(one) if one else []}
    return answer(request, "metrics/return_panel.html", context, fragment="metrics/_return_panel.html")


@require_GET
def return_rows(request: Request, pk: int) -> HttpResponse:
    """Exactly the rows that a number of a return counts."""
    place = get_object_or_404(Community.objects.for_owner(request.user), pk=pk)
    opened = OPENS.get(request.GET.get("of", "new-contacts"))
    if opened is None:
        raise Http404(_("There is no such figure."))
    seen, how_many = standpoint(request.user, today(request)), _how_many(request)
    _months, window = span_of(seen, how_many)
    page = Paginator(lines_of(opened, request.user, window, place), PAGE).get_page(request.GET.get("page"))
    context = {**_span(seen, how_many), "place": place, "measure": opened, "page": page, "lines": page.object_list}
    return answer(request, "metrics/return_rows.html", context)


def _how_many(request: Request) -> int:
    return HALF if request.GET.get("months") == str(HALF) else MONTHS


def _span(seen: Standpoint, how_many: int) -> dict[str, Any]:
    months, _window = span_of(seen, how_many)
    return {"first": months[0].first, "last": months[-1].first, "today": seen.today, "is_half": how_many == HALF}


def _cells(one: Return) -> list[dict[str, Any]]:
    """The numbers of a return in the order of the columns after the first; those that count rows lead to them."""
    half = f"&months={HALF}" if one.numbers.span == HALF else ""
    numbers, rows = one.numbers, reverse("metrics:return_rows", args=[one.community.pk])
    values: list[tuple[str, Any, str]] = [
        ("hours", numbers.hours, ""),
        ("money", numbers.money, ""),
        ("new-contacts", numbers.new_contacts, "new-contacts"),
        ("kept", numbers.kept, "kept"),
        ("referrals", numbers.referrals, "referrals"),
        ("opportunities", numbers.opportunities, "opportunities"),
        ("usefulness", numbers.usefulness, "opportunities"),
        ("knowledge", numbers.knowledge, "knowledge"),
    ]
    words = {column.slug: column.word for column in COLUMNS}
    return [
        {
            "slug": slug,
            "word": words[slug],
            "name": _NAMES.get(slug, words[slug]),
            "value": value,
            "address": f"{rows}?of={opens}{half}" if opens and value else "",
            "is_money": slug == "money",
        }
        for slug, value, opens in values
    ]
