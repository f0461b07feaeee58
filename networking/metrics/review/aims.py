"""What the next month shall bring: targets beside what this month brought and what is usual."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from communities.models import QUALITIES, Reflection
from networking.accounts.models import User
from networking.metrics.cards import MONTHS_OF_MEDIAN, month_cards
from networking.metrics.measures import COUNTS
from networking.metrics.models import FIGURES, Target
from networking.metrics.review.rating import NAMES
from networking.metrics.windows import Month, Standpoint

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIGURE_NAMES: dict[str, _StrPromise] = {**{count.slug: count.name for count in COUNTS}, **NAMES}
MOST, BEST_MARK = 1000, 5


class Overtaken(Exception):
    """Targets were set elsewhere since the form was opened."""


@dataclass(frozen=True)
class Standing:
    """A figure of a month: its value and the median of the twelve months before; None is no data."""

    value: int | None
    median: float | None


def standings(owner: User, month: Month, seen: Standpoint) -> dict[str, Standing]:
    """What the eight figures of a month are, and what is usual; three queries."""
    found = {card.measure.slug: Standing(card.figure.value, card.median) for card in month_cards(owner, month, seen)}
    earliest = month.moved(-MONTHS_OF_MEDIAN).first
    rows = Reflection.objects.for_owner(owner).overall().filter(month__gte=earliest, month__lte=month.first)
    marks = {row.month: row for row in rows}
    for quality in QUALITIES:
        before = [getattr(row, quality) for first, row in marks.items() if first < month.first]
        known = [mark for mark in before if mark is not None]
        now = marks.get(month.first)
        found[quality] = Standing(getattr(now, quality) if now else None, median(known) if known else None)
    return found


class TargetsForm(forms.Form):
    """A number for each of the eight figures from a month on; an empty one is no target."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, owner: User, month: Month) -> None:
        self.owner, self.month = owner, month
        self.standing = {row.figure: row for row in Target.objects.for_owner(owner).standing_in(month.first)}
        super().__init__(data, initial={"seen": self._fingerprint()})
        for slug in FIGURES:
            most = BEST_MARK if slug in QUALITIES else MOST
            self.fields[slug] = forms.IntegerField(
                label=FIGURE_NAMES[slug],
                min_value=1,
                max_value=most,
                required=False,
                initial=self.standing[slug].value if slug in self.standing else None,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def _fingerprint(self) -> str:
        """Which targets the form was made from: it changes with every one that is set."""
        newest = Target.objects.for_owner(self.owner).filter(month__lte=self.month.first)
        rows = newest.order_by("pk").values_list("pk", "version")
        return f"{len(rows)}.{sum(version for _pk, version in rows)}.{max((pk for pk, _version in rows), default=0)}"

    def figures(self) -> list[tuple[str, forms.BoundField]]:
        return [(slug, self[slug]) for slug in FIGURES]

    @transaction.atomic
    def save(self) -> int:
        """Set what differs from the targets that hold already; returns how many. Raises Overtaken."""
        if self.cleaned_data["seen"] != self._fingerprint():
            raise Overtaken
        changed = 0
        for slug in FIGURES:
            wanted, standing = self.cleaned_data[slug], self.standing.get(slug)
            if wanted == (standing.value if standing else None):
                continue
            row, made = Target.objects.get_or_create(
                owner=self.owner, figure=slug, month=self.month.first, defaults={"value": wanted}
            )
            if not made:
                row.value, row.version = wanted, row.version + 1
                row.save(update_fields=["value", "version", "updated_at"])
            changed += 1
        return changed

    def show_overtaken(self) -> None:
        """Keep what was typed, and let it be saved over what stands now."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = self._fingerprint()
        self.data = data
        said = _("The targets were changed in another tab meanwhile. Save again to set those that you see here.")
        self.add_error(None, said)
