"""A zip of a vault, read as if it were a folder: nothing of it is unpacked to the disk."""

from __future__ import annotations

import stat
import zipfile
from functools import partial
from pathlib import PurePosixPath
from typing import IO

from networking.guidance.vault.files import File

MOST_ENTRIES = 50_000
# What all entries together may unpack to, by their own word and again while they are read.
MOST_UNPACKED = 400 * 1024 * 1024
_UTF8_NAME, _LOCKED = 0x800, 0x1
# What makers of zips add, and folders that hold the settings of an editor.
_NOISE = {"__macosx", "thumbs.db", "desktop.ini"}


def files_of_zip(stream: IO[bytes]) -> list[File]:
    """The files of a zip. Raises ValueError with a reason when it is none, or is made to burst.

    A folder that holds all the rest is left out of the paths, as most programs put one round what they pack.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise ValueError("not a zip") from None
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_ENTRIES:
        raise ValueError(f"more than {MOST_ENTRIES} files")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise ValueError(f"it unpacks to more than {MOST_UNPACKED // 1024 // 1024} MB")
    if _overlap(entries):
        raise ValueError("its files lie on top of each other")
    named = [(path, entry) for path, entry in ((_path(entry), entry) for entry in entries) if not _is_noise(path)]
    common = _common_folder([path for path, _ in named])
    budget = _Budget()
    return sorted(
        (
            File(
                path.removeprefix(common) or path,
                entry.file_size,
                partial(budget.read, archive, entry),
                _why_not(path, entry),
            )
            for path, entry in named
        ),
        key=lambda file: file.path,
    )


class _Budget:
    """What entries say of their size may be a lie, so what they give is counted."""

    left = MOST_UNPACKED

    def read(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
        try:
            with archive.open(entry) as file:
                raw = file.read(min(most + 1, self.left + 1))
        except Exception as error:  # each way of packing has errors of its own
            raise ValueError(f"{_path(entry)} cannot be unpacked") from error
        self.left -= len(raw)
        if self.left < 0:
            raise ValueError(f"it unpacks to more than {MOST_UNPACKED // 1024 // 1024} MB")
        return raw


def _path(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: old programs write UTF-8 or the letters of DOS without saying so."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME and not name.isascii():
        try:
            packed = name.encode("cp437")
        except UnicodeError:
            return name
        for encoding in ("utf-8", "cp866"):
            try:
                return packed.decode(encoding)
            except UnicodeDecodeError:
                continue
    return name


def _why_not(path: str, entry: zipfile.ZipInfo) -> str:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if path.startswith(("/", "\\")) or ".." in parts or "\\" in path or ":" in path.partition("/")[0]:
        return "its path leads out of the vault"
    if entry.flag_bits & _LOCKED:
        return "locked with a password"
    kind = entry.external_attr >> 16
    if kind and stat.S_IFMT(kind) not in (0, stat.S_IFREG):
        return "not a plain file"
    return ""


def _is_noise(path: str) -> bool:
    parts = path.split("/")
    hidden = any(part.startswith(".") and part != ".." for part in parts[:-1])
    return hidden or parts[0].casefold() in _NOISE or parts[-1].casefold() in {*_NOISE, ".ds_store"}


def _common_folder(paths: list[str]) -> str:
    tops = {path.partition("/")[0] for path in paths}
    top = next(iter(tops), "")
    single = len(tops) == 1 and top not in ("", "..") and all("/" in path for path in paths)
    return f"{top}/" if single else ""


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether entries share their bytes: a small file that unpacks to a huge one."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + entry.compress_size
    return False
