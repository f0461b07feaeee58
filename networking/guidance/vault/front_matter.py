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
from django.conf import settings
from django.core.exceptions import ValidationError
from frontmatter.default_handlers import BaseHandler

from contacts.text import clean_name, clean_text
from networking.guidance.text.links import Written, pieces

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
        built, values = _from_events(fm)
        if not built:
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
    except (yaml.reader.ReaderError, ValidationError) as error:
        # Where it stands is told in bytes.
        before = found[1].encode("utf-8", "replace")[: getattr(error, "position", 0)]
        head.problem, head.problem_line = "it has characters that cannot be stored", before.count(b"\n") + 1
        head.problem_line += isinstance(error, yaml.reader.ReaderError)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        head.problem = str(getattr(error, "problem", None) or error)
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


def language(values: dict[str, Any]) -> str:
    """The language that a note says it is in, when it is one of the product's."""
    given = next(iter(names(values, "language", "lang")), "").casefold()
    return next((code for code, _name in settings.LANGUAGES if given.startswith(code)), "")


def translation_of(values: dict[str, Any]) -> str:
    """The name of the note that this one is in another language, written plainly or as a link."""
    given = next(iter(names(values, "translation_of")), "")
    return next((one.name for one in pieces(given) if isinstance(one, Written)), given)


def _from_events(text: str) -> tuple[bool, Any]:
    """Whether the values could be built while looking for bombs, and those values; raises on a bomb.

    What is out of the ordinary is left to the library, which refuses it in its own words.
    """
    depth = documents = 0
    plain = True
    root: list[Any] = []
    open_ones = [root]
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.ScalarEvent):
            open_ones[-1].append(event.value)
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEPTH:
                raise _Refused("nested too deeply", event)
            open_ones.append([])
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            found: Any = open_ones.pop()
            if isinstance(event, yaml.MappingEndEvent):
                plain = plain and all(isinstance(key, str) for key in found[::2])
                found = dict(zip(found[::2], found[1::2], strict=True)) if plain else {}
            open_ones[-1].append(found)
        elif isinstance(event, yaml.AliasEvent):
            raise _Refused("references are not read", event)
        documents += isinstance(event, yaml.DocumentStartEvent)
        plain = plain and not getattr(event, "anchor", None)
    return plain and documents < 2, root[0] if root else None


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
