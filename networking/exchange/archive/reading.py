"""An archive that somebody brings: looked at before anything is believed, and read piece by piece."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from networking.exchange.archive.writing import FILES, FORMAT, MANIFEST, VERSION

# Bounds of what is unpacked: in all, for each byte of the archive, and of one line, manifest or file.
MOST_BYTES = 4 * 1024**3
MOST_TIMES = 200
FREE_BYTES = 10 * 1024**2
MOST_MANIFEST = 64 * 1024**2
MOST_LINE = 8 * 1024**2
MOST_FILE = 10 * 1024**2
MOST_NAMES = 200_000
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, RecursionError)


class BadArchive(Exception):
    """An archive that cannot be brought in; the text says why, in the reader's language."""


def damaged(where: str) -> BadArchive:
    return BadArchive(_("The archive is damaged (%(where)s). Nothing was brought in.") % {"where": where})


@contextmanager
def _told(where: str) -> Iterator[None]:
    try:
        yield
    except BadArchive:
        raise
    except _BROKEN as error:
        raise damaged(where) from error


class Archive:
    """An open archive; making it raises BadArchive when the file is none, or one that is too large."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = ZipFile(file)
            self.names = {one.filename: one for one in self._zip.infolist()}
        except _BROKEN as error:
            raise BadArchive(_("This is not an archive of Svyazi: a ZIP file is expected.")) from error
        file.seek(0, 2)
        self._check_size(file.tell())
        if MANIFEST not in self.names:
            raise BadArchive(_("This is not an archive of Svyazi: it has no list of contents."))
        with _told(MANIFEST):
            self.manifest = self._read_manifest()
        self._sums: dict[str, Any] = self.manifest["sha256"]

    def _check_size(self, packed: int) -> None:
        unpacked = sum(one.file_size for one in self.names.values())
        if unpacked > MOST_BYTES or unpacked > packed * MOST_TIMES + FREE_BYTES or len(self.names) > MOST_NAMES:
            raise BadArchive(_("The archive unpacks to far more than it should. Nothing was brought in."))
        if len(self.names) != len(self._zip.infolist()):
            raise damaged(_("two files have the same name"))

    def _read_manifest(self) -> dict[str, Any]:
        said = json.loads(self._whole(MANIFEST, MOST_MANIFEST))
        if not isinstance(said, dict) or said.get("format") != FORMAT:
            raise BadArchive(_("This is not an archive of Svyazi: it has no list of contents."))
        if said.get("version") != VERSION:
            raise BadArchive(_("The archive was made by a newer version of Svyazi. Nothing was brought in."))
        if not all(isinstance(said.get(name), dict) for name in ("sha256", "rows", "account")):
            raise damaged(MANIFEST)
        return said

    def _whole(self, name: str, most: int) -> bytes:
        with self._zip.open(name) as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise damaged(name)
        return data

    def lines(self, name: str) -> Iterator[tuple[int, Any]]:
        """The lines of a table with their numbers from 1; nothing when the archive has no such table.

        Raises BadArchive on what is no JSON, and at the end when the sum is not the one of the list of contents.
        """
        if name not in self.names:
            if name in self._sums:
                raise damaged(name)
            return
        summed, number = sha256(), 0
        with _told(name), self._zip.open(name) as file:
            while line := file.readline(MOST_LINE + 1):
                number += 1
                if len(line) > MOST_LINE:
                    raise damaged(f"{name}, {number}")
                summed.update(line)
                with _told(f"{name}, {number}"):
                    said = json.loads(line)
                yield number, said
        self._check(name, summed.hexdigest())

    def file(self, name: str) -> bytes | None:
        """The bytes of a file beside the tables; None when it is not in the archive."""
        if (inside := f"{FILES}{name}") not in self.names:
            return None
        with _told(inside):
            data = self._whole(inside, MOST_FILE)
        self._check(inside, sha256(data).hexdigest())
        return data

    def _check(self, name: str, summed: str) -> None:
        if self._sums.get(name) != summed:
            raise damaged(name)

    def count(self, label: str) -> Any:
        """How many rows a table has, as the list of contents says."""
        return self.manifest["rows"].get(label, 0)
