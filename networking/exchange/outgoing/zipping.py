"""A ZIP archive that is sent while it is made: nothing of it is kept."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

ENOUGH = 64 * 1024


class _Pipe(io.RawIOBase):
    """Takes what the archive writes and gives it on."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # bytes are all that a ZipFile writes
        self.held += data
        return len(data)

    def take(self) -> bytes:
        taken, self.held = bytes(self.held), bytearray()
        return taken


class Zipping:
    """An archive of files that are given piece by piece; `sums` holds the SHA-256 of each."""

    def __init__(self) -> None:
        self._pipe = _Pipe()
        self._zip = ZipFile(self._pipe, "w", ZIP_DEFLATED)
        self._now = timezone.localtime().timetuple()[:6]
        self.sums: dict[str, str] = {}

    def file(self, name: str, pieces: Iterable[bytes], *, packed: bool = True) -> Iterator[bytes]:
        """Put a file in; gives what can be sent on. `packed` is False for what gets no smaller, such as photos."""
        info = ZipInfo(name, self._now)
        info.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        info.external_attr = 0o600 << 16
        summed = sha256()
        with self._zip.open(info, "w", force_zip64=True) as file:
            for piece in pieces:
                summed.update(piece)
                file.write(piece)
                if len(self._pipe.held) >= ENOUGH:
                    yield self._pipe.take()
        self.sums[name] = summed.hexdigest()
        yield self._pipe.take()

    def end(self) -> bytes:
        """Close the archive; the last piece of it."""
        self._zip.close()
        return self._pipe.take()
