"""The list of people by community: the filter that this floor adds to the ground floor's."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from communities.models import Community, Membership
from contacts.filtering.registry import Asked, Filter, Option
from contacts.models import ContactQuerySet


class ByCommunity(Filter):
    """People who are in a community today."""

    name = "community"
    rank = 10
    label = _("Community")
    blank = _("any")

    def options(self, asked: Asked) -> Sequence[Option]:
        rows = Community.objects.for_owner(asked.owner).values_list("pk", "name")
        return [Option(str(pk), name) for pk, name in rows]

    def narrow(self, people: ContactQuerySet, value: str, asked: Asked) -> ContactQuerySet:
        periods = Membership.objects.filter(owner=asked.owner.pk, community=int(value), trash=None).on(asked.today)
        return people.filter(pk__in=periods.values("contact"))
