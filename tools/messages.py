"""Collects and compiles the messages of each catalogue, in Python alone: no gettext of the system is needed.

python tools/messages.py update [CATALOGUE …]    extract, keep what is translated, add what is new
python tools/messages.py compile                 make the .mo files
python tools/messages.py check                   fail on missing, fuzzy or stale messages (the tests run this)
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import allauth
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
# Each catalogue: its folder of code, and what it takes of the templates.
CATALOGUES = {
    "root": (ROOT / "networking", ["templates/*.html", "templates/allauth", "templates/account", "templates/mfa",
                                   "templates/usersessions", "templates/admin"]),
    "contacts": (ROOT / "contacts", ["templates/contacts"]),
    "communities": (ROOT / "communities", ["templates/communities", "templates/events"]),
    "accounts": (ROOT / "networking/accounts", ["templates/accounts"]),
    "home": (ROOT / "networking/home", ["templates/home"]),
    "metrics": (ROOT / "networking/metrics", ["templates/metrics"]),
    "guidance": (ROOT / "networking/guidance", ["templates/guidance"]),
    "digests": (ROOT / "networking/digests", ["templates/digests"]),
    "feeds": (ROOT / "networking/feeds", ["templates/feeds"]),
    "exchange": (ROOT / "networking/exchange", ["templates/exchange"]),
}  # fmt: skip
# What pages of allauth say in our words, a file for each language, written by hand.
WORN = {f"worn/{language}": language for language in ("en", "ru")}
Found = tuple[str, int, str | tuple[str, ...], str | None]


def po_path(name: str) -> Path:
    if name in WORN:
        return ROOT / "networking/accounts/worn" / WORN[name] / "LC_MESSAGES/django.po"
    base = ROOT / "locale" if name == "root" else CATALOGUES[name][0] / "locale"
    return base / "ru" / "LC_MESSAGES" / "django.po"


def sources(name: str) -> Iterator[Path]:
    folder, patterns = CATALOGUES[name]
    code = folder.glob("*.py") if name == "root" else folder.rglob("*.py")
    yield from sorted(path for path in code if "migrations" not in path.parts)
    for pattern in patterns:
        path = ROOT / pattern
        yield from sorted(ROOT.glob(pattern) if "*" in pattern else path.rglob("*.[ht][tx][mt]*"))


def messages_of(path: Path) -> Iterator[Found]:
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        # What Django makes of a template looks like Python to gettext, but for X's and the indentation.
        text = re.sub(r"(?<![\w\"'(,])[Xx]+(?![\w\"'])", "", templatize(text))
        text = "\n".join(line.strip() for line in text.splitlines())
    for line, message, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        yield path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name, line, message, context


def collected(name: str) -> Catalog:
    catalog = Catalog(locale="ru", project="Svyazi", charset="utf-8")
    for path in sources(name):
        for file, _line, message, context in messages_of(path):
            catalog.add(message, locations=[(file, 0)], context=context)
    return catalog


def said_by_allauth() -> set[str]:
    """Every message of the pages that we wear."""
    home = Path(allauth.__file__).parent
    places = ("account", "mfa", "usersessions", "templates/account", "templates/mfa", "templates/usersessions")
    files = [path for place in places for path in (home / place).rglob("*.*") if path.suffix in (".html", ".py")]
    found = (message for path in files for _file, _line, message, _context in messages_of(path))
    return {one if isinstance(one, str) else one[0] for one in found}


def stored(name: str) -> Catalog:
    path = po_path(name)
    if not path.exists():
        return Catalog(locale="ru", project="Svyazi", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="ru")


def update(name: str) -> None:
    catalog, fresh = stored(name), collected(name)
    catalog.update(fresh, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path = po_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, omit_header=False, sort_output=True, include_lineno=False, width=110)
    text = re.sub(r'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Generated-By|Report-Msgid-Bugs-To)[^\n]*\n',
                  "", path.read_text("utf-8"))  # fmt: skip
    path.write_text(re.sub(r"\A(#[^\n]*\n)+", "", text), "utf-8")
    empty = [message.id for message in catalog if message.id and not is_translated(message)]
    print(f"{name}: {len(catalog)} messages, {len(empty)} without a translation")


def is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(strings) and all(strings) and not message.fuzzy


def compiled(name: str) -> bytes:
    buffer = io.BytesIO()
    catalog = stored(name)
    # Nothing in the file depends on the day it was made.
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    write_mo(buffer, catalog)
    return buffer.getvalue()


def compile_all() -> None:
    for name in (*CATALOGUES, *WORN):
        if po_path(name).exists():
            po_path(name).with_suffix(".mo").write_bytes(compiled(name))


def problems() -> list[str]:
    """What is wrong with the catalogues, a line each: missing, empty, stale messages, or an old compiled file."""
    found: list[str] = []
    said: dict[tuple[str, str], tuple[str, str]] = {}
    for name in CATALOGUES:
        wanted = {(message.context, _key(message)) for message in collected(name) if message.id}
        have = stored(name)
        known = {(message.context, _key(message)): message for message in have if message.id}
        found += [f"{name}: not in the catalogue: {key[1]!r}" for key in sorted(wanted - known.keys(), key=str)]
        found += [f"{name}: no longer used: {key[1]!r}" for key in sorted(known.keys() - wanted, key=str)]
        found += [f"{name}: no translation: {key[1]!r}" for key, message in known.items() if not is_translated(message)]
        for key, message in known.items():
            before, text = said.setdefault((key[0] or "", key[1]), (name, str(message.string)))
            if text != str(message.string):
                found.append(f"{name}: {key[1]!r} is translated otherwise in {before}")
        mo = po_path(name).with_suffix(".mo")
        if wanted and (not mo.exists() or mo.read_bytes() != compiled(name)):
            found.append(f"{name}: the compiled file is old, run tools/messages.py compile")
    said_there = said_by_allauth()
    for name in WORN:
        found += [
            f"{name}: allauth says it no more: {_key(one)!r}"
            for one in stored(name)
            if one.id and _key(one) not in said_there
        ]
        found += [f"{name}: no words for {_key(one)!r}" for one in stored(name) if one.id and not is_translated(one)]
        if po_path(name).with_suffix(".mo").read_bytes() != compiled(name):
            found.append(f"{name}: the compiled file is old, run tools/messages.py compile")
    return found


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def main(arguments: list[str]) -> int:
    command, names = (arguments[0] if arguments else ""), arguments[1:]
    if command == "update":
        for name in names or CATALOGUES:
            update(name)
    elif command == "compile":
        compile_all()
    elif command == "check":
        found = problems()
        print("\n".join(found) or "all messages are translated")
        return bool(found)
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
