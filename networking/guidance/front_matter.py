"""The block between two lines of dashes at the head of a note, read without trusting it.

YAML can be a bomb: references that multiply, brackets that nest for ever. The events of its parser are looked at
before anything is built, and every value stays the text that was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import frontmatter
import yaml
from django.core.exceptions import ValidationError
from frontmatter.default_handlers import BaseHandler

from contacts.text import clean_name, clean_text

DEPTH = 20
# The parser in C where there is one: the same events and values, many times as quick.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_HEAD = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)


@dataclass
class Head:
    """What the front matter says; `body_line` is the number of the line on which the text begins."""

    values: dict[str, Any] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    problem: str = ""
    problem_line: int = 0


class _Refused(yaml.YAMLError):
    def __init__(self, problem: str, event: yaml.Event) -> None:
        super().__init__(problem)
        self.problem, self.problem_mark = problem, event.start_mark


class CarefulYaml(BaseHandler):
    FM_BOUNDARY = re.compile(r"^-{3}[ \t]*$", re.M)

    def split(self, text: str) -> tuple[str, str]:
        found = _HEAD.match(text + "\n")
        if found is None:
            raise ValueError("no front matter")
        return found[1], text[found.end() :]

    def load(self, fm: str) -> dict[str, Any]:
        _refuse_bombs(fm)
        values = yaml.load(fm, Loader=_LOADER)  # noqa: S506  # text only, nothing is constructed
        if values is None or values == "":
            return {}
        if not isinstance(values, dict):
            raise yaml.YAMLError("expected keys and values")
        for text in strings(values):
            clean_text(text)
        return {str(key): value for key, value in values.items()}


def read_head(text: str) -> Head:
    """Part the front matter from the body. Bad YAML costs the values, never the body."""
    found = _HEAD.match(text)
    if found is None:
        return Head(body=text)
    head = Head(body=text[found.end() :], body_line=text.count("\n", 0, found.end()) + 1)
    try:
        head.values = dict(frontmatter.parse(found[0], handler=CarefulYaml())[0])
    except (yaml.YAMLError, ValidationError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        head.problem = str(getattr(error, "problem", None) or getattr(error, "message", None) or error)
        head.problem_line = mark.line + 2 if mark else 1
    return head


def names(values: dict[str, Any], *keys: str, separator: str = r",") -> list[str]:
    """The names under the first of the keys that is there: a list, or one text with separators."""
    given: Any = next((values[key] for key in keys if values.get(key)), [])
    parts = re.split(separator, given) if isinstance(given, str) else list(strings(given))
    found = [clean_name(part)[:255] for part in parts]
    return list(dict.fromkeys(name for name in found if name))


def tags(values: dict[str, Any]) -> list[str]:
    """Tags without the hash sign, in the form that an address can hold."""
    found = names(values, "tags", "tag", separator=r"[,\s]+")
    plain = [re.sub(r"[^\w/.+-]+", "-", name.lstrip("#"))[:100].strip("-/.") for name in found]
    return list(dict.fromkeys(name for name in plain if name))


def _refuse_bombs(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise _Refused("references are not read", event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH:
            raise _Refused("nested too deeply", event)


def strings(value: Any) -> Iterator[str]:
    """Every text within a value, the names of keys among them."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    else:
        yield str(value)
