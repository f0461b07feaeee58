"""From a person back to a card of 3.0 or 4.0: what is mapped is written anew, what is not goes out as it came."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

from networking.exchange.formats.rows import Person
from networking.exchange.formats.vcard.mapping import person_of
from networking.exchange.formats.vcard.reading import Card, Property, parse
from networking.exchange.formats.vcard.values import escape

_DATA = re.compile(r"data:image/([\w.+-]+);base64,(.*)\Z", re.S | re.I)
_IMAGE_TYPE = re.compile(r"TYPE=\"?(?:image/)?([\w.+-]+)", re.I)
_TYPES = {"mobile": "CELL", "work": "WORK", "home": "HOME"}
_HOMES = {"telegram": "https://t.me/", "vk": "https://vk.com/", "linkedin": "https://www.linkedin.com/in/",
          "github": "https://github.com/", "whatsapp": "https://wa.me/", "dzen": "https://dzen.ru/"}  # fmt: skip
# Names are the same in any case, but some programs look for their own spelling.
_SPELLED = {"X-ABLABEL": "X-ABLabel", "X-ABRELATEDNAMES": "X-ABRelatedNames", "X-ABSHOWAS": "X-ABShowAs"}


def card_text(card: Card, version: str = "3.0") -> str:
    """A card as text with folded lines and CRLF; `version` is 3.0 or 4.0."""
    lines = ["BEGIN:VCARD", f"VERSION:{version}"]
    for one in card.properties:
        params, value = _in_version(one, version)
        name = _SPELLED.get(one.name, one.name)
        head = f"{one.group}.{name}" if one.group else name
        lines.append(f"{head}{';' if params else ''}{params}:{value}")
    lines.append("END:VCARD")
    return "".join(_folded(line) for line in lines)


def write(people: Iterable[Person], version: str = "3.0") -> bytes:
    """A file of cards. A person's `raw`, when it is a card, gives back what has no field of ours."""
    return "".join(card_text(with_person(person), version) for person in people).encode("utf-8")


def with_person(person: Person) -> Card:
    """The card of a person: the kept card where it says the same, new lines for what differs or is missing."""
    raw = person.raw if person.raw[:40].lstrip().upper().startswith("BEGIN") else ""
    card = parse(raw) if raw else Card()
    was = (person_of(card, []) if raw else None) or Person()
    kept = _without_changed(card, was, person)
    return Card(properties=[*_new(was, person, names={one.name for one in kept}), *kept], version=card.version)


def _without_changed(card: Card, was: Person, person: Person) -> list[Property]:
    """The lines of the old card but those that no longer say what the person is."""
    gone: set[str] = set()
    if (was.given_name, was.patronymic, was.family_name) != (person.given_name, person.patronymic, person.family_name):
        gone |= {"N", "FN"}
    gone |= {name for name, field in _FIELDS.items() if getattr(was, field) != getattr(person, field)}
    gone |= {"ORG"} if was.department != person.department else set()
    gone |= {"PHOTO"} if was.photo != person.photo else set()
    gone |= {"CATEGORIES"} if was.tags != person.tags else set()
    gone |= set(_DAYS) if was.dates != person.dates else set()
    gone |= set(_REACH) if was.channels != person.channels else set()
    groups = {one.group for one in card.properties if one.name in gone and one.group}
    return [
        one for one in card.properties if one.name not in gone and not (one.name == "X-ABLABEL" and one.group in groups)
    ]


_FIELDS = {"NICKNAME": "nickname", "ORG": "company", "TITLE": "position", "ROLE": "position", "NOTE": "note",
           "ADR": "city", "UID": "source_id", "X-ANDROID-CUSTOM": "nickname"}  # fmt: skip
_DAYS = ("BDAY", "ANNIVERSARY", "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "X-ABDATE")
_REACH = ("TEL", "EMAIL", "URL", "X-SOCIALPROFILE", "IMPP", "X-TELEGRAM", "X-VK", "X-WHATSAPP", "X-SKYPE", "X-AIM",
          "X-SKYPE-USERNAME", "X-ICQ", "X-JABBER", "X-DISCORD", "X-GITHUB", "X-SLACK", "X-LINKEDIN")  # fmt: skip


def _new(was: Person, person: Person, names: set[str]) -> list[Property]:
    lines: list[Property] = []

    def add(name: str, value: str, params: str = "", group: str = "") -> None:
        if value and (name not in names or group):
            lines.append(Property(group, name, params, value))

    add("FN", escape(person.name))
    if "N" not in names:
        said = (person.family_name, person.given_name, person.patronymic, "", "")
        lines.append(Property("", "N", "", ";".join(escape(part) for part in said)))
    own = {one.value for one in person.channels}
    add("NICKNAME", "" if person.nickname in own else escape(person.nickname))
    work = [part for part in (person.company, person.department) if part]
    add("ORG", ";".join(escape(part) for part in ([person.company, person.department] if person.department else work)))
    add("TITLE", escape(person.position))
    if "ADR" not in names and person.city:
        lines.append(Property("", "ADR", "TYPE=HOME", f";;;{escape(person.city)};;;"))
    add("NOTE", escape(person.note))
    add("CATEGORIES", ",".join(escape(tag) for tag in person.tags))
    add("UID", person.source_id)
    if person.photo and "PHOTO" not in names:
        kind = "PNG" if person.photo.startswith(b"\x89PNG") else "JPEG"
        add("PHOTO", base64.b64encode(person.photo).decode(), f"ENCODING=b;TYPE={kind}")
    if was.channels != person.channels or not was.channels:
        lines += _channels(person)
    if was.dates != person.dates or not was.dates:
        lines += _days(person)
    return lines


def _channels(person: Person) -> list[Property]:
    lines = []
    for number, one in enumerate(person.channels, 1):
        pref = ";TYPE=PREF" if one.preferred else ""
        kind = _TYPES.get(one.label, "")
        params = f"TYPE={kind}{pref}" if kind else pref.lstrip(";")
        if one.kind in ("phone", "email"):
            group = "" if kind or not one.label else f"svyazi{number}"
            lines.append(Property(group, "TEL" if one.kind == "phone" else "EMAIL", params, escape(one.value)))
        elif one.kind == "other" and one.label in ("fax", "pager"):
            group = ""
            lines.append(Property("", "TEL", f"TYPE={one.label.upper()}{pref}", escape(one.value)))
        elif one.kind in _HOMES:
            group = f"svyazi{number}" if one.label else ""
            value = one.value if "/" in one.value else f"{_HOMES[one.kind]}{one.value.lstrip('@+')}"
            lines.append(Property(group, "URL", "", value))
        elif one.kind == "website":
            group = f"svyazi{number}" if one.label else ""
            lines.append(Property(group, "URL", "", one.value))
        else:
            group = f"svyazi{number}" if one.label else ""
            service = "" if one.kind == "other" else one.kind
            lines.append(Property(group, "X-SOCIALPROFILE", f"TYPE={service}" if service else "", escape(one.value)))
        if group:
            lines.append(Property(group, "X-ABLABEL", "", escape(one.label)))
    return lines


def _days(person: Person) -> list[Property]:
    lines, born = [], False
    for number, one in enumerate(person.dates, 1):
        text = f"{one.year:04d}-{one.month:02d}-{one.day:02d}" if one.year else f"1604-{one.month:02d}-{one.day:02d}"
        params = "" if one.year else "X-APPLE-OMIT-YEAR=1604"
        if one.kind == "birthday" and not born:
            born = True
            lines.append(Property("", "BDAY", params, text))
        elif one.label == "Anniversary":
            lines.append(Property("", "ANNIVERSARY", params, text))
        else:
            lines.append(Property(f"day{number}", "X-ABDATE", params, text))
            lines.append(Property(f"day{number}", "X-ABLABEL", "", escape(one.label or one.kind)))
    return lines


def _in_version(one: Property, version: str) -> tuple[str, str]:
    """Photos are the one thing that the two versions write differently in kind."""
    if one.name not in ("PHOTO", "LOGO"):
        return one.params, one.value
    inline = _DATA.match(one.value)
    if version == "3.0" and inline:
        return f"ENCODING=b;TYPE={inline[1].upper()}", inline[2]
    if version == "4.0" and not inline and "encoding=b" in one.params.lower():
        kind = _IMAGE_TYPE.search(one.params)
        return "", f"data:image/{(kind[1] if kind else 'jpeg').lower()};base64,{one.value}"
    return one.params, one.value


def _folded(line: str) -> str:
    """At most 75 bytes a line, never in the middle of a letter."""
    line = line.replace("\r", "").replace("\n", "\\n")
    if len(line) <= 75 and (line.isascii() or len(line.encode()) <= 75):
        return f"{line}\r\n"
    pieces: list[str] = []
    data, at = line.encode("utf-8", "replace"), 0
    while at < len(data):
        end = min(len(data), at + (75 if not pieces else 74))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[at:end].decode())
        at = end
    return "\r\n ".join(pieces) + "\r\n"
