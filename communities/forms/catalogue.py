from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.forms.community import grouped_kinds
from communities.models import CatalogueChannel, CatalogueEntry, CatalogueQuerySet, Family
from communities.vocabulary import said_here
from contacts.forms.channels import check_address, check_website
from contacts.forms.owned import clean_texts
from contacts.models.channel import ChannelKind
from contacts.prepared import prepared
from contacts.text import clean_name, sort_key


class CatalogueFilter(forms.Form):
    """What the address bar says of the catalogue: everything is optional, what makes no sense is left out."""

    q = forms.CharField(required=False, max_length=200)
    family = forms.ChoiceField(label=_("inside or outside"), required=False)
    kind = forms.ChoiceField(label=_("kind of community"), required=False)
    field = forms.ChoiceField(label=_("what it is about"), required=False)
    city = forms.ChoiceField(label=_("where"), required=False)
    platform = forms.ChoiceField(label=_("lives on"), required=False)

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "family": [("", _("both")), *Family.choices],
            "kind": [("", _("any kind")), *grouped_kinds()],
            "field": [("", _("any field")), *offered.fields],
            "city": [("", _("any city")), *offered.cities],
            "platform": [("", _("any platform")), *offered.platforms],
        }
        for name, given in choices.items():
            one = self.fields[name]
            if isinstance(one, forms.ChoiceField):
                one.choices = given

    def narrow(self, entries: CatalogueQuerySet) -> CatalogueQuerySet:
        """The entries that fit everything that was chosen."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) for name in ("family", "kind", "field", "city")}
        found = entries.matching(self.cleaned_data.get("q", "")).filter(
            **{name: value for name, value in chosen.items() if value}
        )
        if platform := self.cleaned_data.get("platform"):
            found = found.filter(pk__in=CatalogueChannel.objects.filter(kind=platform).values("entry"))
        return found


@dataclass(frozen=True)
class Offered:
    """What the filters of the catalogue can be set to."""

    fields: tuple[tuple[str, str], ...]
    cities: tuple[tuple[str, str], ...]
    platforms: tuple[tuple[str, Any], ...]

    @classmethod
    def of_all(cls) -> Offered:
        """Whatever some published entry has, in the order of the alphabet; two queries."""
        pairs = _fields_and_cities()
        fields, cities = (frozenset(one[place] for one in pairs) - {""} for place in (0, 1))
        kinds = {kind for (kind,) in _platforms()}
        platforms = tuple((str(kind), kind.label) for kind in ChannelKind if kind in kinds)
        language = get_language()
        return cls(_in_order(fields, language), _in_order(cities, language), platforms)


@lru_cache(maxsize=16)
def _in_order(values: frozenset[str], _language: str | None) -> tuple[tuple[str, str], ...]:
    """Values as they are kept, each with how the reader is told of it: the same for everybody until one is written."""
    return tuple(sorted(((one, said_here(one)) for one in values), key=lambda pair: sort_key(pair[1])))


@prepared
def _fields_and_cities() -> QuerySet[CatalogueEntry, tuple[str, str]]:
    return CatalogueEntry.objects.published().order_by().values_list("field", "city").distinct()


@prepared
def _platforms() -> QuerySet[CatalogueChannel, tuple[str]]:
    entries = CatalogueEntry.objects.published().order_by().values("pk")
    return CatalogueChannel.objects.filter(entry__in=entries).order_by().values_list("kind").distinct()


class NamesField(forms.CharField):
    """Several names, a line each."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        names = [clean_name(line) for line in super().clean(value).splitlines()]
        return list(dict.fromkeys(name for name in names if name))


class ChannelForm(forms.ModelForm[CatalogueChannel]):
    """A channel of an entry in the admin's hands."""

    class Meta:
        model = CatalogueChannel
        fields = ["kind", "value"]

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        clean_texts(self)
        kind, value = self.cleaned_data.get("kind"), self.cleaned_data.get("value")
        if kind and value:
            try:
                check_address(ChannelKind(kind), value)
                if self.has_changed():
                    check_website(ChannelKind(kind), value)
            except ValidationError as error:
                self.add_error("value", error)
        return self.cleaned_data


class EntryForm(forms.ModelForm[CatalogueEntry]):
    """An entry in the admin's hands."""

    other_names = NamesField(label=_("Other names"), help_text=_("One per line; the search finds them too."))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = CatalogueEntry
        fields = [
            "name", "slug", "other_names", "family", "kind", "field", "city", "about", "about_en",
            "legal_form", "membership_terms", "certification", "licensing", "represents",
            "is_published", "is_template",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.version
        kind = self.fields.get("kind")  # not there where the entry is only shown
        if isinstance(kind, forms.ChoiceField):
            kind.choices = [("", "—"), *grouped_kinds()]

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        clean_texts(self)
        seen = self.cleaned_data.get("seen")
        if self.instance.pk and seen and seen != self.instance.version:
            raise ValidationError(_("Somebody changed this entry after you opened it. Look at it anew, then save."))
        return self.cleaned_data


class ChannelFormSet(BaseInlineFormSet[CatalogueChannel, CatalogueEntry, forms.ModelForm[CatalogueChannel]]):
    """The channels of an entry, a row of a table each: the words of its fields stand in the head only."""

    def add_fields(self, form: forms.ModelForm[CatalogueChannel], index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = field.label
