"""What an admin answers to a suggestion for the catalogue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.forms.near_entries import near_entries, near_suggestions
from communities.forms.suggestion import likely_doubles
from communities.models import CatalogueEntry, CatalogueSuggestion

NEW = "new"


class AnswerForm(forms.Form):
    """What the author of a suggestion is told."""

    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        help_text=gettext_lazy("Whoever suggested it reads this."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DeclineForm(AnswerForm):
    """A no has its reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
        self.fields["answer"].error_messages["required"] = _("Say why: whoever suggested it is waiting for it.")


class AcceptForm(AnswerForm):
    """A yes, which says whether it is what the catalogue has already, where that may be."""

    same = forms.ChoiceField(
        label=gettext_lazy("Is it in the catalogue already?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("The catalogue has this name already. Say whether it is the same.")},
    )

    def __init__(self, *args: Any, suggestion: CatalogueSuggestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [suggestion.name, *suggestion.other_names] if suggestion.is_waiting else []
        self.doubles = likely_doubles(names, CatalogueEntry.objects.standing())
        self.near = near_entries(names)
        self.waiting = near_suggestions(names, CatalogueSuggestion.objects.exclude(pk=suggestion.pk))
        self.known = {str(entry.pk): entry for entry in (*self.doubles, *self.near)}
        field = self.fields["same"]
        if not self.known:
            del self.fields["same"]
        elif isinstance(field, forms.ChoiceField):
            known = [(pk, _said_of(one)) for pk, one in self.known.items()]
            field.choices = [*known, (NEW, _("No, it is a new entry"))]
            # A name that is only near is a hint; the same name is a question.
            field.required = bool(self.doubles)
            field.initial = None if self.doubles else NEW

    def clean_same(self) -> CatalogueEntry | None:
        """The entry that it is, None for a new one."""
        return self.known.get(self.cleaned_data["same"])


def _said_of(entry: CatalogueEntry) -> str:
    state = "" if entry.is_published else _("not published")
    parts = ", ".join(part for part in (entry.slug, entry.city, state) if part)
    return _("Yes, it is “%(name)s” (%(parts)s)") % {"name": entry.name, "parts": parts}
