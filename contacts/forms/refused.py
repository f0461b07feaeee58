"""What a form that came back asks for, so that the page can lead there."""

from __future__ import annotations

from typing import NamedTuple

from django import forms

from contacts.forms.people import PeopleField, Question


class Place(NamedTuple):
    """Where in a form something is to be answered: the id of the field, and what it, or its row, is called."""

    at: str
    said: str


def wrong_in(form: forms.BaseForm) -> list[Place]:
    """The fields that need another look, in the order of the form."""
    return [Place(_id_of(bound), _called(bound)) for bound in _refused(form) if not _asks(bound)]


def asked_in(form: forms.BaseForm) -> list[Place]:
    """The names of whom the form asks who is meant, each by the first of its answers."""
    return [Place(one.at, one.name) for bound in _refused(form) for one in _asks(bound)]


def _refused(form: forms.BaseForm) -> list[forms.BoundField]:
    return [bound for bound in form if bound.errors and not bound.is_hidden]


def _asks(bound: forms.BoundField) -> list[Question]:
    return bound.field.questions if isinstance(bound.field, PeopleField) else []


def _id_of(bound: forms.BoundField) -> str:
    """The id of a field; of one that has several answers, that of the first of them."""
    if isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return bound.subwidgets[0].id_for_label or ""
    return bound.id_for_label


def _called(bound: forms.BoundField) -> str:
    label = str(bound.label)
    return label[:1].upper() + label[1:]
