"""A list of names as people paste it: from a chat, a letter, a numbered table; and who of them is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.contrib.auth.base_user import AbstractBaseUser

from contacts.forms.people import MOST_NAMES, id_of, resolve
from contacts.models import Contact
from contacts.text import clean_name, words

LONGEST_NAME = 200
GROUP = 20
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BREAKS = re.compile(r"[\n\r,;\t\v\f\x85\u2028\u2029]")
_ADDRESS = re.compile(r"<[^<>]*>|[(\[]\s*[^\s()\[\]]+@[^\s()\[\]]+\s*[)\]]")
_LEAD = re.compile(r"^\s*(?:[-–—*•·▪◦‣+>]+|\[[ xхXХ]?\]|\(?\d{1,3}[.)])\s*")


def parse_names(text: str) -> list[str]:
    """The names of a pasted list, in order: bullets, numbers, addresses, blanks and doubles are gone.

    Never raises. What has no letter or digit in it is no name.
    """
    found: dict[frozenset[str], str] = {}
    for piece in _BREAKS.split(_UNSTORABLE.sub("", text)):
        name = clean_name(_ADDRESS.sub(" ", piece))
        while (bare := _LEAD.sub("", name)) != name:
            name = bare
        name = clean_name(name.strip(" .\"'«»“”")[:LONGEST_NAME])
        key = frozenset(words(name))
        if key:
            found.setdefault(key, name)
    return list(found.values())[:MOST_NAMES]


@dataclass
class Meant:
    """Who a name means: somebody known, one of several candidates, or (neither) a new person."""

    name: str
    contact: Contact | None = None
    candidates: list[Contact] = field(default_factory=list)
    unknown: bool = False

    @property
    def is_new(self) -> bool:
        """Whether nobody known is meant, for all that is known."""
        return not (self.contact or self.candidates or self.unknown)


def who_is_meant(owner: AbstractBaseUser, names: list[str]) -> list[Meant]:
    """Say of each name who it is, by the one set of rules that every field of people has.

    A few queries for every twenty names: each name is compared with those whom any name of its group may be.
    """
    ids = [number for number in map(id_of, names) if number is not None]
    by_id = Contact.objects.for_owner(owner).in_bulk(ids) if ids else {}
    plain = [name for name in names if id_of(name) is None]
    asked: dict[str, list[Contact]] = {}
    known: dict[frozenset[str], Contact] = {}
    for start in range(0, len(plain), GROUP):
        found = resolve(owner, plain[start : start + GROUP])
        asked |= {question.name: question.candidates for question in found.questions}
        known |= {said: one for one in found.contacts if one.pk for said in names_of(one)}
    result = []
    for name in names:
        number = id_of(name)
        if number is not None:
            result.append(Meant(name, by_id.get(number), unknown=number not in by_id))
        elif name in asked:
            result.append(Meant(name, candidates=asked[name]))
        else:
            result.append(Meant(name, known.get(frozenset(words(name)))))
    return result


def names_of(contact: Contact) -> set[frozenset[str]]:
    """The words of each name by which somebody known goes."""
    return {frozenset(words(name)) for name in (contact.name, contact.full_name, contact.nickname) if name}
