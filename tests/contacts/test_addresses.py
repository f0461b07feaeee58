"""Addresses that are looked up once are those that Django gives."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.template import Context, RequestContext, Template
from django.template.defaulttags import querystring as django_querystring
from django.test import RequestFactory
from django.urls import NoReverseMatch, get_resolver, reverse, set_script_prefix
from django.urls.converters import IntConverter
from hypothesis import given
from hypothesis import strategies as st

from contacts.addresses import address
from contacts.templatetags.addresses import querystring


def _routes() -> list[tuple[str, int]]:
    """Every named route whose arguments are whole numbers, with how many it has."""
    found = []
    for space, (_prefix, resolver) in get_resolver().namespace_dict.items():
        for name in (one for one in resolver.reverse_dict if isinstance(one, str)):
            for possibilities, _pattern, _defaults, converters in resolver.reverse_dict.getlist(name):
                wanted = possibilities[0][1]
                if all(isinstance(converters.get(one), IntConverter) for one in wanted):
                    found.append((f"{space}:{name}", len(wanted)))
    return found


def test_an_address_is_what_reverse_says() -> None:
    routes = _routes()
    assert len(routes) > 150
    for route, how_many in routes:
        for ids in ([7, 12, 5], [1, 987_654_000, 2]):
            args = ids[:how_many]
            assert address(route, *args) == reverse(route, args=args)
            tag = Template("{% url route " + " ".join(map(str, args)) + " %}")
            assert tag.render(Context({"route": route})) == reverse(route, args=args)
            kept = Template("{% url route " + " ".join(map(str, args)) + " as there %}[{{ there }}]")
            assert kept.render(Context({"route": route})) == f"[{reverse(route, args=args)}]"


def test_an_address_knows_under_what_the_product_stands() -> None:
    assert address("contacts:contact", 5) == "/contacts/5/"
    set_script_prefix("/svyazi/")
    try:
        assert address("contacts:contact", 5) == "/svyazi/contacts/5/"
    finally:
        set_script_prefix("/")


def test_an_address_that_is_not_there_is_said() -> None:
    with pytest.raises(NoReverseMatch):
        address("contacts:contact")
    with pytest.raises(NoReverseMatch):
        Template('{% url "contacts:nowhere" 5 %}').render(Context())
    assert Template('{% url "contacts:nowhere" 5 as there %}[{{ there }}]').render(Context()) == "[]"


def test_other_arguments_are_left_to_django() -> None:
    made = Template('{% url "metrics:month" month %} {% url "contacts:contact" pk=5 %}')
    assert made.render(Context({"month": "2026-10"})) == "/metrics/2026-10/ /contacts/5/"
    kept = Template('{% url "metrics:month" month as there %}[{{ there }}]')
    assert kept.render(Context({"month": "2026-10"})) == "[/metrics/2026-10/]"
    with pytest.raises(NoReverseMatch):
        Template('{% url "contacts:contact" nobody.pk %}').render(Context())


_TEXT = st.text(max_size=8)
_ASKED = st.lists(st.tuples(st.sampled_from(["page", "q", "a&b", "я"]) | _TEXT, _TEXT), max_size=5)
_CHANGED = st.dictionaries(
    st.sampled_from(["page", "q", "я"]),
    st.none() | _TEXT | st.integers() | st.booleans() | st.lists(_TEXT, max_size=2),
    max_size=3,
)


@given(asked=_ASKED, changed=_CHANGED)
def test_what_a_page_is_asked_with_is_said_as_django_says_it(
    asked: list[tuple[str, str]], changed: dict[str, Any]
) -> None:
    request = RequestFactory().get(f"/?{urlencode(asked)}")
    for _again in range(2):
        context = RequestContext(request, {})
        assert querystring(context, **changed) == django_querystring(context, **changed)


def test_letters_that_are_not_utf_8_are_read_as_django_reads_them() -> None:
    request = RequestFactory().get("/", QUERY_STRING="q=%E9&name=\xd1\x8f&page=2")
    context = RequestContext(request, {})
    assert querystring(context, page=3) == django_querystring(context, page=3)
    tag = Template("{% querystring page=None as there %}{{ there }}")
    assert tag.render(context) == "?q=%EF%BF%BD&amp;name=%D1%8F"
