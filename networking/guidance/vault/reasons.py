"""What an import says of files, in the reader's language; the report itself keeps one wording for programs."""

from __future__ import annotations

import re

from django.utils.translation import gettext, gettext_noop

REASONS = (
    gettext_noop("neither UTF-8 nor windows-1251"),
    gettext_noop("not a text file"),
    gettext_noop("read as windows-1251"),
    gettext_noop("not a plain file"),
    gettext_noop("a link to a folder, which is not followed"),
    gettext_noop("its name cannot be stored"),
    gettext_noop("its name, or that of a folder on its path, is longer than 255 bytes"),
    gettext_noop("this kind of file is not taken"),
    gettext_noop("a template"),
    gettext_noop("larger than 256 KB"),
    gettext_noop("larger than 20 MB"),
    gettext_noop("differs from another file only in case or in the form of its letters"),
    gettext_noop("its path leads out of the vault"),
    gettext_noop("locked with a password"),
    gettext_noop("not a PDF"),
    gettext_noop("not a drawing"),
    gettext_noop("entities are not read"),
    gettext_noop("too many parts"),
    gettext_noop("it does not begin with svg"),
    gettext_noop("not a picture"),
    gettext_noop("over 60 megapixels"),
    gettext_noop("front matter left out"),
    gettext_noop("references are not read"),
    gettext_noop("nested too deeply"),
    gettext_noop("what stands there is left out"),
    gettext_noop("expected keys and values"),
    gettext_noop("it has characters that cannot be stored"),
    gettext_noop("no page shows notes for the place"),
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
    "found a tab": gettext_noop("an indent has a tab in place of spaces"),
    "found unknown escape": gettext_noop("a backslash within double quotes means something else: use single quotes"),
    "found unhashable key": gettext_noop("a name of a property cannot be a list"),
    "but found another document": gettext_noop("it has a second block of properties"),
    "did not find expected": gettext_noop("a bracket, a quote or an indent does not fit"),
    "expected <block end>": gettext_noop("a bracket, a quote or an indent does not fit"),
    "found unexpected end": gettext_noop("a quote is not closed"),
}
_LINE = re.compile(r": line (\d+), column \d+\Z")
_NOT_READ = gettext_noop("it cannot be read as names with values")
_NOT_UNPACKED = " cannot be unpacked"


def said(reason: str) -> str:
    """A reason as the reader says it; words of a library become a general sentence."""
    if reason.endswith(_NOT_UNPACKED):
        return gettext("%(path)s cannot be unpacked") % {"path": reason.removesuffix(_NOT_UNPACKED)}
    what, _sep, why = reason.partition(": ")
    if what == "front matter left out" and why:
        return f"{gettext(what)}: {said_of_head(why)}"
    if what == "not a drawing" and why and why not in REASONS:
        line = _LINE.search(why)
        return f"{gettext(what)}: " + (
            gettext("its XML has a mistake in line %(line)s") % {"line": line[1]}
            if line
            else gettext("its XML cannot be read")
        )
    return ": ".join(gettext(part) if part in REASONS else part for part in reason.split(": "))


def said_of_head(problem: str) -> str:
    """What is wrong with front matter, as the reader says it."""
    if problem in REASONS:
        return gettext(problem)
    known = (words for begin, words in YAML.items() if problem.startswith(begin))
    return gettext(next(known, _NOT_READ))
