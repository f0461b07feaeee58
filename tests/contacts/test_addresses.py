"""Addresses that are looked up once are those that Django gives."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, get_resolver, reverse, set_script_prefix
from django.urls.converters import IntConverter

from contacts.addresses import address


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
