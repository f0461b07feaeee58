"""How widgets become HTML."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any

from django.forms import HiddenInput
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorList
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_PLAIN = ("text", "hidden", "number", "date", "time", "email", "url", "search", "tel", "checkbox")
_OPTIONS = ("radio_option", "checkbox_option")


@cache
def _nothing_wrong() -> ErrorList:
    """What fields say of which nothing is wrong: nobody adds to it."""
    return ErrorList()


class QuickField(BoundField):
    """A field as Django has it, which makes no list of errors anew each time that it is asked for one."""

    @property
    def errors(self) -> ErrorList:
        return self.form.errors.get(self.name) or _nothing_wrong()

    def __str__(self) -> SafeString:
        if type(self.field.widget) is not HiddenInput or self.field.disabled or self.field.show_hidden_initial:
            return SafeString(super().__str__())
        widget = self.field.widget
        shown = {**widget.attrs, **({"id": self.auto_id} if self.auto_id else {})}
        value = widget.format_value(self.value())
        return _input({"type": "hidden", "name": self.html_name, "value": value, "attrs": shown})


class QuickWidgets(DjangoTemplates):
    """As Django renders widgets; fields, and lists of hundreds of options, without a template for each of them."""

    bound_field_class = QuickField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        # One of several choices with its label around it is left to Django's template: no form of ours shows it so.
        if (write := _WRITTEN.get(template_name)) and not context["widget"].get("wrap_label"):
            return write(context["widget"])
        return SafeString(super().render(template_name, context, request))


def escaped(value: Any) -> str:
    """As Django escapes; most are plain texts and whole numbers, of which it would ask first whether they are lazy."""
    kind = type(value)
    if kind is str:
        return escape(value)
    return str(value) if kind is int else str(conditional_escape(value))


def _input(widget: dict[str, Any]) -> SafeString:
    value = widget["value"]
    said = "" if value is None else f' value="{escaped(value)}"'
    name = escaped(widget["name"])
    return mark_safe(f'<input type="{escaped(widget["type"])}" name="{name}"{said}{attributes(widget["attrs"])}>')


def _textarea(widget: dict[str, Any]) -> SafeString:
    said = escaped(widget["value"]) if widget["value"] else ""
    return mark_safe(f'<textarea name="{escaped(widget["name"])}"{attributes(widget["attrs"])}>\n{said}</textarea>')


def _select(widget: dict[str, Any]) -> SafeString:
    """The same words as in Django's own template; whatever comes from a row or a person is escaped."""
    said = [f'<select name="{escaped(widget["name"])}"{attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        said += [f'<optgroup label="{escaped(group)}">'] if group else []
        for one in options:
            value, marked = escape(str(one["value"])), attributes(one["attrs"])
            said.append(f'<option value="{value}"{marked}>{escaped(one["label"])}</option>')
        said += ["</optgroup>"] if group else []
    return mark_safe("\n".join([*said, "</select>"]))


def attributes(attributes: dict[str, Any]) -> str:
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


_WRITTEN: dict[str, Callable[[dict[str, Any]], SafeString]] = {
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
    **{f"django/forms/widgets/{name}.html": _input for name in (*_PLAIN, *_OPTIONS)},
}
