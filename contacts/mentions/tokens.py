"""A mention inside a text: `@[Анна Петрова #12]`. It reads well as it stands, and the number says who is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

TOKEN = re.compile(r"@\[([^\[\]\n]{1,320}?) #(\d{1,18})\]")
# So much of a line is shown on either side of a name.
AROUND = 90


def token(name: str, pk: int) -> str:
    """How a person is mentioned; what would end the mention early is left out of the name."""
    return f"@[{' '.join(re.sub(r'[][#]', ' ', name).split())} #{pk}]"


def mentioned_ids(text: str) -> list[int]:
    """The ids that a text names, each once, in order. Whose they are is not asked here."""
    return list(dict.fromkeys(int(match[2]) for match in TOKEN.finditer(text))) if "@[" in text else []


def plain(text: str) -> str:
    """The text as people read it: `@Анна Петрова`."""
    return TOKEN.sub(r"@\1", text) if "@[" in text else text


def without_ids(text: str) -> str:
    """The text as search reads it: the names are words like others."""
    return TOKEN.sub(r"\1", text) if "@[" in text else text


def led_elsewhere(text: str, people: Mapping[int, int]) -> str:
    """The text with the mentions of some people made those of others, by their ids."""
    return TOKEN.sub(lambda match: f"@[{match[1]} #{people.get(int(match[2]), int(match[2]))}]", text)


@dataclass(frozen=True)
class Excerpt:
    """The line in which somebody is mentioned: what stands before the name, the name, and what follows."""

    before: str
    name: str
    after: str


def excerpt(text: str, pk: int) -> Excerpt | None:
    """The first line that mentions a person, cut at words; None when none does."""
    found = next((match for match in TOKEN.finditer(text) if int(match[2]) == pk), None)
    if found is None:
        return None
    begin = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.end())
    after = plain(text[found.end() : end if end >= 0 else None])
    return Excerpt(_last(plain(text[begin : found.start()])), found[1], _first(after))


def _first(text: str) -> str:
    return text if len(text) <= AROUND else f"{text[:AROUND].rpartition(' ')[0] or text[:AROUND]}…"


def _last(text: str) -> str:
    return text if len(text) <= AROUND else f"…{text[-AROUND:].partition(' ')[2] or text[-AROUND:]}"
