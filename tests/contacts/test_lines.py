"""`lines` writes what Django's own loop would, and refuses what it cannot."""

from __future__ import annotations

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.safestring import SafeString
from django.utils.translation import override

ROWS = [
    (1, "Anna {0} %s", SafeString("<b>{1}</b>"), "a note"),
    (2, "<script>'\"&", "", ""),
    (30_000, "{name}", "<i>", "\x1f0\x1f"),
]
LOAD = "{% load i18n lines ui %}"
LINE = """<li id="{{ pk }}" title="{name} {{ name }}">{% icon "lock" %}{{ name }}100%
{% translate "People" %}{{ page.path }}OPEN</li>"""
NOTE = """<p>{{ said }}NOTHING {{ note }} {% url "contacts:list" %}</p>"""


def rendered(text: str, **more: object) -> str:
    page = RequestFactory().get("/here/?{x}")
    return Template(LOAD + text).render(Context({"rows": ROWS, "page": page, **more}))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_writes_what_a_loop_would(language: str) -> None:
    inner = "{% if said %}<u>{{ said }}</u>{% endif %}"
    loop = LINE.replace("OPEN", "{% if note %}" + NOTE.replace("NOTHING", inner) + "{% endif %}")
    part = "{% part said %}<u>{{ said }}</u>{% endpart %}"
    quick = LINE.replace("OPEN", "{% part note %}" + NOTE.replace("NOTHING", part) + "{% endpart %}")
    with override(language):
        slow = rendered("{% for pk, name, said, note in rows %}" + loop + "{% endfor %}")
        assert rendered("{% lines pk name said note in rows %}" + quick + "{% endlines %}") == slow
    assert "<b>{1}</b>" in slow
    assert "&lt;script&gt;" in slow


def test_no_rows_are_no_lines() -> None:
    assert rendered("{% lines pk in rows %}<li>{{ pk }}</li>{% endlines %}", rows=[]) == ""


def test_a_piece_of_a_template_stands_in_it_with_the_token_of_the_page() -> None:
    token = "a" * 32
    text = '{% lines put_off snooze back again never in rows %}{% include "home/_snooze.html" %}{% endlines %}'
    rows = [("Put off: Anna", "/snooze/", "/back/", "", "never"), ("Put off: Boris", "/snooze/", "/", "now", "")]
    said = rendered(text, rows=rows, csrf_token=token)
    assert said.count(f'name="csrfmiddlewaretoken" value="{token}"') == 2
    anna, boris = said.split("<details")[1:]
    assert ('value="never"' in anna, 'value="now"' in anna) == (True, False)
    assert ('value="never"' in boris, 'value="now"' in boris) == (False, True)


@pytest.mark.parametrize(
    "text",
    [
        "{{ other }}",
        "{{ pk|add:1 }}",
        "{{ page.path|upper }}",
        "{% if pk %}{% endif %}",
        "{% translate pk %}",
        "{% icon pk %}",
        '{% url "contacts:contact" pk %}',
        "{% part other %}{% endpart %}",
        "{% include other %}",
        '{% include "home/_snooze.html" with back=pk %}',
    ],
)
def test_what_it_cannot_write_is_refused(text: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        rendered("{% lines pk name said note in rows %}" + text + "{% endlines %}")


@pytest.mark.parametrize("text", ["{% lines in rows %}", "{% lines pk rows %}", "{% lines pk of rows %}"])
def test_it_is_written_in_one_way(text: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        rendered(text + "{% endlines %}")
