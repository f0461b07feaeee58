"""What the address bar says of a list of contributions or opportunities."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.http import QueryDict
from django.utils.dates import MONTHS

from communities.models.setting import Setting, SettingQuerySet

S = TypeVar("S", bound=Setting)
PAGE = 30
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
    return f"{MONTHS[first.month]} {first.year}"


class GivenFilter:
    """Kind, month and place of a list; what makes no sense is left out. `day` names the model's date field."""

    def __init__(self, data: QueryDict, kinds: type[models.TextChoices], day: str) -> None:
        self.kinds, self.day = kinds, day
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
    def kind_links(self) -> list[tuple[str, str, bool]]:
        """Each kind with its address and whether it is chosen."""
        return [(str(label), self.query(kind=value), value == self.kind) for value, label in self.kinds.choices]

    def months(self, rows: SettingQuerySet[S], today: date) -> list[tuple[str, str, bool]]:
        """The months from the first row until today, the newest first, as values, names and whether one is chosen.

        One query that reads one row of the index, however many rows there are.
        """
        first = rows.order_by(self.day, "pk").values_list(self.day, flat=True).first()
        latest = max(today, self.month or today).replace(day=1)
        earliest = min(first or latest, self.month or latest).replace(day=1)
        count = (latest.year - earliest.year) * 12 + latest.month - earliest.month + 1
        shown = [_months_before(latest, n) for n in range(min(count, MOST_MONTHS))]
        if self.month and self.month not in shown:
            shown.append(self.month)
        return [(f"{one:%Y-%m}", called(one), one == self.month) for one in shown] if first else []

    def narrow(self, rows: SettingQuerySet[S]) -> SettingQuerySet[S]:
        """The rows that fit everything that was chosen."""
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.month:
            window = {f"{self.day}__gte": self.month, f"{self.day}__lt": month_after(self.month)}
            rows = rows.filter(**window)
        return rows.filter(community=self.community) if self.community else rows

    def page(self, rows: SettingQuerySet[S]) -> tuple[list[S], str]:
        """A page of rows, the newest first, going on after one of them; and the address of the next page."""
        found = self.narrow(rows)
        last = rows.filter(pk=self.before).first() if self.before else None
        if last is not None:
            day = getattr(last, self.day)
            earlier = models.Q(**{f"{self.day}__lt": day}) | models.Q(**{self.day: day, "pk__lt": last.pk})
            found = found.filter(earlier)
        page = [*found.with_setting().order_by(f"-{self.day}", "-pk")[: PAGE + 1]]
        more = self.query(before=page[PAGE - 1].pk) if len(page) > PAGE else ""
        return page[:PAGE], more
