"""Whose an address beside a pasted name is, and what it says of who is meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.base_user import AbstractBaseUser

from communities.forms.lists import Listed
from communities.forms.names import Meant, names_of, who_is_meant
from communities.list_addresses import KINDS, address_of, channels_with, kind_of
from contacts.doubles.many_names import likely_many
from contacts.forms.people import id_of, new_contact
from contacts.models import Channel, Contact
from contacts.text import words


def who_is_listed(owner: AbstractBaseUser, people: Sequence[Listed]) -> list[Meant]:
    """Say of each person of a list who it is, by address first and by name then; an unclear one has candidates.

    Somebody known by the address under quite another name, or by the name with quite another address, is asked about.
    """
    by_name = {one.name: one for one in who_is_meant(owner, list(dict.fromkeys(one.name for one in people)))}
    by_address = owners_of(owner, people)
    unsure = [by_name[one.name].contact for one in people if one.addresses and not owner_of(one, by_address)]
    taken = addressed([one for one in unsure if one])
    found = [_meant(one, by_name[one.name], owner_of(one, by_address), taken) for one in people]
    ask_about_likely(owner, [meant for meant in found if meant.is_new])
    return found


def ask_about_likely(owner: AbstractBaseUser, new: Sequence[Meant]) -> None:
    """Give those whom nobody is known to be the people whose name is nearly the same, to ask about them."""
    for meant, likely in zip(new, likely_many(owner, [new_contact(owner, one.name) for one in new]), strict=True):
        meant.candidates = likely


def _meant(one: Listed, named: Meant, known: Contact | None, taken: set[tuple[int, str]]) -> Meant:
    if not one.addresses or id_of(one.name) is not None:
        return named
    if known:
        return Meant(one.name, known) if may_be(one, known) else Meant(one.name, candidates=[known])
    if named.contact and has_others(named.contact, one.addresses, taken):
        return Meant(one.name, candidates=[named.contact])
    return named


def may_be(one: Listed, contact: Contact) -> bool:
    """Whether somebody known by an address goes by the name beside it, or by a part of it."""
    return one.is_named_by_address or any(one.key & said for said in names_of(contact))


def owners_of(owner: AbstractBaseUser, people: Sequence[Listed]) -> dict[str, Contact]:
    """Whose each of the addresses is, where it is one person's alone; one query."""
    asked = [address for one in people for address in one.addresses]
    known: dict[str, dict[int, Contact]] = {}
    for row in channels_with(owner, asked).select_related("contact") if asked else ():
        known.setdefault(address_of(row), {})[row.contact_id] = row.contact
    return {address: next(iter(found.values())) for address, found in known.items() if len(found) == 1}


def owner_of(one: Listed, by_address: Mapping[str, Contact]) -> Contact | None:
    """Who has one of the addresses that stand beside a name."""
    return next((by_address[address] for address in one.addresses if address in by_address), None)


def addressed(contacts: list[Contact]) -> set[tuple[int, str]]:
    """Which of the people have an address of which kind; one query."""
    if not contacts:
        return set()
    return set(Channel.objects.filter(contact__in=contacts, kind__in=KINDS).values_list("contact_id", "kind"))


def has_others(contact: Contact, addresses: Iterable[str], taken: set[tuple[int, str]]) -> bool:
    """Whether somebody who has none of these addresses has another one of their kind."""
    return contact.pk is not None and any((contact.pk, kind_of(one)) in taken for one in addresses)


def is_myself(owner: AbstractBaseUser, one: Listed) -> bool:
    """Whether somebody of a list is the owner, by the address of the account or by its whole name."""
    key = frozenset(words(str(owner)))
    return owner.get_username() in one.addresses or (len(key) > 1 and one.key == key)
