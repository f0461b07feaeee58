"""What stands beside a name in a pasted list: where somebody works and as what, where they live, anything else."""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import override

from communities.forms.list_columns import column_called
from communities.forms.list_lines import is_presence, without_others
from communities.forms.list_work import AT_EVENTS, SORTS, is_firm, is_trade
from communities.list_addresses import EMAIL, HANDLE
from contacts.forms.people import new_contact
from contacts.models import Contact
from contacts.text import fold
from contacts.zones import choices

LONGEST = 300
_LONGEST_OF = {"company": 200, "position": 200, "city": 100}
# A telephone number.
_NUMBER = re.compile(r"\+?\d[\d\s()-]{6,20}\d")
_PARTS = re.compile(r"[,;|\t()\[\]<>]+|\s[—–-]{1,2}\s|^[—–-]+\s|\s[—–-]+$")
_AT = re.compile(r"\s(?:at|@)\s", re.IGNORECASE)
_FROM = re.compile(r"^(?:at|from|of|@)\s+(?=\S)", re.IGNORECASE)
_TOWN = re.compile(r"^(?:г\.|город)\s*", re.IGNORECASE)
_EDGES = " .,:;*_`~-—–/\\"
_MOST_WORDS = 5


def words_beside(line: str, name: str) -> str:
    """The parts of a line besides a name and addresses, with commas between; empty where the name is not in it."""
    rest = _NUMBER.sub(" ", HANDLE.sub(" ", EMAIL.sub(" ", without_others(line))))
    for word in name.split():
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", rest, re.IGNORECASE)
        if found is None:
            return ""
        # What was on either side of a name belongs to two parts.
        rest = f"{rest[: found.start()]}\t{rest[found.end() :]}"
    return joined(_PARTS.split(rest))


def joined(parts: list[str]) -> str:
    """Parts that say something, each once."""
    found: dict[str, str] = {}
    for part in parts:
        said = " ".join(part.split()).strip(_EDGES)
        if any(map(str.isalpha, said)) and fold(said) not in SORTS and not is_presence(said):
            found.setdefault(fold(said), said)
    return ", ".join(found.values())[:LONGEST]


def newcomer(owner: AbstractBaseUser, name: str, beside: str = "") -> Contact:
    """An unsaved person for a name that nobody has yet, with what a list says beside it."""
    contact = new_contact(owner, name)
    tell(contact, beside)
    return contact


def tell(contact: Contact, beside: str) -> None:
    """Write what a list says of somebody new into the fields where it belongs."""
    for field, said in meaning_of(beside).items():
        setattr(contact, field, said)


def meaning_of(beside: str) -> dict[str, str]:
    """The fields of a person that words beside a name fill: a trade is the position, a known city the city, another
    name the company; what is none of these stands in what I know of them."""
    found: dict[str, list[str]] = {}
    for part in beside.split(", "):
        for field, said in _meanings(part.strip()):
            taken = field in ("company", "city") and field in found
            found.setdefault("about" if taken else field, []).append(said)
    return {field: ", ".join(said)[: _LONGEST_OF.get(field, LONGEST)] for field, said in found.items() if any(said)}


def _meanings(part: str) -> list[tuple[str, str]]:
    label, _mark, rest = part.partition(": ")
    if rest and (field := column_called(label)) in _LONGEST_OF:
        return [(field, rest.replace("; ", ", "))]
    if fold(part) in AT_EVENTS:
        return [("about", part)]
    if len(two := _AT.split(part, maxsplit=1)) > 1 and is_trade(two[0]):
        return [("position", two[0]), ("company", two[1])]
    town = _TOWN.sub("", part)
    if town != part or fold(town) in _cities():
        return [("city", town)]
    firm = _FROM.sub("", part)
    if is_trade(part) and not is_firm(part):
        return [("position", part)]
    named = firm[:1].isupper() or firm[:1].isdigit() or firm[:1] in "«\"“'"
    if is_firm(part) or firm != part or (named and len(firm.split()) <= _MOST_WORDS):
        return [("company", firm)]
    return [("about", part)]


@cache
def _cities() -> frozenset[str]:
    """The cities that are known by their clock, in every language."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {fold(city) for _group, zones in choices() for _zone, said in zones for city in said.split(", ")}
    return frozenset(found)
