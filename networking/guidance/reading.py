"""A folder of Markdown files becomes notes: bytes, encodings, names. No database, no rendering."""

from __future__ import annotations

import codecs
import hashlib
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from networking.guidance.front_matter import Head, read_head

MOST_BYTES = 256 * 1024
MOST_NOTES = 20_000
TEMPLATES = {"templates", "template", "шаблоны"}
_MARKS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]


@dataclass(frozen=True)
class Problem:
    path: str
    reason: str
    line: int = 0


@dataclass(frozen=True)
class Source:
    """One note as it lies in the folder; `path` has forward slashes and composed letters."""

    path: str
    digest: str
    head: Head

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).stem

    @property
    def folder(self) -> str:
        parent = PurePosixPath(self.path).parent.as_posix()
        return "" if parent == "." else parent


@dataclass
class Folder:
    sources: list[Source] = field(default_factory=list)
    skipped: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, path: str, raw: bytes) -> None:
        """Read one file; what cannot be read is written down as skipped."""
        try:
            text, encoding = decode(raw)
        except UnicodeError:
            self.skipped.append(Problem(path, "neither UTF-8 nor windows-1251"))
            return
        if "\x00" in text:
            self.skipped.append(Problem(path, "not a text file"))
            return
        if encoding == "cp1251":
            self.problems.append(Problem(path, "read as windows-1251"))
        head = read_head(text)
        if head.problem:
            self.problems.append(Problem(path, f"front matter left out: {head.problem}", head.problem_line))
        self.sources.append(Source(path, hashlib.sha256(raw).hexdigest(), head))


def read_folder(root: Path) -> Folder:
    """Every note under a folder, in the order of its paths. Raises OSError when the folder cannot be read."""
    folder = Folder()
    taken: set[str] = set()
    for path in _files(root):
        name = unicodedata.normalize("NFC", path.relative_to(root).as_posix())
        reason = _why_not(path, name, taken)
        if reason:
            folder.skipped.append(Problem(name.encode("utf-8", "replace").decode(), reason))
            continue
        taken.add(name.casefold())
        if len(taken) > MOST_NOTES:
            raise ValueError(f"more than {MOST_NOTES} notes")
        folder.add(name, path.read_bytes())
    return folder


def decode(raw: bytes) -> tuple[str, str]:
    """The text with plain line ends, and the encoding that it had."""
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise
        encoding = "cp1251"
        text = raw.decode(encoding)
    if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        raise UnicodeError("half a character")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _files(root: Path) -> Iterator[Path]:
    def stop(error: OSError) -> None:
        raise error

    for here, folders, names in os.walk(root, onerror=stop):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here, name) for name in sorted(names) if name.casefold().endswith(".md"))


def _why_not(path: Path, name: str, taken: set[str]) -> str:
    if path.is_symlink() or not path.is_file():
        return "not a plain file"
    if any(0xD800 <= ord(char) <= 0xDFFF for char in name) or len(name) > 700:
        return "its name cannot be stored"
    if {part.casefold() for part in PurePosixPath(name).parent.parts} & TEMPLATES:
        return "a template"
    if path.stat().st_size > MOST_BYTES:
        return f"larger than {MOST_BYTES // 1024} KB"
    if name.casefold() in taken:
        return "differs from another note only in case or in the form of its letters"
    return ""
