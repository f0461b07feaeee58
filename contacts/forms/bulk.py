"""The sheets of the bar: what is to be done with the people who were chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contacts.actions import bulk
from contacts.actions.trash import delete_people
from contacts.filtering.registry import Asked
from contacts.forms.owned import clean_texts
from contacts.models import BulkChange, ContactQuerySet, Tag
from contacts.text import clean_name


@dataclass(frozen=True)
class Outcome:
    """What was done with how many people, and the word for the message that undoes it."""

    what: str
    count: int
    undo: str


class BulkForm(forms.Form):
    """What a change of many people needs to know; `carry_out` does it for people of one owner."""

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked

    def clean(self) -> dict[str, Any]:
        super().clean()
        clean_texts(self)
        return self.cleaned_data

    def change(self, people: ContactQuerySet) -> BulkChange | None:
        """Do it; None when there was nothing to do."""
        raise NotImplementedError

    def carry_out(self, people: ContactQuerySet) -> Outcome | None:
        made = self.change(people)
        return Outcome(made.what, made.count, f"bulk:{made.pk}") if made else None


class TagForm(BulkForm):
    name = forms.CharField(label=_("Tag"), max_length=60, help_text=_("One you have, or a new one."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs |= {"list": "tags", "autocomplete": "off"}
        self.suggestions = [*Tag.objects.for_owner(self.asked.owner).values_list("name", flat=True)]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def change(self, people: ContactQuerySet) -> BulkChange | None:
        return bulk.add_tag(owner=self.asked.owner, people=people, name=self.cleaned_data["name"])


class UntagForm(BulkForm):
    tag = forms.ModelChoiceField(label=_("Tag"), queryset=Tag.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tag = self.fields["tag"]
        if isinstance(tag, forms.ModelChoiceField):
            tag.queryset = Tag.objects.for_owner(self.asked.owner)

    def change(self, people: ContactQuerySet) -> BulkChange | None:
        return bulk.remove_tag(owner=self.asked.owner, people=people, tag=self.cleaned_data["tag"])


class CadenceForm(BulkForm):
    ideal = forms.IntegerField(label=_("ideally every, days"), required=False, min_value=1, max_value=3650)
    at_most = forms.IntegerField(
        label=_("at the latest every, days"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=_("Both empty: as their community or tie says."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        ideal, at_most = data.get("ideal"), data.get("at_most")
        if ideal and at_most and at_most < ideal:
            self.add_error("at_most", _("“At the latest” is shorter than “ideally”."))
        return data

    def change(self, people: ContactQuerySet) -> BulkChange | None:
        days = {name: self.cleaned_data[name] for name in ("ideal", "at_most")}
        return bulk.set_cadence(owner=self.asked.owner, people=people, **days)


class ArchiveForm(BulkForm):
    def change(self, people: ContactQuerySet) -> BulkChange | None:
        return bulk.archive_people(owner=self.asked.owner, people=people, on=self.asked.today)


class UnarchiveForm(BulkForm):
    def change(self, people: ContactQuerySet) -> BulkChange | None:
        return bulk.unarchive_people(owner=self.asked.owner, people=people)


class DeleteForm(BulkForm):
    def carry_out(self, people: ContactQuerySet) -> Outcome | None:
        trash, count = delete_people(owner=self.asked.owner, people=people)
        return Outcome(gettext("in the trash for 30 days"), count, f"undo:{trash.pk}")
