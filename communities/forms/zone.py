"""The choice of a time zone: four hundred options that are the same for everybody, written once for a language."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contacts import zones


def zone_choices(kept: str = "") -> list[tuple[str, Any]]:
    """The zones to choose from, the owner's first; one that is kept stands there even if no list has it."""
    offered: list[tuple[str, Any]] = [("", _("the same as mine")), *zones.choices()]
    known = {zone for _group, cities in offered[1:] for zone, _city in cities}
    return offered if not kept or kept in known else [*offered, (kept, zones.city_of(kept))]


class ZoneSelect(forms.Select):
    """A select of zones that marks the chosen one among options written before."""

    kept = ""

    def use_required_attribute(self, initial: Any) -> bool:
        """The first choice is none, always; Django would make all of them to look at it."""
        return not self.is_hidden

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        around = forms.Select(self.attrs).render(name, None, attrs, renderer)
        chosen = f'<option value="{escape(value or "")}"'
        options = _options(self.kept, get_language(), renderer).replace(f"{chosen}>", f"{chosen} selected>", 1)
        # Both halves were written by Django's own widget.
        return mark_safe(f"{around.partition('>')[0]}>{options}")


class ZoneField(forms.ChoiceField):
    """A time zone by its name, empty for the owner's own."""

    widget = ZoneSelect

    def keep(self, kept: str) -> None:
        """Offer this zone even if no list has it."""
        self.choices = partial(zone_choices, kept)
        if isinstance(self.widget, ZoneSelect):
            self.widget.kept = kept


@lru_cache(maxsize=64)
def _options(kept: str, _language: str | None, renderer: Any) -> str:
    """Options without any mark, and the end of the select, in the language that is active."""
    written = forms.Select(choices=zone_choices(kept)).render("zone", "-", None, renderer)
    return written.partition(">")[2]
