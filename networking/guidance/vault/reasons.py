"""What an import says of files, in the reader's language; the report itself keeps one wording for programs."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

REASONS = (
    gettext_noop("neither UTF-8 nor windows-1251"),
    gettext_noop("not a text file"),
    gettext_noop("read as windows-1251"),
    gettext_noop("not a plain file"),
    gettext_noop("its name cannot be stored"),
    gettext_noop("this kind of file is not taken"),
    gettext_noop("a template"),
    gettext_noop("larger than 256 KB"),
    gettext_noop("larger than 20 MB"),
    gettext_noop("differs from another file only in case or in the form of its letters"),
    gettext_noop("its path leads out of the vault"),
    gettext_noop("locked with a password"),
    gettext_noop("not a PDF"),
    gettext_noop("not a drawing"),
    gettext_noop("not a picture"),
    gettext_noop("over 60 megapixels"),
    gettext_noop("front matter left out"),
    gettext_noop("references are not read"),
    gettext_noop("nested too deeply"),
    gettext_noop("expected keys and values"),
    gettext_noop("it was edited here"),
    gettext_noop("the edit is kept in its history"),
    gettext_noop("not a zip"),
    gettext_noop("more than 50000 files"),
    gettext_noop("its files lie on top of each other"),
    gettext_noop("it unpacks to more than 400 MB"),
    gettext_noop("more than 2 GB in all"),
    gettext_noop("more than 20000 notes or files, or more than 128 MB of text"),
)
# What the reader of YAML says begins so; nobody needs to know its grammar to mend a note.
YAML = {
    "mapping values are not allowed": gettext_noop("a value with a colon needs quotes"),
    "could not find expected ':'": gettext_noop("a key stands without its colon"),
    "found character": gettext_noop("a sign that cannot begin a value, such as a tab or %, needs quotes"),
    "did not find expected": gettext_noop("a bracket, a quote or an indent does not fit"),
    "expected <block end>": gettext_noop("a bracket, a quote or an indent does not fit"),
    "found unexpected end": gettext_noop("a quote is not closed"),
}


def said(reason: str) -> str:
    """A reason as the reader says it; details behind a colon that only a program words stay as they are."""
    for begin, words in YAML.items():
        before, found, _rest = reason.partition(f": {begin}")
        if found:
            return f"{said(before)}: {gettext(words)}"
    return ": ".join(gettext(part) if part in REASONS else part for part in reason.split(": "))
