"""A field of a form as every page shows it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe

from contacts.forms.rendering import escaped


def field(bound: forms.BoundField, label: str = "") -> SafeString:
    """A form field with its label, help and errors, joined by ids for those who hear the page.

    Written here and not by a template: a form has a dozen of them.
    """
    widget = bound.field.widget
    kind, own_id, errors = _kind(widget), escaped(bound.auto_id), bound.errors
    described = [f"{own_id}_error"] if errors else []
    described += [f"{own_id}_hint"] if bound.help_text else []
    attrs: dict[str, Any] = {"class": {"select": "form-select", "check": "form-check-input"}.get(kind, "form-control")}
    if described and kind != "choices":
        attrs["aria-describedby"] = " ".join(described)
    if errors:
        attrs["aria-invalid"] = "true"
    text = label or str(bound.label)
    said = [_field_head(bound, kind, escaped(text[:1].upper() + text[1:]), attrs)]
    if bound.help_text:
        said.append(f'<p class="form-hint" id="{own_id}_hint">{escaped(bound.help_text)}</p>')
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
    control, to = bound.as_widget(attrs=attrs), escaped(bound.id_for_label)
    if kind == "check":
        return f'<div class="field-block"><label class="form-check" for="{to}">{control} <span>{label}</span></label>'
    return f'<div class="field-block"><label class="form-label" for="{to}">{label}</label>\n{control}'


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "select" if isinstance(widget, forms.Select) else "text"
