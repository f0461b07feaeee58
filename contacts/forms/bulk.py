"""The sheets of the bar: what is to be done with the people who were chosen."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from contacts.filtering.registry import Asked
from contacts.forms.owned import clean_texts
from contacts.models import Tag
from contacts.text import clean_name


class BulkForm(forms.Form):
    """What a change of many people needs to know; `action` is the name under which it is registered."""

    action: ClassVar[str]

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked

    def clean(self) -> dict[str, Any]:
        super().clean()
        clean_texts(self)
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """What the action is given, as JSON keeps it between its steps."""
        return dict(self.cleaned_data)


class TagForm(BulkForm):
    action = "tag"
    name = forms.CharField(label=_("Tag"), max_length=60, help_text=_("One you have, or a new one."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs |= {"list": "tags", "autocomplete": "off"}
        self.suggestions = [*Tag.objects.for_owner(self.asked.owner).values_list("name", flat=True)]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])


class UntagForm(BulkForm):
    action = "untag"
    tag = forms.ModelChoiceField(label=_("Tag"), queryset=Tag.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tag = self.fields["tag"]
        if isinstance(tag, forms.ModelChoiceField):
            tag.queryset = Tag.objects.for_owner(self.asked.owner)

    def values(self) -> dict[str, Any]:
        return {"tag": self.cleaned_data["tag"].pk}


class CadenceForm(BulkForm):
    action = "cadence"
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


class ArchiveForm(BulkForm):
    action = "archive"

    def values(self) -> dict[str, Any]:
        return {"on": self.asked.today.isoformat()}


class UnarchiveForm(BulkForm):
    action = "unarchive"


class DeleteForm(BulkForm):
    action = "delete"
