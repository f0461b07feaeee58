from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from communities.actions.members import add_members
from communities.actions.periods import end_left_by, followed, start_period
from communities.forms.list_field import Found, PastedPeopleField
from communities.forms.periods import said
from communities.forms.places import offer_names
from communities.models import Community, Membership
from communities.models.participation import Role
from contacts.forms.owned import DayInput, OwnedForm
from contacts.forms.people import MOST_NAMES, PeopleField
from contacts.models import BulkChange, Contact

_DAYS = {"since": DayInput(), "until": DayInput()}


class MembershipForm(OwnedForm[Membership]):
    """A period of one person in one community; a new one may follow `before`."""

    class Meta:
        model = Membership
        fields = ["role", "since", "until"]
        widgets = _DAYS

    def __init__(self, *args: Any, owner: AbstractBaseUser, before: Membership | None = None, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.before = before

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if "since" in self.errors or "until" in self.errors or (since and until and until < since):
            return data  # the field, or the model's own check, says what is wrong with the dates
        self.instance.since = since
        # A period that a new one brings to its end is not in its way.
        closed = None if self.instance.pk else followed(self.instance, self.before)
        others = self.instance.siblings().exclude(pk__in=[closed.pk] if closed else [])
        if other := others.touching(since, until or end_left_by(closed, self.instance)).first():
            self.add_error("since", _("Another period stands on these days: %(when)s.") % {"when": said(other)})
        return data

    @transaction.atomic
    def save(self, commit: bool = True) -> Membership:
        if self.instance.pk:
            return super().save(commit)
        return start_period(super().save(commit=False), self.before)


class MembersForm(OwnedForm[Membership]):
    """Several people at once into one community, named or pasted as a list; a new name becomes a person."""

    people = PeopleField(
        label=_("Who"), required=False, help_text=_("Several names with commas; a new name becomes a person.")
    )
    pasted = PastedPeopleField(
        label=_("A list of people, one a line"),
        required=False,
        help_text=_(
            "Numbers and bullets may stay. Kept are e-mail addresses and Telegram handles, and of new people what "
            "stands beside the name: company, position, city. These people ask for nothing until the first talk."
        ),
    )

    class Meta:
        model = Membership
        fields = ["community", "role", "since", "until"]
        widgets = _DAYS

    field_order = ["people", "pasted", "community", "role", "since", "until"]

    def __init__(self, *args: Any, owner: AbstractBaseUser, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        offer_names(self, owner)
        for field in self.fields.values():
            if isinstance(field, PeopleField):
                field.owner, field.answers = owner, self.data
        self.fields["role"].initial = Role.PARTICIPANT
        self.there: set[int] = set()
        self.added: list[Contact] = []
        # What takes all of it back.
        self.change: BulkChange | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        named, listed = data.get("people") or [], data.get("pasted") or []
        if not (named or listed or {"people", "pasted"} & self.errors.keys()):
            self.add_error("people", _("Say who it is."))
        if len(named) + len(listed) > MOST_NAMES:
            self.add_error("pasted", _("That is too many people for this field."))
        community, since, until = data.get("community"), data.get("since"), data.get("until")
        if community and not (since and until and until < since):
            self._look_who_is_there(community, named, listed, since, until)
        return data

    def _look_who_is_there(
        self, community: Community, named: list[Contact], listed: list[Found], since: date | None, until: date | None
    ) -> None:
        """Somebody named twice is said; of a list, those who are there already are passed over."""
        known = [one.pk for one in named if one.pk] + [one.contact.pk for one in listed if one.contact.pk]
        if not known:
            return
        others = Membership.objects.for_owner(self.owner).filter(community=community, contact__in=known)
        found = [*others.touching(since, until).select_related("contact")]
        self.there = {other.contact_id for other in found}
        asked = {one.pk for one in named}
        for other in [other for other in found if other.contact_id in asked][:5]:
            values = {"name": other.contact.name, "when": said(other)}
            self.add_error("people", _("%(name)s is there already: %(when)s.") % values)

    def save(self, commit: bool = True) -> Membership:
        """Add everybody in one transaction; `added` and `there` say what became of them."""
        data = self.cleaned_data
        people: dict[object, tuple[Contact, tuple[str, ...]]] = {
            one.pk or one.full_name: (one, ()) for one in data["people"]
        }
        for found in data["pasted"]:
            one = found.contact
            # A new name that stands in both fields is one person; new namesakes with an address each are not.
            new = one.full_name if one.full_name in people else (one.full_name, found.addresses)
            people[one.pk or new] = (one, found.addresses)
        values = {name: data[name] for name in ("community", "role", "since", "until")}
        self.added, self.addressed, self.change = add_members(people=[*people.values()], there=self.there, **values)
        return self.instance

    @property
    def left_out(self) -> str:
        """Who and what of the list is left out, in words."""
        return cast(PastedPeopleField, self.fields["pasted"]).said_left_out

    @property
    def list_open(self) -> bool:
        """Whether the list stands open: something is in it, or wrong with it."""
        return bool(self["pasted"].value() or self["pasted"].errors)
