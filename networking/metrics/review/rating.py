"""Which communities a month is rated in, and the form of the four marks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communities.models import QUALITIES, Community, Contribution, Opportunity, Participation, Reflection
from communities.models.participation import Status
from contacts.forms.owned import OwnedForm, StaleVersion
from networking.accounts.models import User
from networking.metrics.split import by_community
from networking.metrics.windows import Window

NAMES = {
    "depth": _("Depth of ties"),
    "knowledge": _("Quality of knowledge"),
    "usefulness": _("Usefulness of opportunities"),
    "recognition": _("Recognition"),
}
QUESTIONS = {
    "depth": _("Do acquaintances become trust?"),
    "knowledge": _("Have you put to use what you heard?"),
    "usefulness": _("How many of the chances were yours?"),
    "recognition": _("Are you asked to speak, are you recommended unasked?"),
}


def rated_places(owner: User, window: Window) -> list[Community]:
    """Communities where something happened in a month, or where the owner takes part; by name, in three queries."""
    then = Q(Q(since=None) | Q(since__lt=window.after_last), Q(until=None) | Q(until__gte=window.first))
    here = {"community": OuterRef("pk"), "trash": None}
    periods = Participation.objects.filter(then, **here).exclude(status=Status.CONSIDERING)
    periods = periods.exclude(status=Status.LEFT, until=None)
    given = Contribution.objects.filter(**here).made_in(window.first, window.after_last)
    got = Opportunity.objects.filter(**here).received_in(window.first, window.after_last)
    mine = Community.objects.for_owner(owner).annotate(mine=Exists(periods) | Exists(given) | Exists(got))
    places = [*mine.only("pk", "name", "family")]
    lively = {share.community.pk for share in by_community(owner, window, places).shares()}
    return [place for place in places if place.mine or place.pk in lively]  # type: ignore[attr-defined]  # annotated


def _mark(quality: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=NAMES[quality],
        choices=[*((value, str(value)) for value in range(1, 6)), ("", _("no mark"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class ReflectionForm(OwnedForm[Reflection]):
    """Four marks of 1 to 5 with a sentence each; everything may be left out."""

    depth = _mark("depth")
    knowledge = _mark("knowledge")
    usefulness = _mark("usefulness")
    recognition = _mark("recognition")

    class Meta:
        model = Reflection
        fields = [name for quality in QUALITIES for name in (quality, f"{quality}_note")]

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        for quality in QUALITIES:
            self.fields[f"{quality}_note"].label = _("In one sentence")

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [(quality, self[quality], self[f"{quality}_note"]) for quality in QUALITIES]

    def save(self, commit: bool = True) -> Reflection:
        """Save it; what says nothing makes no row. Raises StaleVersion when another tab was quicker."""
        if self.instance.pk is None and self.instance.is_empty:
            return self.instance
        try:
            with transaction.atomic():
                return super().save(commit)
        except IntegrityError:
            stored = Reflection.objects.filter(
                owner_id=self.instance.owner_id, month=self.instance.month, community=self.instance.community
            )
            self.instance.pk = stored.values_list("pk", flat=True).get()
            self.fields["version"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
            raise StaleVersion from None
