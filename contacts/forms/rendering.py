"""How widgets become HTML."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

_SELECT = "django/forms/widgets/select.html"


class QuickSelects(DjangoTemplates):
    """As Django renders widgets; a list of hundreds of options without a template for each of them."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        if template_name == _SELECT:
            return _select(context["widget"])
        return SafeString(super().render(template_name, context, request))


def _select(widget: dict[str, Any]) -> SafeString:
    """The same words as in Django's own template; whatever comes from a row or a person is escaped."""
    said = [f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        said += [f'<optgroup label="{conditional_escape(group)}">'] if group else []
        for one in options:
            value, attributes = escape(str(one["value"])), _attributes(one["attrs"])
            said.append(f'<option value="{value}"{attributes}>{conditional_escape(one["label"])}</option>')
        said += ["</optgroup>"] if group else []
    return mark_safe("\n".join([*said, "</select>"]))


def _attributes(attributes: dict[str, Any]) -> str:
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not False
    )
