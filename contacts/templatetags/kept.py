"""`{% kept room nav.people %}…{% endkept %}`: what stands between is made once for each set of those values.

It may hang on nothing else but the language, for which every template is compiled apart (`contacts/folding.py`). Each
process keeps its own.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()
# So many of one place are kept; then it begins anew.
MOST = 1000


class KeptNode(Node):
    def __init__(self, values: list[FilterExpression], nodelist: NodeList) -> None:
        self.values, self.nodelist = values, nodelist
        self.said: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        values = tuple([one.resolve(context, ignore_failures=True) for one in self.values])
        said = self.said.get(values)
        if said is None:
            said = self.nodelist.render(context)
            if len(self.said) >= MOST:
                self.said.clear()
            self.said[values] = said
        return said


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    _tag, *values = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode([parser.compile_filter(one) for one in values], nodelist)
