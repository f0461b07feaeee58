"""What of a card goes into the fields of a person."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable

from networking.exchange.formats.addresses import kind_of_link, kind_of_service, split_name
from networking.exchange.formats.days import year_month_day
from networking.exchange.formats.problems import Problem, Trouble
from networking.exchange.formats.rows import Address, Day, Person
from networking.exchange.formats.vcard.reading import Card, Property
from networking.exchange.formats.vcard.values import parts, unescape

MOST_TAGS = 500
LARGEST_PHOTO = 8 * 1024 * 1024
# Groups that every address book has; they say nothing of a person.
NO_TAGS = {"my contacts", "mycontacts", "* mycontacts", "* starred", "starred", "contacts"}
Told = list[Problem]
# A part of a name may hold several, with commas between them that are not escaped.
_LIST = re.compile(r"(?<!\\), *")


def members_of(card: Card) -> tuple[str, list[str]] | None:
    """The name and the members' ids when the card is a group, not a person."""
    said = {one.name: one.value for one in card.properties if one.name in ("KIND", "X-ADDRESSBOOKSERVER-KIND", "FN")}
    if (said.get("KIND") or said.get("X-ADDRESSBOOKSERVER-KIND") or "").lower() != "group":
        return None
    found = [one.value for one in card.properties if one.name in ("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER")]
    return unescape(said.get("FN", "")), found


def person_of(card: Card, problems: Told) -> Person | None:
    """The person of a card, or None when nothing names one. What is odd is added to the problems."""
    person = Person(line=card.line, raw=card.raw)
    labels: dict[str, str] = {}
    shown = ""
    for one in card.properties:
        name = one.name
        if name == "FN":
            shown = shown or unescape(one.value).strip()
        elif name == "X-ABLABEL":
            labels[one.group] = unescape(one.value).removeprefix("_$!<").removesuffix(">!$_")
        elif taken := _TAKES.get(name):
            taken(person, one, problems)
    if labels:
        _relabel(person, card, labels)
    if not (person.given_name or person.family_name):
        person.given_name, person.patronymic, person.family_name = split_name(shown)
    if not person.name:
        # Without a name of a person, their own address names them.
        own = [one.value for one in person.channels if one.kind in ("email", "phone")]
        person.nickname = own[0] if own else ""
    return person if person.name else None


def _relabel(person: Person, card: Card, labels: dict[str, str]) -> None:
    grouped = {
        one.value: labels[one.group] for one in card.properties if one.group in labels and one.name != "X-ABLABEL"
    }
    said = {unescape(value).strip(): label for value, label in grouped.items()}
    for channel in person.channels:
        if label := said.get(channel.value):
            channel.label = label[:60]
            if channel.kind == "other":
                channel.kind = kind_of_service(label)
    days = {(one.value): labels[one.group] for one in card.properties if one.name == "X-ABDATE" and one.group in labels}
    for value, label in days.items():
        for day in person.dates:
            parsed = year_month_day(value)
            if day.label == "" and day.kind == "other" and parsed and parsed[1:] == (day.month, day.day):
                day.label = label[:100]


def _name(person: Person, one: Property, _problems: Told) -> None:
    family, given, middle = [*parts(_LIST.sub(" ", one.value)), "", "", ""][:3]
    person.family_name, person.given_name, person.patronymic = family.strip(), given.strip(), middle.strip()


def _nickname(person: Person, one: Property, _problems: Told) -> None:
    person.nickname = person.nickname or unescape(one.value).strip()


def _work(person: Person, one: Property, _problems: Told) -> None:
    said = [part.strip() for part in parts(one.value)]
    if not person.company:
        person.company, person.department = said[0], ", ".join(part for part in said[1:] if part)


def _position(person: Person, one: Property, _problems: Told) -> None:
    person.position = person.position or unescape(one.value).strip()


def _phone(person: Person, one: Property, _problems: Told) -> None:
    params, value = one.params.lower(), unescape(one.value).strip()
    if value[:4].lower() == "tel:":
        value = value[4:].replace(";ext=", " ext. ")
    if not value:
        return
    label = next((label for mark, label in _PHONE_LABELS if mark in params), "") if params else ""
    kind = "other" if label in ("fax", "pager") else "phone"
    person.channels.append(Address(kind, value, label, "pref" in params))


_PHONE_LABELS = (("fax", "fax"), ("pager", "pager"), ("cell", "mobile"), ("work", "work"), ("home", "home"))


def _email(person: Person, one: Property, _problems: Told) -> None:
    params, value = one.params.lower(), unescape(one.value).strip()
    if value:
        label = "work" if "work" in params else "home" if "home" in params else ""
        person.channels.append(Address("email", value.removeprefix("mailto:"), label, "pref" in params))


def _link(person: Person, one: Property, _problems: Told) -> None:
    value = unescape(one.value).strip()
    if value:
        person.channels.append(Address(kind_of_link(value), value))


def _profile(person: Person, one: Property, _problems: Told) -> None:
    """X-SOCIALPROFILE and IMPP: the service stands in a parameter or as the scheme."""
    value, params = unescape(one.value).strip(), one.params
    scheme, colon, rest = value.partition(":")
    service = kind_of_service(f"{params} {scheme if colon else ''}")
    if colon and scheme.lower() not in ("http", "https"):
        value = rest
    elif service == "other":
        service = kind_of_link(value)
    if value and not any(one.kind == service and value in one.value for one in person.channels):
        label = "" if service != "other" else scheme[:60] if colon else ""
        person.channels.append(Address(service, value, label))


def _messenger(person: Person, one: Property, _problems: Told) -> None:
    value, label = unescape(one.value).strip(), one.name.removeprefix("X-")
    if value:
        kind = kind_of_service(label)
        person.channels.append(Address(kind, value, "" if kind != "other" else label.title()))


def _address(person: Person, one: Property, _problems: Told) -> None:
    if not person.city:
        said = parts(one.value)
        person.city = " ".join(said[3].split()) if len(said) > 3 else ""


def _note(person: Person, one: Property, _problems: Told) -> None:
    value = unescape(one.value).strip()
    person.note = f"{person.note}\n\n{value}" if person.note and value else person.note or value


def _tags(person: Person, one: Property, _problems: Told) -> None:
    for part in parts(one.value, ","):
        if len(person.tags) >= MOST_TAGS:
            return
        if (tag := part.strip()) and tag.lower() not in NO_TAGS and tag not in person.tags:
            person.tags.append(tag)


def _day(kind: str, label: str) -> Callable[[Person, Property, Told], None]:
    def taken(person: Person, one: Property, problems: Told) -> None:
        value = unescape(one.value).strip()
        found = year_month_day(value)
        if found:
            year = None if "OMIT-YEAR" in one.params.upper() else found[0]
            if not any((day.kind, day.month, day.day) == (kind, found[1], found[2]) for day in person.dates):
                person.dates.append(Day(kind, found[1], found[2], year, label))
        elif value:
            problems.append(Problem(Trouble.BAD_DATE, one.line, value, error=False))

    return taken


def _photo(person: Person, one: Property, problems: Told) -> None:
    value = one.value
    if value[:5].lower() == "data:":
        value = value.partition(",")[2]
    elif "encoding=b" not in one.params.lower() and "base64" not in one.params.lower():
        return
    if person.photo:
        return
    if len(value) > LARGEST_PHOTO * 4 // 3:
        problems.append(Problem(Trouble.BAD_PHOTO, one.line, error=False))
        return
    text = "".join(value.split()).rstrip("=")
    try:
        # The last letters of a picture that was cut are of no use; the rest of it is.
        person.photo = base64.b64decode(text[: len(text) - (len(text) % 4 == 1)] + "=" * (-len(text) % 4 % 3))
    except (binascii.Error, ValueError):
        problems.append(Problem(Trouble.BAD_PHOTO, one.line, error=False))


def _source(person: Person, one: Property, _problems: Told) -> None:
    person.source_id = one.value.strip()[:200]


def _android(person: Person, one: Property, _problems: Told) -> None:
    said = parts(one.value)
    if said[0].endswith("/nickname") and len(said) > 1 and not person.nickname:
        person.nickname = said[1].strip()


_TAKES: dict[str, Callable[[Person, Property, Told], None]] = {
    "N": _name, "NICKNAME": _nickname, "ORG": _work, "TITLE": _position, "ROLE": _position, "TEL": _phone,
    "EMAIL": _email, "URL": _link, "X-SOCIALPROFILE": _profile, "IMPP": _profile, "ADR": _address, "NOTE": _note,
    "CATEGORIES": _tags, "BDAY": _day("birthday", ""), "ANNIVERSARY": _day("other", "Anniversary"),
    "X-ANNIVERSARY": _day("other", "Anniversary"), "X-EVOLUTION-ANNIVERSARY": _day("other", "Anniversary"),
    "X-ABDATE": _day("other", ""), "PHOTO": _photo, "UID": _source, "X-ANDROID-CUSTOM": _android,
    "X-TELEGRAM": _messenger, "X-VK": _messenger, "X-WHATSAPP": _messenger, "X-SKYPE": _messenger,
    "X-SKYPE-USERNAME": _messenger, "X-AIM": _messenger, "X-ICQ": _messenger, "X-JABBER": _messenger,
    "X-DISCORD": _messenger, "X-GITHUB": _messenger, "X-SLACK": _messenger, "X-LINKEDIN": _messenger,
}  # fmt: skip
