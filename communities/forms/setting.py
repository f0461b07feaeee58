"""What a contribution and an opportunity ask alike: in which community, at which event, with whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Community, Event
from communities.models.setting import Setting
from contacts.actions.interactions import save_new
from contacts.forms.people import PeopleField

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from contacts.forms.owned import OwnedForm

    Base = OwnedForm[Any]
else:
    Base = object

# So many communities are chosen from by a touch; more of them stand in a list.
MOST_CHIPS = 8
LATEST_EVENTS = 20
EARLIEST = date(1900, 1, 1)


class SettingForm(Base):
    """Part of the two forms; `today` is the owner's day, `days` the fields that cannot lie ahead of it."""

    days: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()

    def __init__(self, *args: Any, owner: AbstractBaseUser, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.today = today
        person = self.fields["contact"]
        if isinstance(person, PeopleField):
            person.owner, person.answers = owner, self.data
        self.out_of_sight: dict[str, Any] = {}
        if self.instance.pk:
            self._show_stored(self.instance)
        self._offer_communities()
        self._offer_events()

    def _show_stored(self, stored: Setting) -> None:
        """What lies in the trash is not shown, and stays joined for the day when it comes back."""
        shown = {"community": stored.place, "event": stored.occasion, "contact": stored.person}
        self.initial["contact"] = stored.person
        self.out_of_sight = {name: getattr(stored, name) for name, seen in shown.items() if seen is None}

    def _offer_communities(self) -> None:
        field = self.fields["community"]
        mine = [*Community.objects.for_owner(self.owner).values_list("pk", "name")]
        if len(mine) <= MOST_CHIPS:
            field.widget = forms.RadioSelect()
        self._offer("community", [("", pgettext_lazy("no community or event", "none")), *mine])

    def _offer_events(self) -> None:
        """The latest events that have begun, and the chosen one."""
        events = Event.objects.for_owner(self.owner)
        latest = [*events.past(timezone.now()).only("pk", "name", "starts")[:LATEST_EVENTS]]
        value = str(self["event"].value() or "")
        if value.isdecimal() and len(value) < 19 and int(value) not in {one.pk for one in latest}:
            latest += events.filter(pk=int(value)).only("pk", "name", "starts")
        self._offer(
            "event", [("", pgettext_lazy("no community or event", "none")), *((one.pk, _called(one)) for one in latest)]
        )

    def _offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in self.days:
            day: date | None = data.get(name)
            if day and self.today and day > self.today:
                self.add_error(name, _("This day has not come yet."))
            elif day and day < EARLIEST:
                self.add_error(name, _("This day is too long ago."))
        return data

    def _post_clean(self) -> None:
        # Somebody new gets a row in `save`; the model's own check needs only to see that they are named.
        if person := self.cleaned_data.get("contact"):
            person.owner_id = self.owner.pk
        for name, stored in self.out_of_sight.items():
            self.cleaned_data[name] = self.cleaned_data.get(name) or stored
        self.instance.contact = self.cleaned_data.get("contact")
        super()._post_clean()  # type: ignore[misc]  # ModelForm's own hook

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        person = self.cleaned_data.get("contact")
        self.instance.contact = save_new([person])[0] if person else None
        return super().save(commit)

    @property
    def unfolded(self) -> bool:
        """Whether the rest stands open: something is in it, or wrong with it."""
        wrong = any(self[name].errors for name in self.days)
        return wrong or any(self[name].value() or self[name].errors for name in self.rest)


def _called(event: Event) -> str:
    return f"{event.name}, {date_format(timezone.localtime(event.starts), 'j E Y')}"
