"""The list of people by community: the filter that this floor adds to the ground floor's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Membership
from contacts.filtering.own import OfIds
from contacts.filtering.registry import Asked, Option
from contacts.models import ContactQuerySet
from contacts.prepared import prepared

if TYPE_CHECKING:
    from networking.accounts.models import User


class ByCommunity(OfIds):
    """People who are in a community today, or in one of several."""

    name = "community"
    rank = 10
    label = _("Community")
    blank = _("any")

    def options(self, asked: Asked) -> Sequence[Option]:
        return [Option(str(pk), name) for pk, name in _communities(asked.owner)]

    def narrow(self, people: ContactQuerySet, meant: Any, asked: Asked) -> ContactQuerySet:
        here = Membership.objects.filter(owner=asked.owner.pk, community__in=meant)
        return people.filter(pk__in=here.filter(trash=None).on(asked.today).values("contact"))


@prepared
def _communities(owner: User) -> QuerySet[Community, Any]:
    return Community.objects.for_owner(owner).values_list("pk", "name")
