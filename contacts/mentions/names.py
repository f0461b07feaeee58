"""What the people are called now who are mentioned in texts, and where names in brackets lead."""

from __future__ import annotations

from collections.abc import Iterable

from contacts.mentions.bracketed import links_of
from contacts.mentions.tokens import mentioned_ids
from contacts.models import Contact
from contacts.owned import AnyUser


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
        people = Contact.objects.for_owner(owner).only("given_name", "family_name", "nickname", "owner_id")
        named.update({pk: person.name for pk, person in people.in_bulk(sorted(ids)).items()})
    named.links = links_of(owner, texts)
    return named
