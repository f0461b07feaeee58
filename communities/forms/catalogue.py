from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.forms.community import grouped_kinds
from communities.models import CatalogueEntry, CatalogueQuerySet, Family
from contacts.forms.owned import clean_texts
from contacts.text import clean_name


class CatalogueFilter(forms.Form):
    """What the address bar says of the catalogue: everything is optional, what makes no sense is left out."""

    q = forms.CharField(required=False, max_length=200)
    family = forms.ChoiceField(label=_("inside or outside"), required=False)
    kind = forms.ChoiceField(label=_("kind of community"), required=False)
    city = forms.ChoiceField(label=_("where"), required=False)

    def __init__(self, *args: Any, cities: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, list[tuple[Any, Any]]] = {
            "family": [("", _("both")), *Family.choices],
            "kind": [("", _("any kind")), *grouped_kinds()],
            "city": [("", _("any city")), *((city, city) for city in cities)],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def narrow(self, entries: CatalogueQuerySet) -> CatalogueQuerySet:
        """The entries that fit everything that was chosen."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) for name in ("family", "kind", "city")}
        return entries.matching(self.cleaned_data.get("q", "")).filter(
            **{name: value for name, value in chosen.items() if value}
        )


class NamesField(forms.CharField):
    """Several names, a line each."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        names = [clean_name(line) for line in super().clean(value).splitlines()]
        return list(dict.fromkeys(name for name in names if name))


class EntryForm(forms.ModelForm[CatalogueEntry]):
    """An entry in the admin's hands."""

    other_names = NamesField(label=_("other names"), help_text=_("One per line; the search finds them too."))

    class Meta:
        model = CatalogueEntry
        fields = [
            "name", "slug", "other_names", "family", "kind", "field", "city", "about", "about_en",
            "legal_form", "membership_terms", "certification", "licensing", "represents",
            "is_published", "is_template",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        clean_texts(self)
        return self.cleaned_data
