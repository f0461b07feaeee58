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
    gettext_noop("it was edited here"),
    gettext_noop("the edit is kept in its history"),
    gettext_noop("not a zip"),
    gettext_noop("more than 50000 files"),
    gettext_noop("its files lie on top of each other"),
    gettext_noop("it unpacks to more than 400 MB"),
    gettext_noop("more than 2 GB in all"),
    gettext_noop("more than 20000 notes or files, or more than 128 MB of text"),
)


def said(reason: str) -> str:
    """A reason as the reader says it; details behind a colon that only a program words stay as they are."""
    return ": ".join(gettext(part) if part in REASONS else part for part in reason.split(": "))
