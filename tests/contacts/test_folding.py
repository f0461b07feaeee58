"""A folded template says what Django's own would say, in every language."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Engine
from django.template.base import NodeList, TextNode
from django.template.loader import get_template
from django.urls import NoReverseMatch, set_script_prefix
from django.utils.translation import override

from contacts.kept_nodes import KeptExtends, KeptInclude
from contacts.templatetags import kept

PLAIN = "django.template.loaders.cached.Loader"
FOLDED = "contacts.folding.Loader"
LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
    "ui": "contacts.templatetags.ui",
    "kept": "contacts.templatetags.kept",
    "lines": "contacts.templatetags.lines",
}
TEMPLATES = {
    "base": '{% load i18n ui %}<title>{% block title %}{% translate "People" %}{% endblock %}</title>{% icon "x" %}'
    "{% block content %}{% endblock %}{# a remark #}{% comment %}another{% endcomment %}",
    "frame": '{% extends "base" %}{% block title %}{{ block.super }}{{ query }}{% endblock %}',
    "page": '{% extends "frame" %}{% load i18n lines static ui %}{% block content %}{{ block.super }}'
    '{% if person %}{% translate "Edit" %} {{ person.name }} {% url "contacts:contact" person.pk %}'
    '{% elif nobody %}{% translate "Nobody here yet" %}{% else %}{% translate "Delete" %} 100%{% endif %}'
    '{% for one in people %}{% url "contacts:edit" one %}{% translate "Edit" %}, {% include "piece" %}{% empty %}'
    '{% static "img/favicon.svg" %}{% endfor %}'
    '{% with name="Анна & Ко" %}{% include "piece" %}{% include "piece" with name="Вера" %}{% endwith %}'
    '{% include "piece" only %}{% include piece %}{% url "contacts:contact" whose as known %}[{{ known }}]'
    '{% url "contacts:contact" "7" as known %}[{{ known }}]{% url "contacts:nowhere" 7 as known %}[{{ known }}]'
    '{% translate "Events" context "short" %}|{% translate "Events" context which %}|{% translate word %}'
    '{% translate "Edit" as said %}[{{ said }}]{% translate "Edit"|upper %}{% translate "Edit" noop %}'
    "{% blocktranslate trimmed %}\n  The person is\n  on your list.\n{% endblocktranslate %}"
    "{% blocktranslate %}Nobody is found for “{{ query }}”{% endblocktranslate %}"
    "{% blocktranslate count n=n %}One{% plural %}{{ n }} of them{% endblocktranslate %}"
    "{% blocktranslate count past=n trimmed %}{{ past }} meeting was held.{% plural %}{{ past }} meetings were held."
    "{% endblocktranslate %}"
    "{% blocktranslate with done=n trimmed %}{{ done }} of 6 {{ query }} 100%{% endblocktranslate %}"
    "{% blocktranslate asvar told %}Nobody is found for “{{ query }}”{% endblocktranslate %}"
    "[{{ told }}{{ done }}{{ past }}]"
    '{% blocktranslate context "short" %}Events{% endblocktranslate %}'
    "{% blocktranslate context which %}Events{% endblocktranslate %}"
    '{% autoescape off %}{{ query }}{% translate "Edit" %}{% url "contacts:list" %}{% endautoescape %}'
    '{% language "en" %}{% translate "Edit" %}{% include "words" %}{% endlanguage %}{% include "words" %}'
    '{% url "contacts:list" as there %}{{ there }}{% url "contacts:nowhere" as nowhere %}[{{ nowhere }}]'
    "{% icon drawing %}{% icon 'dots' as drawn %}{{ drawn }}"
    '{% lines pk name in rows %}<i>{% icon "x" %} {{ name }} {{ pk }} {% translate "Edit" %}</i>{% endlines %}'
    "{% endblock %}",
    "piece": '{% load i18n %}({{ name }}{% translate "Delete" %}{% url "contacts:list" as inner %}{{ inner }})',
    "words": '{% load i18n %}{% translate "Delete" %}',
    "kept": "{% load i18n kept %}{% kept room nav.people %}{{ room }} {{ nav.people }} {{ other }} "
    '{% translate "Edit" %}{% endkept %}{{ other }}',
    "tree": '{{ node.0 }}{% for node in node.1 %}({% include "tree" %}){% endfor %}',
    "wrong": '{% if there %}{% url "contacts:nowhere" %}{% endif %}'
    '{% if here %}{% url "contacts:nowhere" 5 %}{% endif %}',
}


def _engine(loader: str) -> Engine:
    inner = ("django.template.loaders.locmem.Loader", TEMPLATES)
    builtins = ["contacts.templatetags.addresses"]
    return Engine(loaders=[(loader, [inner])], builtins=builtins, libraries=LIBRARIES)


def _said(engine: Engine, template: str, /, **context: Any) -> str:
    return engine.get_template(template).render(Context(context))


CONTEXTS: list[dict[str, Any]] = [
    {},
    {"nobody": True, "query": "<b>", "n": 3, "which": "short", "word": "Edit", "drawing": "x"},
    {"whose": 8},
    {"people": [3, "4"], "n": 1, "rows": [(1, "Анна & Ко"), (2, "{}")], "piece": "piece", "name": "a\x1f0\x1fb"},
]


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_folded_page_says_what_a_plain_one_says(context: dict[str, Any]) -> None:
    folded = _engine(FOLDED)
    wanted = {"piece": "words", "word": "Delete", "drawing": "dots", "n": 2, **context}
    said = {}
    for language in ("ru", "en", "ru"):
        with override(language):
            # Lines are compiled once a language only where the loader keeps the languages apart.
            plain = _engine(PLAIN)
            said[language] = _said(folded, "page", **wanted)
            assert said[language] == _said(plain, "page", **wanted)
            assert said[language] == _said(folded, "page", **wanted)
    assert said["ru"] != said["en"]


def test_addresses_know_under_what_the_product_stands() -> None:
    folded = _engine(FOLDED)
    assert "/contacts/7/edit/" in _said(folded, "page", people=[7], n=1, piece="words", word="Edit", drawing="x")
    set_script_prefix("/svyazi/")
    try:
        said = _said(folded, "page", people=[7], n=1, piece="words", word="Edit", drawing="x")
        assert "/svyazi/contacts/7/edit/" in said
    finally:
        set_script_prefix("/")


def test_what_is_kept_is_kept_for_its_values_and_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    folded, said = _engine(FOLDED), []
    rooms = [("a<", 1, "first"), ("a<", 1, "second"), ("a<", 2, "third"), ("b", 1, "fourth"), ("a<", 1, "fifth")]
    for room, people, other in rooms:
        with override("en"):
            said.append(_said(folded, "kept", room=room, nav={"people": people}, other=other))
    assert said == [
        "a&lt; 1 first Editfirst",
        "a&lt; 1 first Editsecond",
        "a&lt; 2 third Editthird",
        "b 1 fourth Editfourth",
        # Beyond what is kept of one place it is made anew.
        "a&lt; 1 fifth Editfifth",
    ]
    with override("ru"):
        assert "Edit" not in _said(folded, "kept", room="a<", nav={"people": 1}, other="")
        assert _said(folded, "kept").split()[0] == "Изменить"


def test_a_piece_may_include_itself() -> None:
    tree: tuple[str, Any] = ("a", [("b", [("c", [])]), ("d", [])])
    assert _said(_engine(FOLDED), "tree", node=tree) == _said(_engine(PLAIN), "tree", node=tree) == "a(b(c))(d)"


def test_a_page_that_is_not_there_is_missed_only_where_it_is_shown() -> None:
    folded = _engine(FOLDED)
    assert _said(folded, "wrong") == ""
    for shown in ("there", "here"):
        with pytest.raises(NoReverseMatch):
            _said(folded, "wrong", **{shown: True})


def test_words_and_drawings_of_a_piece_are_text_when_it_is_asked_for() -> None:
    for name in ("_head.html", "_logo.html"):
        assert [type(node) for node in _nodes(name)] == [TextNode]
    assert KeptExtends in {type(node) for node in _nodes("contacts/list.html")}
    kinds = {type(node) for node in _nodes("base.html")}
    assert KeptInclude in kinds
    with override("ru"):
        assert "Сегодня" in "".join(node.s for node in _nodes("_rooms.html") if isinstance(node, TextNode))


def _nodes(name: str) -> NodeList:
    nodes: NodeList = get_template(name).template.nodelist  # type: ignore[attr-defined]  # of Django's own backend
    return nodes
