"""What the address bar says of a list of contributions or opportunities."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import get_language

from communities.given_rows import Shape, first_day, rows_of
from communities.models import Contribution, Opportunity

PAGE = 20
OPEN = 50
MOST_MONTHS = 120
_MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$", re.ASCII)


def month_of(text: str) -> date | None:
    """The first day of a month such as `2026-10`; nothing for what is no month."""
    match = _MONTH.match(text)
    year = int(match[1]) if match else 0
    return date(year, int(match[2]), 1) if match and 1900 <= year <= 2200 else None


def month_after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _months_before(first: date, count: int) -> date:
    number = first.year * 12 + first.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def called(first: date) -> str:
    """A month by its name and year, as it stands alone."""
    return _called(first, get_language())


@lru_cache(maxsize=1024)
def _called(first: date, _language: str | None) -> str:
    """Kept, because a list of months repeats them."""
    return f"{MONTHS[first.month]} {first.year}"


def _chosen(is_chosen: bool) -> str:
    return "chosen" if is_chosen else ""


class GivenFilter:
    """Kind, month and place of somebody's list; what makes no sense is left out. `day` names the model's date field."""

    def __init__(
        self,
        data: QueryDict,
        owner: AbstractBaseUser,
        model: type[Contribution | Opportunity],
        kinds: type[models.TextChoices],
        day: str,
    ) -> None:
        self.owner, self.kinds, self.day, self.model = owner, kinds, day, model
        self.kind = data.get("kind", "") if data.get("kind") in kinds else ""
        self.month = month_of(data.get("month", ""))
        community, before = data.get("community", ""), data.get("before", "")
        self.community = int(community) if community.isdecimal() and len(community) < 19 else None
        self.before = int(before) if before.isdecimal() and len(before) < 19 else None

    @property
    def narrowed(self) -> bool:
        return bool(self.kind or self.month or self.community)

    def query(self, **changed: Any) -> str:
        """The address of the same list with something else chosen, without its `?`."""
        month = f"{self.month:%Y-%m}" if self.month else ""
        chosen = {"kind": self.kind, "month": month, "community": self.community, **changed}
        made = QueryDict(mutable=True)
        made.update({name: value for name, value in chosen.items() if value})
        return made.urlencode()

    @property
    def all_kinds(self) -> str:
        return self.query(kind="")

    @property
    def kind_links(self) -> list[tuple[str, str, str]]:
        """Each kind with its address, and a word where it is chosen."""
        rest = f"&{self.all_kinds}".rstrip("&")
        return [(str(one.label), f"kind={one.value}{rest}", _chosen(one == self.kind)) for one in self.kinds]

    def months(self, today: date) -> list[tuple[str, str, str]]:
        """The months from the first row until today, the newest first: their values, names, a word where chosen."""
        first = first_day(self.owner, self._shape(1))
        latest = max(today, self.month or today).replace(day=1)
        earliest = min(first or latest, self.month or latest).replace(day=1)
        count = (latest.year - earliest.year) * 12 + latest.month - earliest.month + 1
        shown = [_months_before(latest, n) for n in range(min(count, MOST_MONTHS))]
        if self.month and self.month not in shown:
            shown.append(self.month)
        return [(f"{one:%Y-%m}", called(one), _chosen(one == self.month)) for one in shown] if first else []

    def _shape(self, most: int, *, is_open: bool | None = None) -> Shape:
        return Shape(self.model, self.day, most, kind=self.kind, is_open=is_open)

    def _window(self) -> tuple[date, date] | None:
        return (self.month, month_after(self.month)) if self.month else None

    def open(self) -> list[Any]:
        """Opportunities that wait for an answer, the oldest first."""
        return rows_of(self.owner, self._shape(OPEN, is_open=True), month=self._window(), community=self.community)

    def page(self, *, is_open: bool | None = None) -> tuple[list[Any], str]:
        """A page of rows, the newest first, going on after one of them; and the address of the next page."""
        own = self.model.objects.for_owner(self.owner)
        last = own.filter(pk=self.before).first() if self.before else None
        page = rows_of(
            self.owner,
            self._shape(PAGE + 1, is_open=is_open),
            month=self._window(),
            community=self.community,
            before=(getattr(last, self.day), last.pk) if last else None,
        )
        more = self.query(before=page[PAGE - 1].pk) if len(page) > PAGE else ""
        return page[:PAGE], more
