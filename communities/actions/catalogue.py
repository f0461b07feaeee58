"""The shipped catalogue: read from YAML, brought up to date without touching what an admin changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from communities.actions.catalogue_store import store
from communities.models import CatalogueEntry, Cause
from communities.models.catalogue import TEXTS

# The safe loader in C, where there is one, is six times as quick; every start of the server reads the catalogue.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FOLDER = Path(__file__).resolve().parent.parent / "catalogue"


@dataclass(frozen=True)
class Loaded:
    """How many entries a load added, changed and left as they were."""

    added: int
    changed: int
    unchanged: int


def read_catalogue(folder: Path = FOLDER) -> Iterator[tuple[str, dict[str, Any]]]:
    """The slug and the values of every entry in the YAML files of a folder."""
    for path in sorted(folder.glob("*.yaml")):
        for given in yaml.load(path.read_bytes(), Loader=_Loader) or []:  # noqa: S506 - a safe loader
            values: dict[str, Any] = {name: str(given.get(name) or "") for name in TEXTS}
            values["other_names"] = [str(name) for name in given.get("other_names") or []]
            values["is_template"] = bool(given.get("template"))
            values["channels"] = [[str(one["kind"]), str(one["value"])] for one in given.get("channels") or []]
            yield str(given["slug"]), values


@transaction.atomic
def load_catalogue(folder: Path = FOLDER) -> Loaded:
    """Bring the catalogue up to what is shipped. A value that an admin changed stays the admin's.

    Each entry remembers what was shipped last; a value is updated only while it still equals that. What entries are
    found by is brought up to date, too.
    Raises ValidationError when a shipped entry makes no sense; then nothing is written.
    """
    have = {entry.slug: entry for entry in CatalogueEntry.objects.prefetch_related("channels")}
    added = changed = unchanged = 0
    for slug, values in read_catalogue(folder):
        entry = have.get(slug)
        if entry is None:
            _write(CatalogueEntry(slug=slug), values, values)
            added += 1
        elif entry.shipped == values:
            unchanged += 1
        else:
            _write(entry, _untouched(entry, values), values)
            changed += 1
    for entry in have.values():
        _refresh(entry)
    return Loaded(added, changed, unchanged)


def _refresh(entry: CatalogueEntry) -> None:
    """What an older version of the product kept for the search may lack words."""
    if entry.search_text != (fresh := entry.words_to_find()):
        CatalogueEntry.objects.filter(pk=entry.pk).update(search_text=fresh)


def _untouched(entry: CatalogueEntry, values: dict[str, Any]) -> dict[str, Any]:
    """The values whose place still holds what was shipped; family and kind say one thing together."""
    now = entry.state()
    touched = {name for name in values if now[name] != entry.shipped.get(name)}
    if touched & {"family", "kind"}:
        touched |= {"family", "kind"}
    return {name: value for name, value in values.items() if name not in touched}


def _write(entry: CatalogueEntry, fresh: dict[str, Any], shipped: dict[str, Any]) -> None:
    entry.shipped = shipped
    store(entry, fresh, cause=Cause.SHIPPED)
