"""`[[Name]]` in a person's own text: a link to their record of that name, looked up when the text is shown.

An upper floor registers where else names are looked for in `AppConfig.ready`. Nobody else's records are asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from contacts.models import Contact
from contacts.models.contact import NAMES
from contacts.owned import AnyUser
from contacts.text import fold, sort_key

BRACKETED = re.compile(r"\[\[([^\[\]\n|]{1,200})(?:\|([^\[\]\n]{1,200}))?\]\]")
# So many names of a page are looked for; the rest stay words.
MOST = 50
# Takes the owner and names as written, by their keys; gives the addresses of those that it knows. One query.
Resolver = Callable[[AnyUser, Mapping[str, str]], dict[str, str]]
_resolvers: list[tuple[int, Resolver]] = []


def register(resolver: Resolver, *, rank: int) -> None:
    """Lower ranks are asked first; who is asked later gets only the names that nobody knew."""
    _resolvers.append((rank, resolver))
    _resolvers.sort(key=lambda pair: pair[0])


def key_of(name: str) -> str:
    """The same for a name however it is written: case, ё and spaces do not matter."""
    return fold(" ".join(name.split()))


def name_keys(name: str) -> str:
    """How the kept key of a row of that name begins, without the end that tells е from ё."""
    return sort_key(key_of(name)).removesuffix("00")


def links_of(owner: AnyUser, texts: Iterable[str]) -> dict[str, str]:
    """Where the names in brackets lead, by their keys; no query where no text has brackets."""
    names: dict[str, str] = {}
    for text in texts:
        for match in BRACKETED.finditer(text) if "[[" in text else ():
            if match[1].strip() and len(names) < MOST:
                names.setdefault(key_of(match[1]), " ".join(match[1].split()))
    links: dict[str, str] = {}
    for _rank, resolver in _resolvers:
        if asked := {key: name for key, name in names.items() if key not in links}:
            links |= resolver(owner, asked)
    return links


def people(owner: AnyUser, names: Mapping[str, str]) -> dict[str, str]:
    """People by full name in either order, with or without the patronymic, or by nickname.

    A name of several leads to the list of them.
    """
    wanted = Q(nickname__in=[*names.values()])
    for name in names.values():
        several = " " in name
        for said in _as_kept(name.split()):
            wanted |= Q(name_key__startswith=f"{name_keys(said)}00")
            if several:
                # A patronymic may follow.
                wanted |= Q(name_key__startswith=f"{name_keys(said)}08")
    found: dict[str, list[int]] = {}
    rows = Contact.objects.for_owner(owner).filter(wanted).order_by("pk")
    for pk, given, family, between, nickname in rows.values_list("pk", *NAMES):
        both = (f"{given} {family}", f"{family} {given}", nickname)
        for key in {*map(key_of, (*both, f"{given} {between} {family}", f"{family} {given} {between}"))} & names.keys():
            found.setdefault(key, []).append(pk)
    return {key: _address(names[key], pks) for key, pks in found.items()}


def _as_kept(said: list[str]) -> set[str]:
    """How the kept key may begin for words of a name in any order: given name, family name, patronymic."""
    orders = [said, [said[-1], *said[:-1]], [*said[1:], said[0]]]
    if len(said) == 3:
        first, second, third = said
        orders += [[first, third, second], [second, first, third]]
    return {" ".join(words) for words in orders}


def _address(name: str, pks: list[int]) -> str:
    if len(pks) == 1:
        return reverse("contacts:contact", args=pks)
    return f"{reverse('contacts:list')}?{urlencode({'q': name})}"
