from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from contacts.cadence import tie_defaults
from contacts.models import RhythmDefault, Tie


class RhythmDefaultsForm(forms.Form):
    """Two numbers of days for every depth of tie; both empty: such people ask for nothing."""

    def __init__(self, data: Any = None, *, owner: AbstractBaseUser) -> None:
        self.owner = owner
        initial: dict[str, int | None] = {}
        for tie, one in tie_defaults(owner).items():
            initial |= {f"ideal_{tie}": one.ideal, f"at_most_{tie}": one.at_most}
        super().__init__(data, initial=initial)
        for tie in Tie:
            self.fields[f"ideal_{tie}"] = _days(_("ideally every, days"))
            self.fields[f"at_most_{tie}"] = _days(_("at the latest every, days"))

    @property
    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """The deepest ties first."""
        return [(str(tie.label), self[f"ideal_{tie}"], self[f"at_most_{tie}"]) for tie in reversed(Tie)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for tie in Tie:
            ideal, at_most = data.get(f"ideal_{tie}"), data.get(f"at_most_{tie}")
            if ideal and at_most and at_most < ideal:
                self.add_error(f"at_most_{tie}", _("“At the latest” is shorter than “ideally”."))
        return data

    @transaction.atomic
    def save(self) -> None:
        for tie in Tie:
            days = {name: self.cleaned_data[f"{name}_{tie}"] for name in ("ideal", "at_most")}
            RhythmDefault.objects.update_or_create(owner_id=self.owner.pk, tie=tie, defaults=days)


def _days(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=3650)
