"""`{% lines pk name in rows %}…{% endlines %}`: a loop for long lists of lines that are alike.

What a line looks like stands in the template, as ever; what it says was made ready before. So a line is put together in
one step, where Django's `for` would resolve, localise and escape each of its variables anew. In it stand the names of
a row and what is the same in each: words, icons, addresses without ids, `{{ request.path }}` and other dotted names of
the page, pieces of that kind. `{% part name %}…{% endpart %}` is left out where the row says nothing under that name.
Words are those of the language in which the template is compiled, see `contacts/folding.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

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


class PartNode(Node):
    """A part of a line that `LinesNode` takes to pieces."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist


class LinesNode(Node):
    """Rows of texts and whole numbers, in the order of the names."""

    def __init__(self, names: list[str], rows: FilterExpression, nodelist: NodeList) -> None:
        self.rows = rows
        self.places = {name: place for place, name in enumerate(names)}
        # Nodes that say the same in every line, and parts: the place of the name they hang on, and their text.
        self.same: list[Node] = []
        self.parts: list[tuple[int, str]] = []
        self.line = self._pattern(nodelist)

    def render(self, context: Context) -> SafeString:
        same, parts = [str(node.render_annotated(context)) for node in self.same], []
        line = self._with(same, self.line)
        parts = [(place, self._with(same, text).format) for place, text in self.parts]
        return SafeString("".join([_filled(line.format, parts, row) for row in self.rows.resolve(context)]))

    def _with(self, same: list[str], pattern: str) -> str:
        """A pattern with what is the same in every line."""
        for place, said in enumerate(same):
            pattern = pattern.replace(f"\x1f{place}\x1f", said.replace("{", "{{").replace("}", "}}"))
        return pattern

    def _pattern(self, nodelist: NodeList) -> str:
        return "".join(map(self._piece, nodelist))

    def _piece(self, node: Node) -> str:
        if isinstance(node, PartNode):
            text = self._pattern(node.nodelist)
            self.parts.append((self._place(node.name), text))
            return f"{{{len(self.places) + len(self.parts) - 1}}}"
        if isinstance(node, IncludeNode) and text_of(node.template) and not node.extra_context:
            return self._pattern(Engine.get_default().get_template(text_of(node.template)).nodelist)
        if (words := constant(node)) is not None:
            return words.replace("{", "{{").replace("}", "}}")
        if _is_same(node):
            self.same.append(node)
            return f"\x1f{len(self.same) - 1}\x1f"
        said = node.filter_expression.token if isinstance(node, VariableNode) else repr(node)
        return f"{{{self._place(said)}}}"

    def _place(self, said: str) -> int:
        if said not in self.places:
            raise TemplateSyntaxError(f"In `lines` stand the names of its row, words and icons alone, not {said}.")
        return self.places[said]


def _is_same(node: Node) -> bool:
    """Whether a node says the same in every line of a page: it depends on no name of the row."""
    match node:
        case CsrfTokenNode():
            return True
        case VariableNode():
            return "." in node.filter_expression.token and not node.filter_expression.filters
    return False


def _filled(line: Any, parts: list[tuple[int, Any]], row: Sequence[Any]) -> str:
    said = [one if type(one) is SafeString or one == "" else escape(str(one)) for one in row]
    for place, part in parts:
        said.append(part(*said) if said[place] else "")
    return str(line(*said))


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
