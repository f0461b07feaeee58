"""A list of people as it is pasted from a chat, a letter or a table: names, and the addresses beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import unescape

from communities.forms.list_beside import joined, words_beside
from communities.forms.list_columns import Columns, Row, columns_of
from communities.forms.list_lines import FROM, is_full, is_nobody, parts_of, pieces_of, without_label, without_links
from communities.forms.list_work import is_work_or_place
from communities.forms.names import LONGEST_NAME, parse_names
from communities.list_addresses import AFTER, EMAIL, HANDLE, added, addresses_in, addresses_said, differ
from contacts.finding.name_order import is_family_first, is_given, is_patronymic, may_be_given
from contacts.text import words

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LINES = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
_LEFT_OVER = re.compile(r"<\s*>|\(\s*\)|\[\s*\]|\bmailto:", re.IGNORECASE)
# What stands around a name, each bounded for the same reason.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_COMMA_INSIDE = re.compile(r'"([^",;]{1,100}),\s*([^",;]{1,100})"')
_LEAD = re.compile(r"^(?:[^\w@\"«“(<\[]+|\d{1,5}(?:[.)\]:/-]+\s*|\s+)|[^\W\d_]\)\s*)")
_BESIDE = re.compile(r"\([^()]{0,100}\)|\+?\d[\d\s()-]{6,20}\d\s*$|(?<=\S)\s+@\w{2,64}")
_SURNAME = re.compile(r"(?:[оеё]ва?|[иы]на?|[сц]к(?:ий|ая)|[ую]к|ко|ян|дзе|швили|[иы]х)$", re.IGNORECASE)
_TWO_CELLS = 2
_BETWEEN = re.compile(r"[._+-]+")


@dataclass(frozen=True)
class Listed:
    """One person of a list: a name as written, or made of an address, and the addresses beside it, one of a kind.

    `beside` is what else their line says of them: it does not tell people apart.
    """

    name: str
    addresses: tuple[str, ...] = ()
    beside: str = field(default="", compare=False)

    @property
    def key(self) -> frozenset[str]:
        return frozenset(words(self.name))

    @property
    def is_named_by_address(self) -> bool:
        return self.name in map(_name_of, self.addresses)


def parse_list(text: str) -> list[Listed]:
    """The people of a pasted list, in order; never raises.

    Bullets, numbers, blank lines and headings with a colon are gone, and so are doubles: the same address, or the
    same name without another address. An address alone on its line, an e-mail address or a Telegram handle, names its
    person; a link to Telegram is a handle beside a name only. A row of a table is one person, and so is a line that
    says beside a name where somebody works and as what; a line of names alone is several. A heading that names the
    columns of a table is obeyed in the rows that follow.
    """
    found: list[Listed] = []
    columns: Columns | None = None
    for line in _LINES.split(_INVISIBLE.sub("", _UNSTORABLE.sub("", unescape(text)))):
        if named := columns_of(line):
            columns = named
        elif is_nobody(line):
            continue
        elif columns and (row := columns.row(without_links(line))):
            found += _person_of(row)
        else:
            bare = without_links(line)
            parts = parts_of(without_label(_COMMA_INSIDE.sub(r"\2 \1", bare)))
            for part in parts:
                found += _with_words(_people_of(part), bare if len(parts) == 1 else part)
    return _without_doubles(found)


def _with_words(people: list[Listed], line: str) -> list[Listed]:
    """The people of a line; if it is one alone, the rest of the line is about them."""
    return [replace(people[0], beside=words_beside(line, people[0].name))] if len(people) == 1 else people


def _bare(piece: str) -> str:
    """A name without its number, bullet, phone, handle, and what is said of it in brackets or after a dash."""
    name = piece.strip()
    while (bare := _LEAD.sub("", name, count=1)) != name and any(char.isalpha() for char in bare):
        name = bare
    name = AFTER.split(_BESIDE.sub(" ", name).strip(), maxsplit=1)[0]
    if is_given(name.split(" ", 1)[0]):
        name = FROM.sub("", name)
    return name.strip(" *_~`-—–") or piece


def _people_of(line: str) -> list[Listed]:
    """The people of one line: an address belongs to the name before it, else to the one after it."""
    people: list[Listed] = []
    waiting: tuple[str, ...] = ()
    pieces = pieces_of(line)
    for piece in pieces:
        addresses, name = addresses_in(piece), _name_in(piece)
        if name:
            if differ(addresses, waiting):
                people.append(Listed(_name_of(waiting[0]), waiting))
                waiting = ()
            people.append(Listed(name, added(addresses, waiting)))
            waiting = ()
        elif people and not differ(people[-1].addresses, addresses):
            people[-1] = Listed(people[-1].name, added(people[-1].addresses, addresses))
        elif differ(waiting, addresses):
            people.append(Listed(_name_of(waiting[0]), waiting))
            waiting = addresses
        else:
            waiting = added(waiting, addresses)
    if waiting:
        people.append(Listed(_name_of(waiting[0]), waiting))
    given = [one.addresses for one in people if one.addresses]
    names = [one.name for one in people]
    if len(names) > 1 and not given and all(map(is_work_or_place, names)):
        return []
    apart = any(addresses_said(piece.strip(" <>")) for piece in pieces)
    name = _whole_name(names) if apart and len(given) == 1 else ""
    name = name or _only_name(names, is_row="\t" in line or "|" in line)
    if name and len(given) < 2:
        return [Listed(name, given[0] if given else ())]
    return [one for one in people if one.addresses or _stands_beside(one.name, names[0])]


def _person_of(row: Row) -> list[Listed]:
    """Whom a row of a table with a heading is about; nobody where it has neither a name nor an address."""
    said = {part: _name_in(_turned(cell)) for part, cell in row.name.items()}
    given, family = said.get("given", ""), said.get("family", "")
    whole = said.get("full") or said.get("turned", "")
    if "turned" in said and len(parts := whole.split()) == 2 and not is_family_first(*parts):
        family, given = parts
    parts = [given, said.get("patronymic", ""), family]
    if is_family_first(given, family) and _SURNAME.search(given):
        # The cells of this row stand the other way round.
        parts = [family, *parts[1:2], given]
    elif next(iter(said), "") == "family" and is_family_first(family, given):
        # As it is written: the names say themselves which is which.
        parts = [family, given, *parts[1:2]]
    name = " ".join(part for part in parts if part) or whole
    addresses = addresses_in(row.addresses)
    if not (name or addresses):
        return []
    return [Listed((name or _name_of(addresses[0]))[:LONGEST_NAME].strip(), addresses, joined(row.beside))]


def _name_in(text: str) -> str:
    """The first name in a text, without the addresses beside it."""
    names = parse_names(_bare(_LEFT_OVER.sub(" ", HANDLE.sub(" ", EMAIL.sub(" ", text)))))
    return next((one for one in names if any(char.isalpha() for char in one)), "")


def _turned(cell: str) -> str:
    """A cell that says the family name first and a comma behind it, as a name is said."""
    return re.sub(r"^([^,]{1,100}),\s*([^,]{1,100})$", r"\2 \1", cell)


def _whole_name(names: list[str]) -> str:
    """The name that stands in the first cells of a row, a word in each; empty where they are several people."""
    if len(names) < 2 or any(" " in one or not one[:1].isupper() for one in names[:2]):
        return ""
    first, second = names[:2]
    if is_given(first) == is_given(second) or first.isascii() != second.isascii() or any(map(is_given, names[2:])):
        return ""
    third = names[2] if len(names) > 2 and " " not in names[2] else ""
    return " ".join(names[:3]) if is_patronymic(second) or is_patronymic(third) else f"{first} {second}"


def _only_name(names: list[str], *, is_row: bool) -> str:
    """The name of the one person of whom a line tells several things; empty where each of them is a person."""
    if len(names) < 2:
        return ""
    first, second = names[:2]
    if " " not in first + second and not may_be_given(first) and is_given(second):
        # A family name with the given one behind a comma, unless more people follow.
        return "" if any(is_given(one.split()[0]) for one in names[2:]) else f"{first} {second}"
    if is_row:
        return f"{first} {second}" if _is_one_name(first, second, alone=len(names) == _TWO_CELLS) else first
    if not first[:1].isupper():
        return ""
    others = names[1:]
    if any(_may_be_a_person(one, beside=first) for one in others):
        return ""
    # After a full name the family names of others may stand alone; one alone may as well be where somebody lives.
    return "" if len(others) > 1 and all(" " not in one and _SURNAME.search(one) for one in others) else first


def _stands_beside(name: str, first: str) -> bool:
    """Whether something is a name in a line of several people: what begins with a small letter is said of one of them,
    unless all do, and so is what they do."""
    if name != first and is_work_or_place(name):
        return False
    return not first[:1].isupper() or name[:1].isupper() or not name[:1].isalpha() or is_given(name.split()[0])


def _is_one_name(given: str, family: str, *, alone: bool) -> bool:
    """Whether the first two cells of a row are a given and a family name: by its letters, or alone."""
    if " " in given + family or not is_given(given):
        return False
    alike = given.isascii() == family.isascii() and family[:1].isupper() and not is_given(family)
    return bool(_SURNAME.search(family)) or (alone and alike)


def _may_be_a_person(name: str, *, beside: str) -> bool:
    """Whether something is a name as the one beside it is, and not what somebody does or where they work."""
    if is_work_or_place(name):
        return False
    if " " not in name:
        return is_given(name) or (" " not in beside and name[:1].isupper())
    said = any(map(may_be_given, name.split())) or not (name.isascii() or not _SURNAME.search(name))
    return is_full(name) and (said or not any(map(may_be_given, beside.split())))


def _name_of(address: str) -> str:
    """Anna Petrova for anna.petrova@example.org and @anna_petrova; its beginning where that makes no name."""
    local = address.removeprefix("@").split("@")[0]
    parts = [part for part in _BETWEEN.split(local) if part.isalpha()]
    return " ".join(part.capitalize() for part in parts)[:LONGEST_NAME] or local


def _without_doubles(people: list[Listed]) -> list[Listed]:
    kept: list[Listed] = []
    for one in people:
        same = [place for place, other in enumerate(kept) if _same(one, other)]
        if not same:
            kept.append(one)
            continue
        other = kept[same[0]]
        fuller = one.name if other.key < one.key and _is_same_name(one, other) else other.name
        kept[same[0]] = Listed(fuller, added(other.addresses, one.addresses), other.beside or one.beside)
    return kept


def _same(one: Listed, other: Listed) -> bool:
    if {*one.addresses} & {*other.addresses}:
        return True
    return not differ(one.addresses, other.addresses) and _is_same_name(one, other)


def _is_same_name(one: Listed, other: Listed) -> bool:
    """Whether two names have the same words, be it that one of them leaves out the patronymic."""
    less, more = sorted((one.key, other.key), key=len)
    return less == more or (len(less) > 1 and less < more and all(map(is_patronymic, more - less)))
