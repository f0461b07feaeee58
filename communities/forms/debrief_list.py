"""A pasted list of people turned into rows of a debrief."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser

from communities.forms.debrief_rows import Row
from communities.forms.list_addresses import is_myself, who_is_listed
from communities.forms.lists import Listed
from communities.forms.names import Meant
from communities.list_addresses import differ
from contacts.text import words


class Turned(NamedTuple):
    """What became of a pasted list: new rows, the rows of those who stood there already, whether I was named myself."""

    fresh: list[Row]
    listed: list[Row]
    myself: bool


def rows_for_list(owner: AbstractBaseUser, people: list[Listed], rows: list[Row]) -> Turned:
    """Rows for the people of a pasted list. The owner needs none, and becomes nobody new."""
    known = {row.contact.pk: row for row in rows if row.contact}
    said: dict[frozenset[str], list[Row]] = {}
    for row in rows:
        if row.contact is None:
            said.setdefault(frozenset(words(row.who)), []).append(row)
    fresh, listed, others, myself = [], [], [], False
    for one in people:
        same = next((row for row in said.get(one.key, ()) if not differ(row.addresses, one.addresses)), None)
        if same is None:
            others.append(one)
        else:
            listed.append((same, one.addresses))
    for one, meant in zip(others, who_is_listed(owner, others), strict=True):
        if meant.contact is None and is_myself(owner, one):
            myself = True
            continue
        if meant.unknown:
            continue
        there = known.get(meant.contact.pk) if meant.contact else None
        if there and not differ(there.addresses, one.addresses):
            listed.append((there, one.addresses))
            continue
        if there and meant.contact:
            # The same name with two addresses: a namesake, or two addresses of one?
            meant = Meant(one.name, candidates=[meant.contact])
        row = Row(token=uuid.uuid4().hex[:10], who=meant.name, addresses=one.addresses, beside=one.beside)
        row.means(meant)
        fresh.append(row)
        if meant.contact:
            known[meant.contact.pk] = row
    for row, addresses in listed:
        row.addressed = row.takes(addresses) or row.addressed
    return Turned(fresh, [row for row, _addresses in listed], myself)
