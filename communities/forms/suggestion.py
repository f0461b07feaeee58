from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.forms.catalogue import NamesField
from communities.forms.channels import as_channels
from communities.forms.community import FORMAL, family_of, grouped_kinds
from communities.forms.near_entries import bare, near_entries, near_suggestions
from communities.models import CatalogueEntry, CatalogueQuerySet, CatalogueSuggestion, Kind
from communities.models.kinds import Described
from communities.places import check_places, is_place
from contacts.forms.channels import ChannelsField, write_channel
from contacts.forms.owned import OwnedForm
from contacts.models import Channel
from contacts.text import fold

_LONG = ("membership_terms", "certification", "licensing")


class PlacesField(ChannelsField):
    """Channels that others are to find a community by: each is an address, a handle, or “Word: value”."""

    def lines(self, value: Any) -> list[str]:
        lines = super().lines(value)
        check_places(lines)
        return lines


class SuggestionForm(OwnedForm[CatalogueSuggestion]):
    """A community for everybody's catalogue. Only what is written here is given away."""

    kind = forms.ChoiceField(label=pgettext_lazy("of a community", "kind"), choices=grouped_kinds)
    other_names = NamesField(label=_("Other names"), help_text=_("One per line; the search finds them too."))
    channels_text = PlacesField(
        label=_("Where it lives"),
        help_text=_("Website, @telegram, chat, mailing list: one per line. For others: “Slack: python”."),
    )

    # The entries and suggestions near the name that were shown already, by their marks.
    near_seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

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
        # Entries and suggestions of one's own that may be what is suggested: a question, which a second press answers.
        self.near: list[CatalogueEntry] = []
        self.near_mine: list[CatalogueSuggestion] = []
        if self.instance.pk:
            lines = [_line(Channel(kind=kind, value=value)) for kind, value in self.instance.channels]
            self.initial["channels_text"] = "\n".join(lines)
            cast(PlacesField, self.fields["channels_text"]).stood = self.initial["channels_text"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if kind := data.get("kind"):
            self.instance.family = family_of(kind)
        name = data.get("name", "")
        if known := name and same_entry(name, data.get("city", "")):
            said = _("“%(name)s” is in the catalogue already.")
            self.add_error("name", forms.ValidationError(said, params={"name": known.name}))
        elif name and (self.instance.pk is None or "name" in self.changed_data):
            self._ask_about_near([name, *data.get("other_names", [])])
        self.instance.channels = [[str(kind), value] for kind, value in data.get("channels_text", [])]
        return data

    def _ask_about_near(self, names: list[str]) -> None:
        near = near_entries(names)
        others = CatalogueSuggestion.objects.for_owner(self.owner).exclude(pk=self.instance.pk)
        mine = near_suggestions(names, others)
        seen = {*str(self.data.get(self.add_prefix("near_seen"), "")).split(",")}
        if seen.issuperset(_marks(near, mine)):
            return
        self.near, self.near_mine = near, mine
        if mine:
            said = _(
                "You have suggested this already, and there is no answer yet. If it is another one, send it again."
            )
            self.add_error(None, said)
        if near:
            said = _("Something like this is in the catalogue. If yours is another one, send it once more.")
            self.add_error(None, said)

    @property
    def near_shown(self) -> str:
        return ",".join(_marks(self.near, self.near_mine))

    @property
    def formal_open(self) -> bool:
        """Whether the part about formal associations stands open."""
        return self["kind"].value() == Kind.FORMAL_ASSOCIATION or any(self[name].value() for name in FORMAL)


def _marks(entries: Iterable[CatalogueEntry], suggestions: Iterable[CatalogueSuggestion]) -> list[str]:
    return [*(str(one.pk) for one in entries), *(f"s{one.pk}" for one in suggestions)]


def same_entry(name: str, city: str) -> CatalogueEntry | None:
    """The published entry of this name, or with it among its other names, in this city."""
    for entry in likely_doubles([name]):
        if not city or not entry.city or fold(city) == fold(entry.city):
            return entry
    return None


def likely_doubles(names: Iterable[str], among: CatalogueQuerySet | None = None) -> list[CatalogueEntry]:
    """The entries with one of these names, of whatever city, the published ones unless others are given; one query.

    Quotes, punctuation, case and spaces make no difference.
    """
    wanted = {bare(one) for one in names} - {""}
    if not wanted:
        return []
    rows = CatalogueEntry.objects.published() if among is None else among
    rows = rows.only("name", "slug", "city", "other_names", "is_published").order_by("pk")
    return [entry for entry in rows if not wanted.isdisjoint(map(bare, (entry.name, *entry.other_names)))]


def _line(channel: Channel) -> str:
    """The line of a channel, with its kind where it would not be understood without."""
    line = write_channel(channel)
    return line if is_place(line) else f"{channel.get_kind_display()}: {channel.value}"


def from_community(community: Any) -> dict[str, Any]:
    """What the form begins with for a community of one's own."""
    said = {field.name: getattr(community, field.name) for field in Described._meta.get_fields()}
    lines = [_line(one) for one in as_channels(community.channels.all())]
    return {**said, "channels_text": "\n".join(lines)}
