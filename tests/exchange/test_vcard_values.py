"""Escapes of cards, against their rule written plainly."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from networking.exchange.formats.vcard.values import escape, unescape


@given(st.text(alphabet="\\nN,;a\n"))
@example("\\\\\\n")
@example("a\\")
def test_each_escape_is_one_character(value: str) -> None:
    plainly = re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value, flags=re.S)
    assert unescape(value) == plainly


@given(st.text())
def test_what_is_escaped_comes_back(text: str) -> None:
    assert unescape(escape(text)) == text
