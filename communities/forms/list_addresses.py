"""Whose an address beside a pasted name is, and what it says of who is meant."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser

from communities.forms.lists import Listed
from communities.forms.names import Meant, id_of, names_of, who_is_meant
from contacts.models import Channel, Contact
from contacts.models.channel import ChannelKind


def who_is_listed(owner: AbstractBaseUser, people: Sequence[Listed]) -> list[Meant]:
    """Say of each person of a list who it is, by address first and by name then; an unclear one has candidates.

    Somebody known by the address under quite another name, or by the name with quite another address, is asked about.
    """
    by_name = {one.name: one for one in who_is_meant(owner, list(dict.fromkeys(one.name for one in people)))}
    by_email = owners_of(owner, [one.email for one in people if one.email])
    unsure = [by_name[one.name].contact for one in people if one.email and one.email not in by_email]
    taken = addressed([one for one in unsure if one])
    return [_meant(one, by_name[one.name], by_email.get(one.email), taken) for one in people]


def _meant(one: Listed, named: Meant, known: Contact | None, taken: set[int]) -> Meant:
    if not one.email or id_of(one.name) is not None:
        return named
    if known:
        return Meant(one.name, known) if may_be(one, known) else Meant(one.name, candidates=[known])
    if named.contact and named.contact.pk in taken:
        return Meant(one.name, candidates=[named.contact])
    return named


def may_be(one: Listed, contact: Contact) -> bool:
    """Whether somebody known by an address goes by the name beside it, or by a part of it."""
    return one.is_named_by_address or any(one.key & said for said in names_of(contact))


def owners_of(owner: AbstractBaseUser, emails: list[str]) -> dict[str, Contact]:
    """Whose an address is, where it is one person's alone; one query."""
    rows = Channel.objects.for_owner(owner).filter(kind=ChannelKind.EMAIL, value_folded__in=emails)
    people: dict[str, dict[int, Contact]] = {}
    for row in rows.select_related("contact") if emails else ():
        people.setdefault(row.value_folded, {})[row.contact_id] = row.contact
    return {email: next(iter(known.values())) for email, known in people.items() if len(known) == 1}


def addressed(contacts: list[Contact]) -> set[int]:
    """Those of the people who have an e-mail address; one query."""
    if not contacts:
        return set()
    rows = Channel.objects.filter(contact__in=contacts, kind=ChannelKind.EMAIL)
    return set(rows.values_list("contact_id", flat=True))
