from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.actions.interactions import save_new
from contacts.forms.days import check_days
from contacts.forms.owned import DayInput, OwnedForm
from contacts.forms.people import PeopleField
from contacts.models import Contact, Relationship, RelationshipKind
from contacts.models.relationship import BACK, KnownKind

NEW = "new"


class RelationshipForm(OwnedForm[Relationship]):
    """Who somebody is to the person on whose page the form stands."""

    who = PeopleField(label=_("Who"), single=True)
    what = forms.ChoiceField(label=_("Who they are"))
    own_label = forms.CharField(label=_("In your own words"), required=False, max_length=60)
    own_back = forms.CharField(
        label=_("And the other way round"),
        required=False,
        max_length=60,
        help_text=_("Only for words of your own; empty: the same in both directions."),
    )

    class Meta:
        model = Relationship
        fields = ["since", "until"]
        widgets = {"since": DayInput(), "until": DayInput()}

    field_order = ["who", "what", "own_label", "own_back", "since", "until"]

    def __init__(
        self,
        *args: Any,
        owner: AbstractBaseUser,
        person: Contact | None = None,
        today: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        # Without a person the form stands on the page of `other`.
        self.person = person or (self.instance.other if self.instance.pk else None)
        self.today = today
        who, what = self.fields["who"], self.fields["what"]
        if isinstance(who, PeopleField):
            who.owner, who.answers = owner, self.data
        if isinstance(what, forms.ChoiceField):
            what.choices = self._choices()
        if self.instance.pk and self.person:
            is_first = self.instance.contact_id == self.person.pk
            self.initial["who"] = self.instance.other if is_first else self.instance.contact
            self.initial["what"] = _value(self.instance, is_first)

    def _choices(self) -> list[tuple[str, str]]:
        """Each kind by its words: a kind with two words is there twice, `>` for the first and `<` for the second."""
        found = [("", "—")]
        for kind in KnownKind:
            if kind != KnownKind.OWN:
                found.append((f"{kind.value}>", str(kind.label)))
                found += [(f"{kind.value}<", str(BACK[kind]))] if kind in BACK else []
        for own in RelationshipKind.objects.for_owner(self.owner):
            found.append((f"{own.pk}>", own.label))
            found += [] if own.is_mutual else [(f"{own.pk}<", own.back_label)]
        return [*found, (NEW, str(_("in my own words…")))]

    def clean_who(self) -> Contact | None:
        who: Contact | None = self.cleaned_data["who"]
        if who and who.pk and self.person and who.pk == self.person.pk:
            raise ValidationError(_("Nobody is related to themself."))
        return who

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("what") == NEW and not data.get("own_label"):
            self.add_error("own_label", _("Say who they are."))
        people = [data.get("who"), self.person]
        check_days(self, "since", owner=self.owner, today=self.today, people=people)
        check_days(self, "until", owner=self.owner, today=self.today, people=people, may_come=True)
        return data

    def _post_clean(self) -> None:
        data = self.cleaned_data
        if self.person and data.get("who") and data.get("what") and not self.errors:
            self._put(data["who"], data["what"])
            if self._is_written_already():
                self.add_error("what", _("This is written down already."))
        super()._post_clean()  # type: ignore[misc]  # ModelForm's own hook

    def _put(self, who: Contact, what: str) -> None:
        """Set the two people and the kind of the row by the direction that was chosen."""
        assert self.person is not None  # noqa: S101  # the caller looked
        row, key = self.instance, what.rstrip("<>")
        who.owner_id = self.owner.pk
        row.contact, row.other = (self.person, who) if what.endswith("<") else (who, self.person)
        row.own_kind = None
        row.kind = KnownKind.OWN if what == NEW or key.isdecimal() else key
        if key.isdecimal():
            row.own_kind = RelationshipKind.objects.for_owner(self.owner).get(pk=int(key))

    def _is_written_already(self) -> bool:
        """Whether the same holds between the two at the same time; what has ended may begin again."""
        row = self.instance
        if row.contact.pk is None or row.other.pk is None or self.cleaned_data["what"] == NEW:
            return False
        pairs = Q(contact=row.contact, other=row.other)
        if row.label == row.back_label:
            pairs |= Q(contact=row.other, other=row.contact)
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        same = Relationship.objects.for_owner(self.owner).filter(pairs, kind=row.kind, own_kind=row.own_kind)
        same = same.filter(Q(until=None) | Q(until__gte=since)) if since else same
        same = same.filter(Q(since=None) | Q(since__lte=until)) if until else same
        return same.exclude(pk=row.pk).exists()

    @transaction.atomic
    def save(self, commit: bool = True) -> Relationship:
        who = save_new([self.cleaned_data["who"]])[0]
        row = self.instance
        if row.contact is who:
            row.contact = who
        else:
            row.other = who
        if self.cleaned_data["what"] == NEW:
            row.own_kind = self._new_kind()
        return super().save(commit)

    def _new_kind(self) -> RelationshipKind:
        label = self.cleaned_data["own_label"]
        back = self.cleaned_data["own_back"] or label
        kind, _made = RelationshipKind.objects.get_or_create(
            owner_id=self.owner.pk,
            folded=RelationshipKind.fold_labels(label, back),
            defaults={"label": label, "back_label": back},
        )
        return kind


def _value(row: Relationship, is_first: bool) -> str:
    """The choice that stands for a row, seen from its first person or from the other one."""
    key = str(row.own_kind_id or row.kind)
    return f"{key}<" if is_first and row.label != row.back_label else f"{key}>"
