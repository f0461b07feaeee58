"""The channels in a cell of the catalogue's table: a line each, or several in a line where each is one by itself."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from communities.places import check_places
from contacts.forms.channels import read_channel
from contacts.models.channel import ChannelKind
from contacts.text import clean_name

_SIGNS = re.compile(r"\s*[,;]\s*")
_SIGNS_OR_SPACES = re.compile(r"\s*[,;]\s*|(?<![:,;\s])\s+")
_ADDRESS = re.compile(
    r"@\w[\w.-]+|(?:https?://|www\.)\S+|[^\s@]+@[^\s@]+\.\w{2,}|(?:[\w-]+\.)+(?:[a-z]{2,}|рф)(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\+?\d(?:[\s().-]*\d){6,}")


def read_channels(cell: str) -> list[list[str]]:
    """Kind and address of each channel; ValidationError where an address stands among words that are none, or where
    there is none."""
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    read = {line: _in_line(line) for line in lines}
    check_places(line for line, channels in read.items() if channels == [[ChannelKind.OTHER, clean_name(line)]])
    return [channel for line in lines for channel in read[line]]


def _in_line(line: str) -> list[list[str]]:
    parts, words = ([one for one in at.split(line) if one] for at in (_SIGNS, _SIGNS_OR_SPACES))
    for pieces in (parts, words):
        if len(pieces) > 1 and all(map(_is_one, pieces)):
            return [_channel(one) for one in pieces]
    later = any(map(_is_one, parts[1:])) or any(_names_kind(one) or _ADDRESS.fullmatch(one) for one in words[1:])
    if later or _goes_on(line, parts, words):
        raise ValidationError(_("Write each channel on a line of its own: “%(said)s”."), params={"said": line[:80]})
    return [_channel(line)]


def _goes_on(line: str, parts: list[str], words: list[str]) -> bool:
    """Whether an address is followed by what is none; a comma may stand in an address of the web."""
    if _names_kind(line) or (len(words) == len(parts) and line.startswith(("http://", "https://"))):
        return False
    return bool((len(parts) > 1 and _is_one(parts[0])) or (len(words) > 1 and _ADDRESS.fullmatch(words[0])))


def _is_one(piece: str) -> bool:
    """Whether it is a channel by itself: an address by its form, or anything after the name of its kind."""
    if _names_kind(piece):
        return not any(map(_ADDRESS.fullmatch, _channel(piece)[1].split()[1:]))
    return bool(_ADDRESS.fullmatch(piece) or _PHONE.fullmatch(piece))


def _names_kind(piece: str) -> bool:
    address = _channel(piece)[1]
    return bool(address) and address != clean_name(piece)


def _channel(line: str) -> list[str]:
    kind, colon, rest = line.partition(":")
    if colon and kind.strip() in ChannelKind:
        return [kind.strip(), clean_name(rest)]
    guessed, address = read_channel(line)
    return [str(guessed), address]
