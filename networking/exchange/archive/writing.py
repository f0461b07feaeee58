"""An account as one ZIP archive: a file of JSON lines for each table, the photos, and a page to read.

The rows of a table stand after those that they lead to. What is changed while the archive is written may be in it or
not; a row never leads to one that is not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone

from networking.exchange.archive.packing import natural_names, packed
from networking.exchange.archive.tables import Pairs, Table, pairs, tables
from networking.exchange.outgoing.zipping import Zipping

if TYPE_CHECKING:
    from networking.accounts.models import User

FORMAT, VERSION = "svyazi-archive", 1
MANIFEST, INDEX, FILES = "manifest.json", "index.html", "files/"
ROWS = 1_000
ACCOUNT = ("name", "language", "time_zone", "theme")


class Writing:
    """One archive of one account while it is made."""

    def __init__(self, owner: User) -> None:
        self.owner = owner
        self.zip = Zipping()
        self.seen: dict[str, set[int]] = {}
        self.counts: dict[str, int] = {}
        self.files: dict[str, None] = {}
        self.natural = natural_names()

    def pieces(self) -> Iterator[bytes]:
        """The archive, piece by piece."""
        for table in tables():
            yield from self.zip.file(table.file, self._lines(table))
        for pair in pairs():
            yield from self.zip.file(pair.file, self._pairs(pair))
        for name in self.files:
            if (data := _read(name)) is not None:
                yield from self.zip.file(f"{FILES}{name}", [data], packed=False)
        yield from self.zip.file(INDEX, [self._index().encode()])
        yield from self.zip.file(MANIFEST, [json.dumps(self._manifest(), ensure_ascii=False, indent=1).encode()])
        yield self.zip.end()

    def _lines(self, table: Table) -> Iterator[bytes]:
        seen = self.seen.setdefault(table.label, set())
        rows = table.model._base_manager.filter(owner=self.owner.pk).order_by("pk")
        # A row may lead to a later one of its own table.
        own = {*rows.values_list("pk", flat=True)} if table.label in table.links.values() else set()
        count = 0
        for row in rows.iterator(ROWS):
            said = packed(table, row, self.natural)
            if not self._stands(table, said, own):
                continue
            seen.add(row.pk)
            self.files.update(dict.fromkeys(said[name] for name in table.files if said[name]))
            count += 1
            yield _line(said)
        self.counts[table.label] = count

    def _stands(self, table: Table, said: dict[str, Any], own: set[int]) -> bool:
        """Empty the links of a line that lead nowhere; False when it cannot be without one."""
        for name, label in table.links.items():
            if said[name] is None or said[name] in (own if label == table.label else self.seen.get(label, ())):
                continue
            if not table.model._meta.get_field(name).null:
                return False
            said[name] = None
        return True

    def _pairs(self, pair: Pairs) -> Iterator[bytes]:
        mine, theirs = self.seen[pair.model._meta.label], self.seen[pair.target_model._meta.label]
        rows = pair.through._base_manager.filter(**{f"{pair.source}__owner": self.owner.pk}).order_by("pk")
        count = 0
        for one, other in rows.values_list(pair.source, pair.target).iterator(ROWS):
            if one in mine and other in theirs:
                count += 1
                yield _line([one, other])
        self.counts[pair.label] = count

    def _manifest(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": VERSION,
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "account": {name: getattr(self.owner, name) for name in ACCOUNT},
            "rows": self.counts,
            "sha256": {name: summed for name, summed in self.zip.sums.items() if name != INDEX},
        }

    def _index(self) -> str:
        named = [(table.model._meta.verbose_name_plural, self.counts[table.label], table.file) for table in tables()]
        photos = sum(1 for name in self.zip.sums if name.startswith(FILES))
        context = {"owner": self.owner, "day": timezone.localdate(), "tables": named, "photos": photos}
        return render_to_string("exchange/archive_index.html", context)


def _line(said: Any) -> bytes:
    return (json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace")


def _read(name: str) -> bytes | None:
    try:
        with default_storage.open(name, "rb") as file:
            return bytes(file.read())
    except OSError:
        return None
