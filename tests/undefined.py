"""Which names templates show, or hand on, that nobody gave them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.template import engines
from django.template.base import Node, Origin
from django.template.context import Context


class Undefined(str):
    """Stands for `string_if_invalid`: shows nothing, as in the product, and keeps what was asked for."""

    names: set[str]
    here: str

    def __new__(cls) -> Undefined:
        # Django asks only a text with a place for the name.
        made = super().__new__(cls, "%s")
        made.names, made.here = set(), ""
        return made

    def __mod__(self, name: object) -> str:
        self.names.add(f"{name} in {self.here}")
        return ""


def _place(node: Node) -> str:
    origin: Origin | None = getattr(node, "origin", None)
    return f"{origin.template_name!s}:{node.token.lineno}" if origin and node.token else "a template"


@contextmanager
def undefined_names() -> Iterator[set[str]]:
    """The names so far, each with its place. What stands in `{% if %}` and `{% for %}` may be missing."""
    undefined, render = Undefined(), Node.render_annotated

    def watched(node: Node, context: Context) -> Any:
        before, undefined.here = undefined.here, _place(node)
        try:
            return render(node, context)
        finally:
            undefined.here = before

    django: Any = engines["django"]
    with (
        mock.patch.object(Node, "render_annotated", watched),
        mock.patch.object(django.engine, "string_if_invalid", undefined),
    ):
        yield undefined.names
