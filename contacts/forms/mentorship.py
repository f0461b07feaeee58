from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from contacts.forms.days import check_days
from contacts.forms.mentions import MentionArea
from contacts.forms.owned import DayInput, OwnedForm
from contacts.models import Mentorship


class MentorshipForm(OwnedForm[Mentorship]):
    """A mentorship with one person; give the person with the instance."""

    class Meta:
        model = Mentorship
        fields = ["direction", "goal", "started_on", "rhythm_days", "ended_on", "note"]
        widgets = {
            "direction": forms.RadioSelect,
            "started_on": DayInput(),
            "ended_on": DayInput(),
            "note": MentionArea({"rows": 3}),
        }
        help_texts = {
            "goal": _("What it should come to, in a line: such as, ready to lead a team."),
            "rhythm_days": _("The page says when you have not met for longer. May stay empty."),
            "ended_on": _("Empty while it goes on. What has ended stays on the page."),
        }

    def __init__(self, *args: Any, owner: AbstractBaseUser, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        person = self.instance.contact if self.instance.contact_id else None
        check_days(self, "started_on", "ended_on", owner=self.owner, today=self.today, people=[person])
        if person is None:
            return data
        running = Mentorship.objects.for_owner(self.owner).running().filter(contact=person)
        same = running.filter(direction=data.get("direction", "")).exclude(pk=self.instance.pk)
        if not data.get("ended_on") and same.exists():
            self.add_error("direction", _("Such a mentorship goes on already. End it first."))
        return data
