"""The columns of the catalogue's table, and how a row says what an entry is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from communities.models import CatalogueEntry, Family, Kind, kinds_of
from communities.models.catalogue import State
from communities.tables.cells import harmless
from communities.tables.channels import read_channels
from contacts.columns import field_of
from contacts.text import clean_name, clean_text, fold

COLUMNS = (
    "slug", "name", "other_names", "family", "kind", "field", "city", "about", "about_en", "channels",
    "legal_form", "membership_terms", "certification", "licensing", "represents", "is_published", "is_template",
)  # fmt: skip
_FLAGS = ("is_published", "is_template")
_LINES = ("about", "about_en", "membership_terms", "certification", "licensing")
_YES = {"1", "да", "yes", "true", "истина", "+", "x", "д", "y"}
_NO = {"0", "нет", "no", "false", "ложь", "-", "н", "n"}


@dataclass
class Read:
    """What a row says: a state that holds only the columns that are there, and what is wrong, by column."""

    state: State = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)


def column_of(heading: str) -> str:
    """The column that a heading means: its name, or what the field is called in any language; else nothing."""
    return _headings().get(fold(heading.strip()), "")


@cache
def _headings() -> dict[str, str]:
    found = {name: name for name in COLUMNS}
    for name in COLUMNS:
        for language, _label in settings.LANGUAGES:
            with override(language):
                for label in _labels(name):
                    found.setdefault(fold(label), name)
    return found


def _labels(name: str) -> list[str]:
    """What a column is called where people read of it."""
    if name == "channels":
        return [_("channels"), _("Channels")]
    return [str(field_of(CatalogueEntry, name).verbose_name)]


def read_row(cells: dict[str, str]) -> Read:
    """Understand the cells of a row; what cannot be understood is said, the rest is read all the same."""
    read = Read()
    for name, cell in cells.items():
        try:
            read.state[name] = _value(name, clean_text(cell))
        except ValidationError as error:
            read.problems[name] = list(error.messages)
    if "family" not in read.problems and not read.state.get("family") and (kind := read.state.get("kind")):
        read.state["family"] = str(Family.INTERNAL if kind in kinds_of(Family.INTERNAL) else Family.PROFESSIONAL)
    for name in _FLAGS:
        if read.state.get(name, True) is None:
            del read.state[name]  # an empty cell leaves it as it is
    return read


def _value(name: str, cell: str) -> Any:
    if name in _FLAGS:
        return _flag(cell)
    if name == "other_names":
        return list(dict.fromkeys(filter(None, map(clean_name, cell.split("\n")))))
    if name == "channels":
        return read_channels(cell)
    if name in ("family", "kind"):
        return _choice(Family if name == "family" else Kind, cell)
    return cell if name in _LINES else clean_name(cell)


def _flag(cell: str) -> bool | None:
    said = fold(cell)
    if said and said not in _YES | _NO:
        raise ValidationError(_("Say yes or no, not “%(said)s”."), params={"said": cell[:30]})
    return said in _YES if said else None


def _choice(choices: type[Family] | type[Kind], cell: str) -> str:
    """The value of a choice by itself or by its name in any language."""
    if not cell or cell in choices:
        return cell
    for language, _name in settings.LANGUAGES:
        with override(language):
            for one in choices:
                if fold(cell) in (fold(one.value), fold(str(one.label))):
                    return str(one)
    known = ", ".join(map(str, choices.labels))
    raise ValidationError(_("“%(said)s” is none of: %(known)s."), params={"said": cell[:40], "known": known})


def write_table(states: Iterable[State], *, delimiter: str) -> bytes:
    """A file that spreadsheets open and `read_table` reads back to the same: UTF-8 with a mark, texts quoted."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(COLUMNS)
    for state in states:
        writer.writerow([harmless(_cell(name, state[name])) for name in COLUMNS])
    return b"\xef\xbb\xbf" + made.getvalue().encode()


def _cell(name: str, value: Any) -> str:
    if name in _FLAGS:
        return "1" if value else "0"
    if name == "channels":
        return "\n".join(f"{kind}: {address}" for kind, address in value)
    return "\n".join(value) if isinstance(value, list) else str(value)
