from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.actions.leaving import Leaving, leave, leaving
from communities.actions.periods import end_left_by, followed, start_period
from communities.forms.periods import said
from communities.models import Community, Participation, aims_of
from communities.models.participation import Status
from communities.renewal import meant_day
from contacts.forms.numbers import FractionField
from contacts.forms.owned import DayInput, OwnedForm

_DAYS = ("since", "until", "renewal_on", "next_review")


class ParticipationForm(OwnedForm[Participation]):
    """A period of mine in one community: give the community, and what a new one follows, or a period that has one."""

    aims = forms.MultipleChoiceField(label=_("aims"), required=False, widget=forms.CheckboxSelectMultiple)
    hours_per_month = FractionField(
        label=_("hours a month"), required=False, min_value=0, max_value=744, decimal_places=1
    )
    fee = FractionField(label=_("fee, roubles"), required=False, min_value=0, max_value=99_999_999, decimal_places=2)

    class Meta:
        model = Participation
        fields = [
            "status", "role", "since", "until", "aims", "why",
            "hours_per_month", "next_review", "fee", "fee_period", "renewal_on",
        ]  # fmt: skip
        widgets = {"why": forms.Textarea(attrs={"rows": 3}), **{name: DayInput() for name in _DAYS}}

    def __init__(
        self, *args: Any, owner: AbstractBaseUser, community: Community | None = None,
        before: Participation | None = None, today: date | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, owner=owner, **kwargs)
        self.before, self.today = before, today
        self.leaving: Leaving | None = None
        if community is not None:
            self.instance.community = community
        self.community = self.instance.community if self.instance.community_id else None
        aims = self.fields["aims"]
        if isinstance(aims, forms.ChoiceField):
            family = self.community.family if self.community else ""
            aims.choices = [(aim.value, aim.label) for aim in aims_of(family)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if "since" in self.errors or "until" in self.errors or (since and until and until < since):
            return data  # the field, or the model's own check, says what is wrong with the dates
        if other := self._in_the_way(since, until, data.get("status", "")):
            self.add_error(
                "since", _("Another period of yours stands on these days: %(when)s.") % {"when": said(other)}
            )
        for name in ("renewal_on", "next_review"):
            if (day := data.get(name)) and not 1900 <= day.year <= 2200:
                self.add_error(name, _("This day is too far away."))
        self.instance.renewal_day = self._renewal_day(data)
        if data.get("fee_period") and data.get("fee") is None:
            self.add_error("fee", _("How much is it?"))
        return data

    def _in_the_way(self, since: date | None, until: date | None, status: str) -> Participation | None:
        """Another period on the days that this one is to have; one that it brings to its end is not in its way."""
        others = self.instance.siblings()
        if self.instance.pk is None:
            self.instance.since, self.instance.status = since, status
            closed = followed(self.instance, self.before)
            others = others.exclude(pk=closed.pk) if closed else others
            until = until or end_left_by(closed, self.instance)
        elif status == Status.LEFT and self.today:
            self.leaving = leaving(self.instance, since, until, self.today)
            if self.leaving:
                since, until = self.leaving.began, self.leaving.until
        return others.touching(since, until).first()

    def _renewal_day(self, data: dict[str, Any]) -> int | None:
        """The number of the day of renewal: that of a day that is written now, else what was known of it."""
        day: date | None = data.get("renewal_on")
        if day and "renewal_on" in self.changed_data:
            return meant_day(day, data.get("since"))
        known: int | None = self.instance.renewal_day if self.instance.pk else self.initial.get("renewal_day")
        return known if day else None

    @transaction.atomic
    def save(self, commit: bool = True) -> Participation:
        if self.leaving:
            return leave(super().save(commit=False), self.leaving, self.cleaned_data.get("version") or 0)
        if self.instance.pk:
            return super().save(commit)
        period = super().save(commit=False)
        closed = followed(period, self.before) if period.status == Status.LEFT else None
        if closed and period.since and closed.since != period.since:
            self.leaving = Leaving(closed.since, period.since, period.until, (closed.since, closed.until))
        return start_period(period, self.before)

    @property
    def money_open(self) -> bool:
        """Whether the part about fee and time stands open."""
        names = ("hours_per_month", "next_review", "fee", "fee_period", "renewal_on")
        return any(self[name].value() or self[name].errors for name in names)
