"""Nothing of a note runs, posts or loads, wherever in the note it stands."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

from contacts.markdown import render
from networking.guidance.models import Note
from tests.guidance.folders import bring, html_of
from tests.guidance.payloads import PAYLOADS

FORBIDDEN_TAGS = {
    "script", "style", "iframe", "object", "embed", "svg", "math", "form", "input", "button", "link", "meta", "base",
    "img", "video", "audio", "source", "textarea", "template", "noscript",
}  # fmt: skip
# What the pages themselves have round the notes: the search, its icon, addresses on the page, words for htmx.
OWN_MARKUP = {"svg", "form", "input", "button", "data-search", "action", "data-hx-disable", "data-hx-get",
              "data-hx-target", "data-hx-swap", "data-hx-push-url", "data-hx-trigger",
              "id=notes", "id=note-search", "id=backlinks",
              "id=take", "id=take-it", "id=related", "id=id_section", "id=id_where", "select", "option", "label",
              "data-hx-post", "data-submit-once", "data-previews", "data-preview"}  # fmt: skip
OWN_ADDRESSES = ("href=?folder=", "href=?page=", "href=/static/vendor/icons.svg#")
PLACES = {
    "body": "{0}",
    "heading": "## {0}",
    "callout": "> [!tip] {0}\n> {0}",
    "folded callout": "> [!tip]- {0}\n> {0}",
    "list": "- [ ] {0}",
    "cell": "| а |\n|---|\n| {0} |",
    "mark": "==а {0}==",
    "link text": "[[Цель|{0}]]",
    "link name": "[[{0}]]",
    "footnote": "а[^q]\n\n[^q]: {0}",
    "embed": "![[Цель]] {0} ![[Цель#{0}]]",
    "kind of callout": "> [!{0}] а\n> б",
    "name of a block": "а ^{0}",
}


class Danger(HTMLParser):
    """Collects what could run, load or post."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN_TAGS:
            self.found.append(tag)
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            if name.startswith(("on", "hx-", "data-")) or name in ("style", "src", "srcdoc", "action", "formaction"):
                self.found.append(name)
            if name == "href" and not address.startswith(("/guidance/", "#h-", "#b-", "#fn", "https://", "http://")):
                self.found.append(f"{name}={value}")
            if name == "id" and not (value or "").startswith(("h-", "b-", "fn")):
                self.found.append(f"{name}={value}")


def dangers(html: str) -> list[str]:
    parser = Danger()
    parser.feed(html)
    parser.close()
    return parser.found


def test_the_search_for_danger_finds_it() -> None:
    for payload in (
        "<script>",
        "<img src=x onerror=y>",
        "<a href='javascript:x'>",
        "<p style='x'>",
        "<p data-hx-get=x>",
    ):
        assert dangers(payload), payload
    assert len(set(PAYLOADS)) >= 300


@pytest.mark.parametrize("place", PLACES)
def test_nothing_survives_in_the_text(db: None, tmp_path: Path, place: str) -> None:
    files: dict[str, str | bytes] = {
        f"{number}.md": PLACES[place].format(payload if place == "body" else payload.replace("\n", " "))
        for number, payload in enumerate(PAYLOADS)
    }
    bring(tmp_path, {**files, "Цель.md": "ц"})
    for note in Note.objects.all():
        assert not dangers(note.html), (place, note.body)


def test_nothing_survives_in_titles_aliases_tags_and_lists(client_of_owner: Client, tmp_path: Path) -> None:
    quoted = ["'" + payload.replace("'", "''").replace("\n", " ") + "'" for payload in PAYLOADS]
    files: dict[str, str | bytes] = {
        f"{number}.md": f"---\ntitle: {one}\naliases: [{one}]\ntags: [{one}]\nshows_on: event\n---\n{payload} [[Цель]]"
        for number, (one, payload) in enumerate(zip(quoted, PAYLOADS, strict=True))
    }
    assert not bring(tmp_path, {**files, "Цель.md": "ц"}).problems
    addresses = [note.get_absolute_url() for note in Note.objects.all()]
    lists = [f"/guidance/?page={number}" for number in range(1, len(addresses) // 60 + 2)]
    for address in [*addresses, *lists, "/guidance/missing/", "/guidance/for/event/"]:
        htmx = {"HX-Request": "true"} if "/for/" in address else {}
        page = client_of_owner.get(address, headers=htmx).content.decode()
        main = page.partition("<main")[2].partition(">")[2].partition("</main>")[0] or page
        assert len(main) > 100, address
        assert not [
            found for found in dangers(main) if found not in OWN_MARKUP and not found.startswith(OWN_ADDRESSES)
        ], address


def test_short_texts_of_people() -> None:
    for payload in PAYLOADS:
        assert not [found for found in dangers(render(payload)) if found != "id"], payload
    assert render("**а**\nб [в](tg://resolve?domain=x)") == (
        '<p><strong>а</strong><br>\nб <a href="tg://resolve?domain=x" rel="noopener noreferrer">в</a></p>\n'
    )
    assert render("  \n ") == ""
    assert "<h1" not in render("# не заголовок")


def test_what_is_nested_too_deeply_to_be_shown_is_told_with_its_line(db: None, tmp_path: Path) -> None:
    deep = f"---\na: 1\n---\nдо\n\n{'>' * 10_000} x\n\nпосле"
    told = bring(tmp_path, {"Глубоко.md": deep, "Мелко.md": f"{'>' * 99} x\n\n{'[' * 10_000}"})
    assert [(one.path, one.reason, one.line) for one in told.problems] == [
        ("Глубоко.md", "nested too deeply: what stands there is left out", 6)
    ]
    assert "после" in html_of("Глубоко.md")
    assert ">x</p>" in html_of("Мелко.md")
