from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.forms.catalogue import NamesField
from communities.forms.channels import as_channels
from communities.forms.community import FORMAL, family_of, grouped_kinds
from communities.models import CatalogueEntry, CatalogueSuggestion, Kind
from communities.models.kinds import Described
from contacts.forms.channels import ChannelsField, write_channel
from contacts.forms.owned import OwnedForm
from contacts.models import Channel
from contacts.text import fold

_LONG = ("membership_terms", "certification", "licensing")


class SuggestionForm(OwnedForm[CatalogueSuggestion]):
    """A community for everybody's catalogue. Only what is written here is given away."""

    kind = forms.ChoiceField(label=pgettext_lazy("of a community", "kind"), choices=grouped_kinds)
    other_names = NamesField(label=_("Other names"), help_text=_("One per line; the search finds them too."))
    channels_text = ChannelsField(
        label=_("Where it lives"),
        help_text=_("Website, @telegram, chat, mailing list: one per line. For others: “Slack: python”."),
    )

    class Meta:
        model = CatalogueSuggestion
        fields = ["name", "kind", "other_names", "field", "city", "about", *FORMAL]
        widgets = {
            "about": forms.Textarea(attrs={"rows": 4}),
            **{name: forms.Textarea(attrs={"rows": 2}) for name in _LONG},
        }
        labels = {"field": _("what it is about"), "about": _("what it is")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            lines = [write_channel(Channel(kind=kind, value=value)) for kind, value in self.instance.channels]
            self.initial["channels_text"] = "\n".join(lines)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if kind := data.get("kind"):
            self.instance.family = family_of(kind)
        name = data.get("name", "")
        if known := name and same_entry(name, data.get("city", "")):
            said = _("“%(name)s” is in the catalogue already.")
            self.add_error("name", forms.ValidationError(said, params={"name": known.name}))
        self.instance.channels = [[str(kind), value] for kind, value in data.get("channels_text", [])]
        return data

    @property
    def formal_open(self) -> bool:
        """Whether the part about formal associations stands open."""
        return self["kind"].value() == Kind.FORMAL_ASSOCIATION or any(self[name].value() for name in FORMAL)


def same_entry(name: str, city: str) -> CatalogueEntry | None:
    """The published entry of this name, or with it among its other names, in this city."""
    for entry in CatalogueEntry.objects.published().matching(name):
        names = {fold(one) for one in (entry.name, *entry.other_names)}
        if fold(name) in names and (not city or not entry.city or fold(city) == fold(entry.city)):
            return entry
    return None


def from_community(community: Any) -> dict[str, Any]:
    """What the form begins with for a community of one's own."""
    said = {field.name: getattr(community, field.name) for field in Described._meta.get_fields()}
    lines = [write_channel(one) for one in as_channels(community.channels.all())]
    return {**said, "channels_text": "\n".join(lines)}
