"""The rules of the house, run instead of remembered. Each check is first shown something that breaks it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from contacts.owned import Owned
from networking.middleware import OPEN_VIEWS
from tests.routes import routes

ROOT = Path(__file__).resolve().parent.parent
CODE = [
    path
    for folder in ("contacts", "communities", "networking")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
DOORS = {"sought_of", "for_owner", "trashed"}
# Models that are everybody's, each with its reason; every other model of ours has an owner.
SHARED = {
    "User": "who signs in",
    "Instance": "says that there is a first account",
    "Invitation": "made by admins, for people without an account",
    "CatalogueEntry": "read by all, edited by admins",
    "CatalogueChange": "the history of the catalogue, for admins",
    "CatalogueChannel": "part of a catalogue entry",
    "CatalogueMerge": "what admins did to the catalogue",
    "Note": "guidance is the installation's",
    "NoteAlias": "part of a note",
    "NoteTag": "part of a note",
    "NoteLink": "part of a note",
    "NotePlace": "part of a note",
    "NoteVersion": "part of a note",
    "OldAddress": "part of a note",
    "Attachment": "guidance is the installation's",
    "VaultUpload": "what an admin brings for all",
}
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)(?![^>]*application/json)", re.I)


def unscoped_queries(source: str) -> Iterator[str]:
    """`Model.objects.something` where something is not a door, and Model has an owner."""
    owned = {model.__name__ for model in apps.get_models() if issubclass(model, Owned)}
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Attribute)
            and node.value.attr in ("objects", "_base_manager", "_default_manager")
            and isinstance(node.value.value, ast.Name)
            and node.value.value.id in owned
            and node.attr not in DOORS
        ):
            yield f"{node.value.value.id}.objects.{node.attr} in line {node.lineno}"


def test_the_scanner_sees_an_unscoped_query() -> None:
    assert list(unscoped_queries("Contact.objects.filter(pk=1)")) == ["Contact.objects.filter in line 1"]
    assert not list(unscoped_queries("Contact.objects.for_owner(user).filter(pk=1)"))


@pytest.mark.parametrize("path", [path for path in CODE if "views" in path.as_posix()], ids=str)
def test_no_view_asks_for_rows_without_their_owner(path: Path) -> None:
    assert not list(unscoped_queries(path.read_text("utf-8")))


def test_every_model_of_ours_has_an_owner_or_a_reason() -> None:
    ours = [
        model
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ("contacts", "communities", "networking")
    ]
    personal = {model.__name__ for model in ours if issubclass(model, Owned)}
    assert {"Contact", "Event"} <= personal
    through = {model.__name__ for model in ours if model._meta.auto_created}
    assert {model.__name__ for model in ours} - personal - through == set(SHARED) & {model.__name__ for model in ours}
    for model in ours:
        if issubclass(model, Owned):
            leads = [(*one.fields, *(first.name for first in one.expressions[:1]))[0] for one in model._meta.indexes]
            assert not [name for name in leads if name.lstrip("-") != "owner"], f"{model}: owner leads its indexes"


def test_no_route_answers_without_a_sign_in_but_the_open_ones(db: None) -> None:
    from tests.factories import make_user

    make_user()
    values = {
        "pk": 1,
        "slug": "x",
        "token": "x",
        "month": "2026-10",
        "span": "2026",
        "figure": "events",
        "place": "event",
        "tag": "x",
    }
    seen = 0
    for route in routes():
        if not route.is_ours or route.name in OPEN_VIEWS:
            continue
        address = reverse(route.name, kwargs={name: values.get(name, 1) for name in route.takes})
        response = Client().get(address)
        assert response.status_code == 302, route.name
        assert response.url.startswith(reverse("account_login")), route.name  # type: ignore[attr-defined]
        htmx = Client().get(address, headers={"HX-Request": "true"})
        assert htmx.headers["HX-Redirect"] == reverse("account_login"), route.name
        seen += 1
    assert seen > 20
    assert OPEN_VIEWS.keys() <= {route.name for route in routes()}


def test_the_template_check_sees_what_the_policy_forbids() -> None:
    for bad in ('<p style="x">', "<style>", '<a onclick="x">', "<script>alert(1)</script>", '<a href="javascript:x">'):
        assert INLINE.search(bad), bad
    for good in ('<script src="/static/a.js"></script>', '<script type="application/json">{}</script>'):
        assert not INLINE.search(good), good


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_templates_are_short_and_have_nothing_inline(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not INLINE.search(text)
    assert text.count("\n") <= 120


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_are_rooms_not_halls(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= 250
    assert path.name not in ("utils.py", "helpers.py", "services.py")
