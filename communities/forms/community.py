from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.actions.periods import start_period
from communities.forms.channels import as_channel, store_channels
from communities.models import Community, Family, Kind, Participation, kinds_of
from communities.models.participation import Role, Status
from contacts.forms.channels import ChannelsField, write_channel
from contacts.forms.owned import DayInput, OwnedForm

FORMAL = ("legal_form", "membership_terms", "certification", "licensing", "represents")
_TEXTAREAS = ("membership_terms", "certification", "licensing")


def family_of(kind: str) -> Family:
    """The family that a kind belongs to."""
    return Family.INTERNAL if kind in kinds_of(Family.INTERNAL) else Family.PROFESSIONAL


def grouped_kinds() -> list[tuple[Any, Any]]:
    """The kinds under the names of their families."""
    return [(family.label, [(kind.value, kind.label) for kind in kinds_of(family)]) for family in Family]


class CommunityForm(OwnedForm[Community]):
    """What a community is. Its family follows from its kind, so the two cannot disagree."""

    kind = forms.ChoiceField(label=pgettext_lazy("of a community", "kind"), choices=grouped_kinds)
    channels_text = ChannelsField(
        label=_("Where it lives"),
        help_text=_("Website, @telegram, chat, mailing list: one per line. For others: “Slack: python”."),
    )

    class Meta:
        model = Community
        fields = ["name", "kind", "field", "city", "about", *FORMAL, "cadence_ideal", "cadence_at_most"]
        widgets = {
            "about": forms.Textarea(attrs={"rows": 4}),
            **{name: forms.Textarea(attrs={"rows": 2}) for name in _TEXTAREAS},
        }
        labels = {"field": _("what it is about"), "about": _("what it is")}
        help_texts = {
            "cadence_ideal": _("How often to talk to its people, unless a person has a rhythm of their own."),
        }

    def __init__(self, *args: Any, owner: AbstractBaseUser, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        if self.instance.pk:
            lines = [write_channel(as_channel(one)) for one in self.instance.channels.all()]
            self.initial["channels_text"] = "\n".join(lines)
            cast(ChannelsField, self.fields["channels_text"]).stood = self.initial["channels_text"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if kind := data.get("kind"):
            self.instance.family = family_of(kind)
        ideal, at_most = data.get("cadence_ideal"), data.get("cadence_at_most")
        if ideal and at_most and at_most < ideal:
            self.add_error("cadence_at_most", _("“At the latest” is shorter than “ideally”."))
        return data

    @transaction.atomic
    def save(self, commit: bool = True) -> Community:
        community = super().save(commit)
        store_channels(community, self.cleaned_data["channels_text"])
        return community

    @property
    def formal_open(self) -> bool:
        """Whether the part about formal associations stands open."""
        return self["kind"].value() == Kind.FORMAL_ASSOCIATION or any(self[name].value() for name in FORMAL)

    @property
    def rhythm_open(self) -> bool:
        return any(self[name].value() or self[name].errors for name in ("cadence_ideal", "cadence_at_most"))


class NewCommunityForm(CommunityForm):
    """A new community together with the first period of mine in it."""

    status = forms.ChoiceField(label=_("status"), choices=Status.choices, initial=Status.JOINED)
    role = forms.ChoiceField(
        label=_("my role"),
        choices=Role.choices,
        initial=Role.PARTICIPANT,
        help_text=_("A founder goes on to a launch plan: six steps with advice."),
    )
    since = forms.DateField(label=_("since"), required=False, widget=DayInput())

    @property
    def rest_open(self) -> bool:
        """Whether what a founder need not say stands open: because something in it is wrong."""
        return any(self[name].errors for name in ("role", "since", "status", "city", "channels_text", "about"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("role") == Role.FOUNDER and "status" not in self.changed_data:
            # Whoever founds a community has nobody to join.
            data["status"] = Status.ACTIVE
        return data

    @transaction.atomic
    def save(self, commit: bool = True) -> Community:
        community = super().save(commit)
        since: date | None = self.cleaned_data["since"]
        start_period(
            Participation(
                owner_id=community.owner_id,
                community=community,
                status=self.cleaned_data["status"],
                role=self.cleaned_data["role"],
                since=since,
            )
        )
        return community
