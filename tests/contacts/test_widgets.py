"""Fields and lists of options are written as Django writes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.forms.rendering import QuickWidgets

WORDS = st.text(alphabet="ab<>&\"' я", min_size=1, max_size=6)
PAIRS = st.tuples(WORDS | st.integers(), WORDS)
CHOICES = st.lists(PAIRS | st.tuples(WORDS, st.lists(PAIRS, max_size=3)), max_size=4)
ATTRS = st.dictionaries(st.sampled_from(["id", "class", "required", "disabled"]), WORDS | st.booleans(), max_size=3)


@settings(deadline=None)
@given(CHOICES, ATTRS, WORDS)
def test_a_select_reads_as_django_writes_it(choices: list[Any], attrs: dict[str, Any], chosen: str) -> None:
    for kind in (forms.Select, forms.SelectMultiple):
        widget = kind(choices=choices)
        value = chosen if kind is forms.Select else [chosen]
        known, ours = (widget.render("one", value, attrs, renderer=one()) for one in (DjangoTemplates, QuickWidgets))
        assert "".join(line.strip() for line in ours.splitlines()) == "".join(
            line.strip() for line in known.splitlines()
        )


@settings(deadline=None)
@given(WORDS | st.integers() | st.none() | WORDS.map(mark_safe) | st.dates(), ATTRS)
def test_a_field_reads_as_django_writes_it(value: Any, attrs: dict[str, Any]) -> None:
    for widget in (
        forms.TextInput(), forms.HiddenInput(), forms.NumberInput(), forms.DateInput(), forms.TimeInput(),
        forms.EmailInput(), forms.URLInput(), forms.CheckboxInput(), forms.Textarea(), forms.PasswordInput(),
    ):  # fmt: skip
        known, ours = (widget.render("one", value, attrs, renderer=one()) for one in (DjangoTemplates, QuickWidgets))
        assert ours == known


def test_what_is_typed_stays_words() -> None:
    assert forms.TextInput().render("one", "<b>", renderer=QuickWidgets()) == (
        '<input type="text" name="one" value="&lt;b&gt;">'
    )
