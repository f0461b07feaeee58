"""What a person's page reads of the communities that they and I have been in; each a query made ready once."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from communities.ids import filled
from communities.models import Membership, Participation
from contacts.models import Contact
from contacts.models.contact import NAMES
from contacts.prepared import prepared


def person_or_404(owner: AbstractBaseUser, pk: int) -> Contact:
    """One of the owner's people, with their names."""
    return _person.one_or_404(owner, pk)


@prepared
def _person(owner: AbstractBaseUser, pk: int) -> QuerySet[Contact]:
    return Contact.objects.for_owner(owner).filter(pk=pk).only(*NAMES).order_by()


@prepared
def periods_of(owner: AbstractBaseUser, person: int) -> QuerySet[Membership]:
    """The memberships of a person of the owner's, with their communities."""
    rows = Membership.objects.for_owner(owner).filter(contact=person).select_related("community")
    return rows.only("role", "since", "until", "contact", "community__name", "community__name_key")


def mine_in(owner: AbstractBaseUser, communities: list[int]) -> list[Participation]:
    """My own periods in some of the owner's communities."""
    return _mine(owner, filled(communities)) if communities else []


@prepared
def _mine(owner: AbstractBaseUser, communities: list[int]) -> QuerySet[Participation]:
    rows = Participation.objects.filter(owner=owner.pk, community__in=communities, trash=None)
    return rows.only("community", "status", "role", "since", "until")
