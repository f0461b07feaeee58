from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.forms.channels import as_channel, store_channels
from communities.models import LaunchStep
from communities.models.launch import Step
from contacts.forms.channels import ChannelsField, write_channel
from contacts.forms.owned import DayInput, OwnedForm


class LaunchStepForm(OwnedForm[LaunchStep]):
    """What I did for one step; the step of the channels writes the community's own ones."""

    channels_text = ChannelsField(
        label=_("Where people talk"),
        help_text=_("Chat, mailing list, page: one per line. They become the community's channels."),
    )

    class Meta:
        model = LaunchStep
        fields = ["did", "done_on"]
        widgets = {"did": forms.Textarea(attrs={"rows": 2}), "done_on": DayInput()}

    def __init__(self, *args: Any, owner: AbstractBaseUser, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        # Six such forms stand on one page.
        self.auto_id = f"{self.instance.step}_%s"
        self.today = today
        if self.instance.step != Step.CHANNELS:
            del self.fields["channels_text"]
        else:
            lines = [write_channel(as_channel(one)) for one in self.instance.community.channels.all()]
            self.initial["channels_text"] = "\n".join(lines)

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

    @transaction.atomic
    def save(self, commit: bool = True) -> LaunchStep:
        row = super().save(commit)
        if "channels_text" in self.fields:
            store_channels(row.community, self.cleaned_data["channels_text"])
        return row
