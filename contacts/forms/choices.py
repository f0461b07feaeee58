"""What is offered to choose from, where every form of a class offers the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from typing import Any, Self, cast

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.models import ModelChoiceField
from django.utils.choices import BaseChoiceIterator, CallableChoiceIterator
from django.utils.translation import gettext_lazy as _

from contacts.forms.rendering import escaped

_DASHES = BLANK_CHOICE_DASH[0]


# What a group is called, or None, and its values with what they are called, all escaped.
Group = tuple[str | None, list[tuple[str, str]]]


class KeptChoices(BaseChoiceIterator):
    """Choices that are put together once: Django copies a list of them, label by label, for every form."""

    def __init__(self, offered: Iterable[tuple[Any, Any]]) -> None:
        self.offered = tuple(offered)
        self._written: dict[str | None, list[Group]] = {}

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self.offered)

    def written(self, language: str | None) -> list[Group]:
        """What `written` answers, put together once for each language."""
        if (found := self._written.get(language)) is None:
            found = self._written[language] = written(self.offered)
        return found

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


def written(choices: Iterable[tuple[Any, Any]]) -> list[Group]:
    """Choices as a page shows them: those without a group stand in one without a name."""
    groups: list[Group] = []
    for value, label in choices:
        if isinstance(label, list | tuple):
            groups.append((escaped(value), [_option(*one) for one in label]))
        else:
            groups.append((None, [_option(value, label)]))
    return groups


def _option(value: Any, label: Any) -> tuple[str, str]:
    return "" if value is None else escape(str(value)), escaped(label)


@cache
def say_what_is_not_chosen(form: type[Any]) -> None:
    """In all forms of a class, words where Django offers a line of dashes."""
    field: forms.Field
    for field in form.base_fields.values():
        if isinstance(field, ModelChoiceField):
            field.empty_label = _("not chosen") if field.empty_label == _DASHES[1] else field.empty_label
        elif isinstance(field, forms.ChoiceField) and not isinstance(field.choices, CallableChoiceIterator):
            offered = cast(Iterable[tuple[Any, Any]], field.choices)
            field.choices = KeptChoices(
                (value, _("not chosen") if (value, label) == _DASHES else label) for value, label in offered
            )
