"""Django's `url` and `querystring`, quicker where a page says the same again; builtins of every template."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.http import QueryDict
from django.template.base import Parser, Token
from django.template.context import Context, RequestContext
from django.template.defaulttags import URLNode
from django.template.defaulttags import querystring as said_anew
from django.template.defaulttags import url as parse_url
from django.urls import NoReverseMatch

from contacts.addresses import address

register = template.Library()


class AddressNode(URLNode):
    """As Django's; a name without arguments, or with ids alone, is looked up once for all requests."""

    def render(self, context: Context) -> Any:
        if self.kwargs:
            return super().render(context)
        ids = [one.resolve(context) for one in self.args]
        if not all(type(one) is int for one in ids):
            return super().render(context)
        try:
            found = address(self.view_name.resolve(context), *ids)
        except NoReverseMatch:
            return super().render(context)
        if self.asvar is None:
            return found
        context[self.asvar] = found
        return ""


@register.tag
def url(parser: Parser, token: Token) -> AddressNode:
    node = parse_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)


@register.simple_tag(takes_context=True)
def querystring(context: RequestContext, query: QueryDict | None = None, **changes: Any) -> str:
    """As Django's; what a page was asked with, and what a link of it changes there, are put together once."""
    if query is not None or not all(value is None or isinstance(value, str | int) for value in changes.values()):
        return said_anew(context, query, **changes)
    said = [(name, None if value is None else str(value)) for name, value in changes.items()]
    return _changed(context.request.META.get("QUERY_STRING", ""), tuple(said))


@lru_cache(maxsize=1024)
def _changed(asked: str, changes: tuple[tuple[str, str | None], ...]) -> str:
    # The server hands the bytes of an address on as so many letters.
    query = QueryDict(asked.encode("iso-8859-1"), mutable=True)
    said_before = bool(query)
    for name, value in changes:
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query or said_before else ""
