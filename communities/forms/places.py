"""The choice of a community in a form."""

from __future__ import annotations

from html import escape
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.forms.models import ModelChoiceField
from django.utils.safestring import SafeString, mark_safe

from communities.models import Community
from contacts.prepared import prepared


class NamesSelect(forms.Select):
    """A select of rows by their names: an owner may have hundreds, and each as an object of Django's takes long."""

    names: tuple[tuple[int, str], ...] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        # The select itself, and what stands there for none, are Django's.
        around, end, _nothing = super().render(name, value, attrs, renderer).rpartition("</select>")
        chosen = str(value)
        # No name holds a NUL: so all of them are escaped at once.
        names = escape("\0".join([said for _pk, said in self.names])).split("\0")
        options = [
            f'<option value="{pk}"{" selected" if str(pk) == chosen else ""}>{said}</option>'
            for (pk, _name), said in zip(self.names, names, strict=bool(self.names))
        ]
        return mark_safe("\n".join([around.rstrip(), *options, end]))  # every name in it is escaped


def offer_names(form: forms.BaseForm, owner: AbstractBaseUser) -> None:
    """Show the owner's communities by their names alone.

    What is chosen is checked against the owner's rows as ever; a form that was sent makes its choices only if it is
    shown again.
    """
    field = form.fields["community"]
    if form.is_bound or not isinstance(field, ModelChoiceField):
        return
    select = NamesSelect(field.widget.attrs, [("", field.empty_label)] if field.empty_label is not None else [])
    select.names, select.is_required = tuple(_names(owner)), field.required
    field.widget = select


@prepared
def _names(owner: AbstractBaseUser) -> QuerySet[Community, tuple[int, str]]:
    return Community.objects.for_owner(owner).values_list("pk", "name")
