"""What the people are called now who are mentioned in texts, and where names in brackets lead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from contacts.mentions.bracketed import links_of
from contacts.mentions.tokens import mentioned_ids
from contacts.models import Contact
from contacts.owned import AnyUser
from contacts.prepared import prepared
from contacts.text import said_name

_AT_ONCE = 500


class Named(dict[int, str]):
    """Names by the ids of mentions; `links` are the addresses of names in brackets."""

    links: dict[str, str]


def names_of(owner: AnyUser, texts: Iterable[str]) -> Named:
    """The names of the owner's people whom the texts mention, by id; one query, none when nobody is mentioned.

    Who is deleted, or somebody else's, is not among them: their mentions stay words. Names in brackets take a query
    for each sort of record that they are looked for among.
    """
    texts = [*texts]
    named = Named()
    ids = {one for text in texts for one in mentioned_ids(text)}
    if ids:
        # Most pages mention few people; a text may thousands, and a statement has no places for so many.
        wanted = sorted(ids)
        for begin in range(0, len(wanted), _AT_ONCE):
            named.update({pk: said_name(*names) for pk, *names in _names(owner, wanted[begin : begin + _AT_ONCE])})
    named.links = links_of(owner, texts)
    return named


@prepared
def _names(owner: AnyUser, people: list[int]) -> QuerySet[Contact, Any]:
    rows = Contact.objects.sought_of(owner).filter(pk__in=people).order_by()
    return rows.values_list("pk", "given_name", "family_name", "nickname")
