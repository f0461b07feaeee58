"""The files of a vault become notes: bytes, encodings, names. No database, no rendering."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from networking.guidance.vault.files import KINDS, MOST_FILE_BYTES, File, ending
from networking.guidance.vault.front_matter import Head, names, read_head, tags

MOST_BYTES = 256 * 1024
MOST_NOTES, MOST_FILES = 20_000, 20_000
# What the file systems of today take as the name of one file or folder.
MOST_NAME_BYTES = 255
MOST_TEXT, MOST_IN_ALL = 128 * 1024 * 1024, 2 * 1024 * 1024 * 1024
TEMPLATES = {"templates", "template", "шаблоны"}
_HALF = re.compile("[\ud800-\udfff\x00]")
_MARKS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]


@dataclass(frozen=True)
class Problem:
    path: str
    reason: str
    line: int = 0


@dataclass(frozen=True)
class Source:
    """One note as it lies in the vault; `path` has forward slashes and composed letters."""

    path: str
    raw: bytes
    encoding: str
    digest: str

    @classmethod
    def of(cls, path: str, raw: bytes) -> Source:
        """The source of bytes that are known to be a note."""
        return cls(path, raw, decode(raw)[1], digest_of(raw))

    @cached_property
    def text(self) -> str:
        """Made when somebody asks: of most notes of a vault it never is, because nothing changed."""
        return decode(self.raw)[0]

    @property
    def may_have_head(self) -> bool:
        """Whether it may begin with front matter, told by the bytes where they tell it."""
        return self.raw.startswith((b"---", codecs.BOM_UTF8)) or self.encoding == "utf-16"

    @property
    def may_name_places(self) -> bool:
        return self.may_have_head and (b"shows_on" in self.raw or self.encoding == "utf-16")

    @cached_property
    def head(self) -> Head:
        return read_head(self.text)

    @cached_property
    def aliases(self) -> list[str]:
        return names(self.head.values, "aliases", "alias")

    @cached_property
    def tags(self) -> list[str]:
        return tags(self.head.values)

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2][:-3]

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


@dataclass
class Folder:
    """`files` are pictures and documents, not read yet.

    `known` says by the digests of the notes that are there already how their bytes were read: the same bytes are not
    read again, for they would come out the same.
    """

    known: Mapping[str, str] = field(default_factory=dict, repr=False)
    sources: list[Source] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    skipped: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, path: str, raw: bytes) -> None:
        """Take one note in; what cannot be read is written down as skipped."""
        digest = digest_of(raw)
        encoding = self.known.get(digest, "")
        if not encoding:
            try:
                text, encoding = decode(raw)
            except UnicodeError:
                self.skipped.append(Problem(path, "neither UTF-8 nor windows-1251"))
                return
            # To look for it in the bytes takes a tenth of the time, where a letter has no such byte.
            if "\x00" in text if encoding == "utf-16" else b"\x00" in raw:
                self.skipped.append(Problem(path, "not a text file"))
                return
        if encoding == "cp1251":
            self.problems.append(Problem(path, "read as windows-1251"))
        self.sources.append(Source(path, raw, encoding, digest))


def read_folder(root: Path, known: Mapping[str, str] | None = None) -> Folder:
    """Every note and file under a folder, in the order of their paths. Raises OSError, ValueError."""
    return read_files(_files(str(root)), known)


def read_files(files: Iterable[File], known: Mapping[str, str] | None = None) -> Folder:
    """The notes among the files, read; pictures and documents only noted. Raises ValueError when there are too many."""
    folder = Folder(known or {})
    taken: set[str] = set()
    templates: dict[str, bool] = {}
    text = in_all = 0
    for file in files:
        name = file.path if file.path.isascii() else unicodedata.normalize("NFC", file.path)
        above, _sep, last = name.rpartition("/")
        kind = ending(last)
        if last.startswith(".") and kind != "md":
            continue
        if above not in templates:
            templates[above] = not TEMPLATES.isdisjoint(above.casefold().split("/"))
        reason = _why_not(file, name, kind, taken, template=templates[above])
        if reason:
            folder.skipped.append(Problem(name.encode("utf-8", "replace").decode()[:700], reason))
            continue
        taken.add(name.casefold())
        in_all += file.size
        if in_all > MOST_IN_ALL:
            raise ValueError("more than 2 GB in all")
        if kind != "md":
            folder.files.append(File(name, file.size, file.read))
        else:
            raw = file.read(MOST_BYTES)
            text += len(raw)
            folder.add(name, raw)
        if len(folder.sources) > MOST_NOTES or len(folder.files) > MOST_FILES or text > MOST_TEXT:
            raise ValueError(f"more than {MOST_NOTES} notes or files, or more than 128 MB of text")
    return folder


def digest_of(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


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
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text, encoding


def _files(root: str) -> Iterator[File]:
    """The files of a folder, then those of its folders, by name; the disk is asked once about each."""
    waiting = [("", root)]
    while waiting:
        above, folder = waiting.pop()
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        inner = []
        for entry in entries:
            path = f"{above}{entry.name}"
            if entry.is_file(follow_symlinks=False):
                size = entry.stat(follow_symlinks=False).st_size
                yield File(path, size, partial(_read, entry.path, size))
            elif not entry.is_dir():
                yield File(path, 0, partial(_read, entry.path, 0), "not a plain file")
            elif entry.is_symlink():
                yield File(path, 0, partial(_read, entry.path, 0), "a link to a folder, which is not followed")
            elif not entry.name.startswith("."):
                inner.append((f"{path}/", entry.path))
        waiting += reversed(inner)


def _read(path: str, size: int, most: int) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read(min(size, most) + 1)


def _why_not(file: File, name: str, kind: str, taken: set[str], *, template: bool) -> str:
    most = MOST_BYTES if kind == "md" else MOST_FILE_BYTES
    if file.reason:
        return file.reason
    if _HALF.search(name) or len(name) > 700:
        return "its name cannot be stored"
    if len(name) > MOST_NAME_BYTES // 4 and any(len(part.encode()) > MOST_NAME_BYTES for part in name.split("/")):
        return "its name, or that of a folder on its path, is longer than 255 bytes"
    if kind != "md" and kind not in KINDS:
        return "this kind of file is not taken"
    if template:
        return "a template"
    if file.size > most:
        return "larger than 256 KB" if kind == "md" else "larger than 20 MB"
    if name.casefold() in taken:
        return "differs from another file only in case or in the form of its letters"
    return ""
