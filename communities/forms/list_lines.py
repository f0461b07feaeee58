"""The lines of a pasted list: what they are besides people is taken off, and the rest is parted into pieces."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from communities.forms.list_work import is_named_after_people
from communities.list_addresses import AFTER, EMAIL, HANDLE
from contacts.finding.name_order import is_given

_PIECES = re.compile(r"[,;\t|]")
_AND = re.compile(r"\s(?:и|and|&)\s", re.IGNORECASE)
# «and 5 more»; each is bounded, as a line may be long.
_MORE = re.compile(
    r"\s(?:и|and|plus)\s{1,5}(?:ещё\s|еще\s)?\s{0,5}\d{1,5}\s{1,5}"
    r"(?:человек|чел\b|участник|гост|друг|others?\b|more\b|people\b).{0,200}$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()@]{0,100}[,;][^()@]{0,100}\)")
# When a message was sent, as chats copy it; when somebody was there, as they list their people.
_STAMP = re.compile(r"^\s{0,10}\[\d[\d.:/, -]{3,30}\]\s*")
_PRESENCE = re.compile(
    r"\s*(?:был\(?а?\)?\s.{1,40}|была?\s.{1,40}|в сети|онлайн|админ|администратор|владелец|создатель|печатает.{0,5}|"
    r"last seen .{1,40}|online|admin|owner|bot|typing.{0,5})\s*",
    re.IGNORECASE,
)
_TELEGRAM = re.compile(r"(?:https?://)?\b(?:t|telegram)\.me/([A-Za-z][A-Za-z0-9_]{3,31})/?(?![\w/?])", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|\b(?:t\.me|vk\.com|vk\.ru|linkedin\.com|github\.com)/)\S{1,300}", re.IGNORECASE)
_OF_TABLES = """
имя фамилия отчество фио участник участники гость гости почта емейл телефон тел роль компания организация должность
город телеграм ник комментарий статус
email e-mail mail telegram phone role company title job position organisation organization city comment status name
surname first last full № # n
"""
_HEADINGS = frozenset(_OF_TABLES.split())
# How many there are, and nobody.
_SUMMARY = re.compile(r"\s*(?:всего|итого|total|in all|together)\b", re.IGNORECASE)
_LABEL = re.compile(r"^\s*([^:@/\d]{1,40}):\s+(\S.*)$")
_DASHED = re.compile(r"^\s*([^\W\d_]{1,30})\s[—–-]\s+(\S.*)$")
_FAMILY_FIRST = re.compile(r"\s*([^\W\d_][\w'’-]{0,60}),\s*([^\W\d_][\w'’-]{0,60})\s*")
# A word for the kind of the address that follows.
_KIND = re.compile(r"[\s,(]+(?:телеграмм?|тг|ник|почта|e-?mail|mail|telegram|tg|handle|contact)\s*$", re.IGNORECASE)
# Where somebody comes from, behind their name.
FROM = re.compile(r"\s(?:из|from|at)\s.{1,200}$")
_MOST_WORDS = 3
_MOST_SAID, _LONGEST_SAID = 5, 20


def is_nobody(line: str) -> bool:
    """Whether a line names columns, counts people, opens a list, or says of somebody when they were there."""
    if _SUMMARY.match(line) or is_presence(line):
        return True
    return without_links(line).rstrip().endswith(":") or _is_heading(line)


def is_presence(text: str) -> bool:
    """Whether a text says when somebody was in a chat, or what they are there."""
    return bool(_PRESENCE.fullmatch(text))


def without_others(line: str) -> str:
    """A line without “and 5 more people”."""
    return _MORE.sub("", line)


def left_out(text: str) -> list[str]:
    """The lines that may stand for somebody, and say nobody: pictures alone, without a letter or a digit."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if any(map(_is_picture, line)) and not any(map(str.isalnum, line))]


def said_left_out(lines: list[str]) -> str:
    """That lines were left out, in words."""
    shown = [line if len(line) <= _LONGEST_SAID else f"{line[:_LONGEST_SAID]}…" for line in lines[:_MOST_SAID]]
    return _("Left out, as there is no name in it: %(lines)s.") % {"lines": ", ".join(shown)}


def _is_picture(char: str) -> bool:
    return unicodedata.category(char) == "So"


def without_links(line: str) -> str:
    """A line without links; beside a name a link to Telegram says a handle, alone it may lead to any chat."""
    rest = _LINK.sub(" ", line)
    beside = any(char.isalpha() for char in rest) and not rest.rstrip().endswith(":")
    return _LINK.sub(" ", _TELEGRAM.sub(r" @\1 ", line)) if beside else rest


def without_label(line: str) -> str:
    """What stands behind a word such as «Speaker:»; a name before a colon is the person, and the rest is about them.

    Where addresses are the rest, they are that person's.
    """
    line = _STAMP.sub("", line)
    if (dashed := _DASHED.match(line)) and not is_given(dashed[1]) and _begins_with_a_name(dashed[2]):
        return dashed[2]
    label = _LABEL.match(line)
    if label is None:
        return line
    name = _KIND.sub("", label[1])
    if not any(char.isalpha() for char in HANDLE.sub(" ", EMAIL.sub(" ", label[2]))):
        return f"{name} {label[2]}" if _begins_with_a_name(name) else label[2]
    return label[1] if is_full(label[1]) else label[2]


def parts_of(line: str) -> list[str]:
    """A line that says each person with something behind a comma, and parts them with semicolons, as several lines.

    Where that something is one word each time, and one of them a given name, the family names stand first.
    """
    parts = [part for part in line.split(";") if part.strip()]
    turned = [*filter(None, map(_FAMILY_FIRST.fullmatch, parts))]
    if len(parts) == len(turned) > 1 and any(is_given(one[2]) for one in turned):
        return [f"{one[2]} {one[1]}" for one in turned]
    return parts if len(parts) > 1 and all("," in part for part in parts) else [line]


def pieces_of(line: str) -> list[str]:
    """The pieces of a line between its commas, and between names that “and” joins."""
    found: list[str] = []
    for piece in _PIECES.split(_BRACKETS.sub(" ", without_others(line))):
        handles = HANDLE.findall(piece)
        if len(handles) > 1 and not any(char.isalpha() for char in HANDLE.sub(" ", piece)):
            found += [f"@{one}" for one in handles]
        else:
            joined = [piece] if is_named_after_people(piece) else _AND.split(piece)
            found += joined if len(joined) > 1 and all(map(_may_be_a_name, joined)) else [piece]
    return found


def is_full(name: str) -> bool:
    """Whether these may be a given name and a family name, by their letters alone."""
    said = name.split()
    return 1 < len(said) <= _MOST_WORDS and all(word[:1].isupper() for word in said)


def _is_heading(line: str) -> bool:
    """Whether a line names the columns of a table and nobody."""
    said = [word for piece in _PIECES.split(line) for word in piece.casefold().split()]
    return len(said) > 1 and all(word.strip(".:") in _HEADINGS for word in said)


def _may_be_a_name(piece: str) -> bool:
    """Whether a piece is one to three words with capital letters, after its number or bullet."""
    said = AFTER.split(HANDLE.sub(" ", EMAIL.sub(" ", FROM.sub("", piece))))[0].strip(" <>().-*•0123456789").split()
    return 0 < len(said) <= _MOST_WORDS and all(word[:1].isupper() for word in said)


def _begins_with_a_name(text: str) -> bool:
    """Whether a text begins with somebody: a given name, or two words of which the letters say so."""
    said = text.replace(",", " ").split()[:2]
    return bool(said) and said[0][:1].isupper() and (is_given(said[0]) or is_full(" ".join(said)))
