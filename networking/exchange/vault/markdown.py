"""Parts of a note: its front matter, links, and texts of the owner that stay what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from contacts.mentions.tokens import TOKEN
from networking.exchange.vault.naming import safe

# A note stays smaller than what the guidance pages read.
MOST_TEXT = 2_000
MOST_NOTE = 240 * 1024
_BRACKETS = re.compile(r"\[\[+")
_COMMENT = re.compile(r"%(?=%)")
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def front_matter(values: Mapping[str, Any]) -> str:
    """The head of a note; what is empty is left out."""
    said = {name: value for name, value in values.items() if value not in (None, "", [])}
    text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=1_000_000, default_flow_style=False)
    return f"---\n{text}---\n"


def link(name: str, text: str = "") -> str:
    """A link to a note by its name."""
    shown = safe(text) if text else ""
    return f"[[{name}|{shown}]]" if shown and shown != name else f"[[{name}]]"


def own_text(text: str, people: Mapping[int, str], longest: int | None = None) -> str:
    """A text of the owner in which mentions are links, and nothing else becomes one."""
    text = _UNSTORABLE.sub("", text)
    if longest is not None and len(text) > longest:
        text = f"{text[:longest].rpartition(' ')[0] or text[:longest]}…"
    pieces, at = [], 0
    for found in TOKEN.finditer(text):
        before = _tame(text[at : found.start()])
        # These two would make something else of the link.
        pieces.append(f"{before} " if before.endswith(("!", "\\")) else before)
        name = people.get(int(found[2]))
        pieces.append(link(name, found[1]) if name else _tame(found[1]))
        at = found.end()
    return "".join([*pieces, _tame(text[at:])])


def _tame(text: str) -> str:
    return _COMMENT.sub(r"%\\", _BRACKETS.sub(lambda found: "\\[" * len(found[0]), text))


def one_line(text: str) -> str:
    return " ".join(text.split())


def quoted(text: str) -> str:
    """A text as a quotation: a fence or a list that is left open in it ends with it."""
    return "".join(f"> {line}\n" for line in text.replace("\r", "").strip().split("\n")) + "\n"


def section(title: str, lines: Iterable[str]) -> str:
    """A heading with a list below; nothing when the list is empty."""
    found = [f"- {line}\n" for line in lines]
    return f"## {title}\n\n{''.join(found)}\n" if found else ""


def note(head: str, title: str, parts: Iterable[str]) -> bytes:
    """A whole note; what does not fit is left out at its end."""
    text = f"{head}\n# {_tame(one_line(title))}\n\n{''.join(parts)}"
    data = text.encode("utf-8", "replace")
    if len(data) > MOST_NOTE:
        data = data[:MOST_NOTE].rpartition(b"\n")[0] + "\n\n…\n".encode()
    return data
