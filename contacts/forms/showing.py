"""A field of a form as every page shows it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from django import forms
from django.forms.utils import pretty_name
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from contacts.forms.choices import KeptChoices, written
from contacts.forms.rendering import attributes, escaped

_CLASSES = {"select": "form-select", "check": "form-check-input"}


def field(bound: forms.BoundField, label: str = "") -> SafeString:
    """A form field with its label, help and errors, joined by ids for those who hear the page.

    Written here and not by a template: a form has a dozen of them.
    """
    kind, own_id, errors = _kind(bound.field.widget), escaped(bound.auto_id), bound.errors
    own_label, hint = _words(bound)
    described = [f"{own_id}_error"] if errors else []
    described += [f"{own_id}_hint"] if hint else []
    attrs: dict[str, Any] = {"class": _CLASSES.get(kind, "form-control")}
    if described and kind != "choices":
        attrs["aria-describedby"] = " ".join(described)
    if errors:
        attrs["aria-invalid"] = "true"
    said = [_field_head(bound, kind, _capital(label) if label else own_label, attrs)]
    if hint:
        said.append(f'<p class="form-hint" id="{own_id}_hint">{hint}</p>')
    if errors:
        wrong = "".join([f"{escaped(error)} " for error in errors])
        said.append(f'<p class="form-error" id="{own_id}_error">{wrong}</p>')
    return mark_safe("\n".join([*said, "</fieldset>" if kind == "choices" else "</div>"]))  # every text is escaped


def _field_head(bound: forms.BoundField, kind: str, label: str, attrs: dict[str, Any]) -> str:
    """What stands above the help of a field: its label and itself, or all the choices one by one."""
    if kind == "choices":
        wrong = f' aria-describedby="{escaped(bound.auto_id)}_error"' if bound.errors else ""
        choices = "".join(
            f'<label class="choice" for="{escaped(one.id_for_label)}">{one.tag()}'
            f"<span>{escaped(one.choice_label)}</span></label>"
            for one in bound
        )
        legend = f'<legend class="form-label">{label}</legend>'
        return f'<fieldset class="field-block"{wrong}>{legend}\n<div class="choice-row">{choices}</div>'
    to = escaped(bound.id_for_label)
    control = select(bound, attrs) if type(bound.field.widget) is forms.Select else bound.as_widget(attrs=attrs)
    if kind == "check":
        return f'<div class="field-block"><label class="form-check" for="{to}">{control} <span>{label}</span></label>'
    return f'<div class="field-block"><label class="form-label" for="{to}">{label}</label>\n{control}'


def select(bound: forms.BoundField, attrs: dict[str, Any]) -> SafeString:
    """A list to choose one from, as Django writes it without a record for each of its lines."""
    widget = bound.field.widget
    choices = getattr(widget, "choices", ())
    shown = {**widget.attrs, **bound.build_widget_attrs(attrs)}
    if bound.auto_id:
        shown.setdefault("id", bound.auto_id)
    chosen: str | None = escaped((widget.format_value(bound.value()) or [""])[0])
    said = [f'<select name="{escaped(bound.html_name)}"{attributes(shown)}>']
    for group, options in choices.written(get_language()) if isinstance(choices, KeptChoices) else written(choices):
        said += [f'<optgroup label="{group}">'] if group else []
        for value, label in options:
            # Of several with one value the first is the chosen one.
            mark, chosen = (" selected", None) if value == chosen else ("", chosen)
            said.append(f'<option value="{value}"{mark}>{label}</option>')
        said += ["</optgroup>"] if group else []
    return mark_safe("\n".join([*said, "</select>"]))  # every text is escaped


def _words(bound: forms.BoundField) -> tuple[str, str]:
    """The label and the help of a field, escaped; those that every form of the class has are translated once."""
    own, common = bound.field, cast(Any, type(bound.form)).base_fields.get(bound.name)
    if common is not None and common.label is own.label and common.help_text is own.help_text:
        return _kept_words(common, bound.name, get_language())
    return _words_of(own, bound.name)


@lru_cache(maxsize=4096)
def _kept_words(common: forms.Field, name: str, _language: str | None) -> tuple[str, str]:
    return _words_of(common, name)


def _words_of(own: forms.Field, name: str) -> tuple[str, str]:
    return _capital(str(pretty_name(name) if own.label is None else own.label)), escaped(own.help_text or "")


def _capital(label: str) -> str:
    return escaped(label[:1].upper() + label[1:])


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "select" if isinstance(widget, forms.Select) else "text"
