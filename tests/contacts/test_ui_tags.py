from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from contacts.templatetags import ui

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "russian", "english"),
    [
        (date(2026, 11, 20), "сегодня", "today"),
        (date(2026, 11, 19), "вчера", "yesterday"),
        (date(2026, 11, 21), "завтра", "tomorrow"),
        (date(2026, 11, 23), "через 3 дня", "in 3 days"),
        (date(2026, 11, 25), "через 5 дней", "in 5 days"),
        (date(2026, 11, 18), "2 дня назад", "2 days ago"),
        (date(2026, 11, 12), "12 ноября", "12 November"),
        (date(2025, 3, 1), "1 марта 2025", "1 March 2025"),
    ],
)
def test_days_as_people_say_them(day: date, russian: str, english: str) -> None:
    for language, said in (("ru", russian), ("en", english)):
        with translation.override(language):
            html = str(ui.when(day, TODAY))
        assert f">{said}</time>" in html
        assert f'datetime="{day.isoformat()}"' in html


def test_a_moment_is_said_in_the_zone_of_its_reader() -> None:
    late = datetime(2026, 11, 19, 22, 30, tzinfo=UTC)
    with translation.override("ru"), timezone.override("Europe/Moscow"):
        assert ">сегодня<" in str(ui.when(late, TODAY))
    with translation.override("ru"), timezone.override("UTC"):
        assert ">вчера<" in str(ui.when(late, TODAY))
    assert ui.when(None, TODAY) == ""


@pytest.mark.parametrize(("number", "said"), [(3, "+3"), (-1, "−1"), (0, "0"), (1.5, "+1,5"), (None, "")])
def test_signed(number: float | None, said: str) -> None:
    with translation.override("ru"):
        assert ui.signed(number) == said


def test_no_rating_is_not_zero() -> None:
    with translation.override("ru"):
        assert ui.dots(None) == "нет оценки"
        assert str(ui.dots(3)).count('class="on"') == 3
        assert 'aria-label="3 из 5"' in str(ui.dots(3))


def test_what_is_late_says_by_how_much() -> None:
    with translation.override("ru"):
        assert ">просрочено на 2 дня<" in str(ui.due(date(2026, 11, 18), TODAY))
        assert ">сегодня<" in str(ui.due(TODAY, TODAY))
        assert ui.due(None, TODAY) == ""


def test_names_are_escaped_everywhere() -> None:
    assert "<" not in str(ui.avatar("<script> x", 1)).replace("<span", "").replace("</span>", "")
    assert ">АО<" in ui.avatar("АРПП «Отечественный софт»", 1)


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://evil.example/p.png)",
        '<a href="x" onclick="alert(1)">x</a>',
        '<div hx-get="/log/" data-hx-trigger="load">x</div>',
        '<p style="position:fixed">x</p>',
        "<svg/onload=alert(1)>",
    ],
)
def test_user_text_brings_nothing_that_runs(payload: str) -> None:
    from html.parser import HTMLParser

    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(str(ui.markdown(payload)))
    for tag, attrs in found:
        assert tag in ("p", "br", "a", "em", "strong", "pre", "code")
        assert not attrs.keys() - {"href", "rel"}
        assert not (attrs.get("href") or "").lower().startswith(("javascript", "data"))


def test_markdown_keeps_what_it_should() -> None:
    html = str(ui.markdown("**важно** и [ссылка](https://example.org)\n\n- раз\n- два"))
    assert "<strong>важно</strong>" in html
    assert 'href="https://example.org"' in html
    assert html.count("<li>") == 2


def test_field_joins_label_help_and_error() -> None:
    from networking.accounts.models import User
    from networking.home.forms import QuickLogForm

    form = QuickLogForm({"who": "", "key": "x"}, owner=User(pk=1), today=TODAY)
    html = Template("{% load ui %}{% field form.day %}{% field form.who %}").render(Context({"form": form}))
    assert 'for="id_day"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_day_error"' in html
    assert 'aria-describedby="id_who_error id_who_hint"' in html


def test_undo_addresses_come_from_tags_of_ours_only() -> None:
    assert ui.undo_address("undo:12 success") == "/contacts/trash/12/undo/"
    assert ui.undo_address("reopen:7") == "/contacts/promises/7/reopen/"
    assert ui.undo_address("undo:../../x") == ""
    assert ui.undo_address(None) == ""
