"""The shipped catalogue: read from YAML, brought up to date without touching what an admin changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from communities.models import CatalogueChannel, CatalogueEntry

# The safe loader in C, where there is one, is six times as quick; every start of the server reads the catalogue.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FOLDER = Path(__file__).resolve().parent.parent / "catalogue"
_TEXTS = (
    "name", "family", "kind", "field", "city", "about", "about_en",
    "legal_form", "membership_terms", "certification", "licensing", "represents",
)  # fmt: skip


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
            values: dict[str, Any] = {name: str(given.get(name) or "") for name in _TEXTS}
            values["other_names"] = [str(name) for name in given.get("other_names") or []]
            values["is_template"] = bool(given.get("template"))
            values["channels"] = [[str(one["kind"]), str(one["value"])] for one in given.get("channels") or []]
            yield str(given["slug"]), values


@transaction.atomic
def load_catalogue(folder: Path = FOLDER) -> Loaded:
    """Bring the catalogue up to what is shipped. A value that an admin changed stays the admin's.

    Each entry remembers what was shipped last; a value is updated only while it still equals that.
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
            now = {name: _value(entry, name) for name in values}
            fresh = {name: value for name, value in values.items() if now[name] == entry.shipped.get(name)}
            _write(entry, fresh, values)
            changed += 1
    return Loaded(added, changed, unchanged)


def _value(entry: CatalogueEntry, name: str) -> Any:
    if name == "channels":
        return [[channel.kind, channel.value] for channel in entry.channels.all()]
    return getattr(entry, name)


def _write(entry: CatalogueEntry, fresh: dict[str, Any], shipped: dict[str, Any]) -> None:
    for name, value in fresh.items():
        if name != "channels":
            setattr(entry, name, value)
    entry.shipped = shipped
    entry.full_clean(exclude=["name_key", "search_text"])
    entry.save()
    if "channels" in fresh:
        entry.channels.all().delete()
        for kind, value in fresh["channels"]:
            CatalogueChannel.objects.create(entry=entry, kind=kind, value=value)
