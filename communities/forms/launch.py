from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from communities.actions.members import add_members
from communities.forms.channels import as_channel, store_channels
from communities.forms.list_field import PastedPeopleField
from communities.models import LaunchStep, Membership, SeriesChange
from communities.models.community import CommunityChannel
from communities.models.participation import Role
from contacts.forms.channels import ChannelsField, write_channel
from contacts.forms.owned import DayInput, OwnedForm
from contacts.models import BulkChange, Contact
from contacts.text import clean_name


class LaunchStepForm(OwnedForm[LaunchStep]):
    """What I did for one step."""

    class Meta:
        model = LaunchStep
        fields = ["did", "done_on"]
        widgets = {"did": forms.Textarea(attrs={"rows": 2}), "done_on": DayInput()}

    def __init__(self, *args: Any, owner: AbstractBaseUser, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        # Several such forms may stand on one page.
        self.auto_id = f"{self.instance.step}_%s"
        self.today = today
        self.added: list[Contact] = []
        # What takes them out again.
        self.change: BulkChange | None = None
        # The meetings that were set, which can be taken back too.
        self.series: SeriesChange | None = None

    @property
    def left_out(self) -> str:
        """Who and what of a pasted list is left out, in words."""
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "done_today" in self.data and not data.get("done_on") and "done_on" not in self.errors:
            data["done_on"] = self.today
        day: date | None = data.get("done_on")
        if day and self.today and day > self.today:
            self.add_error("done_on", _("This day has not come yet."))
        elif day and day.year < 1900:
            self.add_error("done_on", _("This day is too long ago."))
        return data


class ThemeStepForm(LaunchStepForm):
    """The subject that is written becomes the community's own."""

    subject = forms.CharField(label=_("what it is about"), max_length=100, required=False)
    # What stood in the field when it was shown.
    subject_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["subject"] = self.initial["subject_seen"] = self.instance.community.field

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "subject" not in data:
            return data
        stored, seen = self.instance.community.field, data.get("subject_seen", "")
        said = data["subject"] = clean_name(data["subject"])
        if said == seen:
            data["subject"] = stored
        elif stored not in (seen, said):
            text = _("Now it says “%(subject)s” on the community's page. Saved once more, yours replaces it.")
            self.add_error("subject", text % {"subject": stored})
            self.data = {**self.data.dict(), "subject_seen": stored} if isinstance(self.data, QueryDict) else self.data
        return data

    @transaction.atomic
    def save(self, commit: bool = True) -> LaunchStep:
        row, place = super().save(commit), self.instance.community
        if place.field != self.cleaned_data["subject"]:
            place.claim_version(place.version)
            place.field = self.cleaned_data["subject"]
            place.save(update_fields=["field", "updated_at"])
        return row


class ChannelsStepForm(LaunchStepForm):
    """The channels that are written become the community's own."""

    channels_text = ChannelsField(
        label=_("Where people talk"),
        help_text=_("Chat, mailing list, page: one per line. They become the community's channels."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = CommunityChannel.objects.filter(community=self.instance.community_id)
        self.initial["channels_text"] = "\n".join(write_channel(as_channel(one)) for one in known)
        cast(ChannelsField, self.fields["channels_text"]).stood = self.initial["channels_text"]

    @transaction.atomic
    def save(self, commit: bool = True) -> LaunchStep:
        row = super().save(commit)
        store_channels(row.community, self.cleaned_data["channels_text"])
        return row


class PeopleStepForm(LaunchStepForm):
    """The people of the list become the community's own."""

    pasted = PastedPeopleField(
        label=_("Who they are, one a line"),
        required=False,
        help_text=_(
            "They become the community's people. Numbers and bullets may stay; addresses, company and position "
            "beside a name are kept."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pasted = cast(PastedPeopleField, self.fields["pasted"])
        pasted.owner, pasted.answers = self.owner, self.data

    @property
    def left_out(self) -> str:
        return cast(PastedPeopleField, self.fields["pasted"]).said_left_out

    @transaction.atomic
    def save(self, commit: bool = True) -> LaunchStep:
        row = super().save(commit)
        self._add_the_first(row)
        return row

    def _add_the_first(self, row: LaunchStep) -> None:
        """Make the people of the list members from today on, but for those who are there already."""
        if not (listed := self.cleaned_data.get("pasted")):
            return
        known = [found.contact.pk for found in listed if found.contact.pk]
        there = Membership.objects.for_owner(self.owner).filter(community=row.community, contact__in=known)
        there = there.touching(self.today, None)
        self.added, _addressed, self.change = add_members(
            community=row.community,
            people=[(found.contact, found.addresses) for found in listed],
            role=Role.PARTICIPANT,
            since=self.today,
            there=[*there.values_list("contact_id", flat=True)],
        )
