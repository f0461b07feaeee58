from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.forms.periods import overlapping, said
from communities.models import Membership
from communities.models.participation import Role
from contacts.actions.interactions import save_new
from contacts.forms.owned import DayInput, OwnedForm
from contacts.forms.people import PeopleField
from contacts.models import Contact

_DAYS = {"since": DayInput(), "until": DayInput()}


class MembershipForm(OwnedForm[Membership]):
    """A period of one person in one community."""

    class Meta:
        model = Membership
        fields = ["role", "since", "until"]
        widgets = _DAYS

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if not (since and until and until < since):
            others = Membership.objects.for_owner(self.owner).exclude(pk=self.instance.pk)
            others = others.filter(contact=self.instance.contact_id, community=self.instance.community_id)
            if other := overlapping(others, since, until).first():
                self.add_error("since", _("Another period stands on these days: %(when)s.") % {"when": said(other)})
        return data


class MembersForm(OwnedForm[Membership]):
    """Several people at once into one community; a new name becomes a person."""

    people = PeopleField(label=_("Who"), help_text=_("Several names with commas; a new name becomes a person."))

    class Meta:
        model = Membership
        fields = ["community", "role", "since", "until"]
        widgets = _DAYS

    field_order = ["people", "community", "role", "since", "until"]

    def __init__(self, *args: Any, owner: AbstractBaseUser, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        people = self.fields["people"]
        if isinstance(people, PeopleField):
            people.owner, people.answers = owner, self.data
        self.fields["role"].initial = Role.PARTICIPANT

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        community, since, until = data.get("community"), data.get("since"), data.get("until")
        known = [one.pk for one in data.get("people") or [] if one.pk]
        if community and known and not (since and until and until < since):
            others = Membership.objects.for_owner(self.owner).filter(community=community, contact__in=known)
            for other in overlapping(others, since, until).select_related("contact")[:5]:
                values = {"name": other.contact.name, "when": said(other)}
                self.add_error("people", _("%(name)s is there already: %(when)s.") % values)
        return data

    @transaction.atomic
    def save(self, commit: bool = True) -> Membership:
        """Save a membership for each person; returns the last one."""
        people: list[Contact] = save_new(self.cleaned_data["people"])
        values = {name: self.cleaned_data[name] for name in ("community", "role", "since", "until")}
        for person in people:
            last = Membership(owner_id=self.owner.pk, contact=person, **values)
            last.save()
        return last
