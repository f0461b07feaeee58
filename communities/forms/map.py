from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from communities.forms.community import grouped_kinds
from communities.models import Family
from communities.models.kinds import kinds_of
from communities.renewal import months_later
from contacts.forms.choices import KeptChoices
from contacts.models import Tie

EARLIER_YEARS = 4


@dataclass(frozen=True)
class Chosen:
    """What the map shows: memberships that touch `since`–`until`, talks of `talks_since`–`until`; None is open."""

    kinds: frozenset[str] | None
    tie: int
    talks: str
    since: date | None
    until: date | None
    talks_since: date | None


class MapForm(forms.Form):
    """What the address says of the map: everything is optional, what makes no sense is left out."""

    kind = forms.ChoiceField(label=gettext_lazy("Communities"), required=False)
    tie = forms.ChoiceField(label=gettext_lazy("depth of the tie"), required=False)
    period = forms.ChoiceField(label=gettext_lazy("period"), required=False)
    talks = forms.ChoiceField(label=gettext_lazy("talks"), required=False)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        for name, choices in _offered(today.year, get_language()).items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def chosen(self) -> Chosen:
        """The choice as the map asks for it. Today means memberships that hold today, and talks of any day."""
        self.is_valid()
        data = self.cleaned_data
        kind, period = data.get("kind", ""), data.get("period", "")
        since, until = self._days(period)
        return Chosen(
            kinds=_kinds(kind),
            tie=int(data.get("tie") or 0),
            talks=data.get("talks", ""),
            since=since,
            until=until,
            talks_since=since if period else None,
        )

    def _days(self, period: str) -> tuple[date | None, date | None]:
        if period in ("quarter", "year"):
            return months_later(self.today, -3 if period == "quarter" else -12), self.today
        if period.isdecimal():
            return date(int(period), 1, 1), min(date(int(period), 12, 31), self.today)
        return (None, None) if period == "all" else (self.today, self.today)


@lru_cache(maxsize=8)
def _offered(year: int, _language: str | None) -> dict[str, KeptChoices]:
    """What is offered in a year, in the language that is spoken."""
    years = [str(year - back) for back in range(EARLIER_YEARS + 1)]
    families = [(str(Family.INTERNAL), _("all internal")), (str(Family.PROFESSIONAL), _("all professional"))]
    offered: dict[str, list[tuple[Any, Any]]] = {
        "kind": [("", _("all kinds")), *families, *grouped_kinds()],
        "tie": [("", _("any depth")), *((str(tie.value), _at_least(tie)) for tie in Tie if tie > Tie.AWARE)],
        "period": [
            ("", _("today")), ("quarter", _("the last 3 months")), ("year", _("the last 12 months")),
            *((one, one) for one in years), ("all", _("all time")),
        ],
        "talks": [("", _("everybody")), ("yes", _("talked to in the period")), ("no", _("not talked to"))],
    }  # fmt: skip
    return {name: KeptChoices(choices) for name, choices in offered.items()}


def _kinds(kind: str) -> frozenset[str] | None:
    """The kinds that a choice means: a family means all of its own; None means every kind."""
    if kind in Family:
        return frozenset(str(one) for one in kinds_of(kind))
    return frozenset({kind}) if kind else None


def _at_least(tie: Tie) -> str:
    return str(tie.label) if tie == Tie.CLOSE else _("%(tie)s or closer") % {"tie": tie.label}
