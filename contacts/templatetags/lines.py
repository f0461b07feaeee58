"""`{% lines pk name in rows %}…{% endlines %}`: a loop for long lists of lines that are alike.

What a line looks like stands in the template, as ever; what it says was made ready before. So a line is put together in
one step, where Django's `for` would resolve, localise and escape each of its variables anew. In it stand the names of
a row and what is the same in each: words, icons, addresses without ids, `{{ request.path }}` and other dotted names of
the page, pieces of that kind. `{% part name %}…{% endpart %}` is left out where the row says nothing under that name.
Words are those of the language in which the template is compiled, see `contacts/folding.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from html import escape
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, VariableNode
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.template.engine import Engine
from django.template.exceptions import TemplateSyntaxError
from django.template.loader_tags import IncludeNode
from django.utils.safestring import SafeString

from contacts.folding import constant
from contacts.kept_nodes import text_of

register = template.Library()
_to_be_escaped = re.compile("[&<>\"']").search


class PartNode(Node):
    """A part of a line that `LinesNode` takes to pieces."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist


class _Same(NamedTuple):
    """The place of what says the same in every line of a page."""

    place: int


# A text, the place of a name or a part in the row, or of what is known when a page is shown.
_Piece = str | int | _Same


class _Line:
    """Texts and between them places for values; of a line that a page fills it holds the values of a row."""

    def __init__(self, whole: list[str], places: Callable[[Sequence[str]], Iterable[str]]) -> None:
        self.whole, self.places = whole, places

    @classmethod
    def of(cls, pieces: Iterable[_Piece], same: int) -> _Line:
        """A line of pieces; before the values of a row stand as many that are the same in each."""
        texts, places = [""], []
        for piece in pieces:
            if isinstance(piece, str):
                texts[-1] += piece
            else:
                places.append(piece.place if isinstance(piece, _Same) else piece + same)
                texts.append("")
        whole = [*chain.from_iterable(zip(texts, [*map(str, places), ""], strict=True))]
        return cls(whole, itemgetter(*places) if len(places) > 1 else partial(_few, places))

    def to_fill(self) -> _Line:
        """One for a page alone: others may be filled at the same time."""
        return _Line([*self.whole], self.places)

    def filled(self, values: Sequence[str]) -> str:
        self.whole[1:-1:2] = self.places(values)
        return "".join(self.whole)


def _few(places: Sequence[int], values: Sequence[str]) -> list[str]:
    """What `itemgetter` says of more than one place."""
    return [values[place] for place in places]


class LinesNode(Node):
    """Rows of texts and whole numbers, in the order of the names."""

    def __init__(self, names: list[str], rows: FilterExpression, nodelist: NodeList) -> None:
        self.rows = rows
        self.names = {name: place for place, name in enumerate(names)}
        # Nodes that say the same in every line, and parts: the place of the name they hang on, and their pieces.
        self.same: list[Node] = []
        parts: list[tuple[int, list[_Piece]]] = []
        pieces = self._pieces(nodelist, parts)
        self.line = _Line.of(pieces, len(self.same))
        self.parts = [(place + len(self.same), _Line.of(part, len(self.same))) for place, part in parts]

    def render(self, context: Context) -> SafeString:
        same = [str(node.render_annotated(context)) for node in self.same]
        parts = [(place, part.to_fill()) for place, part in self.parts]
        line, said = self.line.to_fill(), []
        for row in self.rows.resolve(context):
            values = [*same, *[one if type(one) is SafeString or one == "" else _escaped(one) for one in row]]
            for place, part in parts:
                values.append(part.filled(values) if values[place] else "")
            said.append(line.filled(values))
        return SafeString("".join(said))

    def _pieces(self, nodelist: NodeList, parts: list[tuple[int, list[_Piece]]]) -> list[_Piece]:
        return [piece for node in nodelist for piece in self._of(node, parts)]

    def _of(self, node: Node, parts: list[tuple[int, list[_Piece]]]) -> list[_Piece]:
        if isinstance(node, PartNode):
            pieces = self._pieces(node.nodelist, parts)
            parts.append((self._place(node.name), pieces))
            return [len(self.names) + len(parts) - 1]
        if isinstance(node, IncludeNode) and text_of(node.template) and not node.extra_context:
            return self._pieces(Engine.get_default().get_template(text_of(node.template)).nodelist, parts)
        if (words := constant(node)) is not None:
            return [words]
        if _is_same(node):
            self.same.append(node)
            return [_Same(len(self.same) - 1)]
        return [self._place(node.filter_expression.token if isinstance(node, VariableNode) else repr(node))]

    def _place(self, said: str) -> int:
        if said not in self.names:
            raise TemplateSyntaxError(f"In `lines` stand the names of its row, words and icons alone, not {said}.")
        return self.names[said]


def _is_same(node: Node) -> bool:
    """Whether a node says the same in every line of a page: it depends on no name of the row."""
    match node:
        case CsrfTokenNode():
            return True
        case VariableNode():
            return "." in node.filter_expression.token and not node.filter_expression.filters
    return False


def _escaped(value: Any) -> str:
    """To look whether anything is to be escaped takes half the time of escaping, and mostly nothing is."""
    said = str(value)
    return escape(said) if _to_be_escaped(said) else said


@register.tag
def lines(parser: Parser, token: Token) -> LinesNode:
    _tag, *names, word, rows = token.split_contents()
    if word != "in" or not names:
        raise TemplateSyntaxError("`lines` is written as: lines name other_name in rows")
    nodelist = parser.parse(("endlines",))
    parser.delete_first_token()
    return LinesNode(names, parser.compile_filter(rows), nodelist)


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(name, nodelist)
