"""What of the month is looked at: everything, one family of communities, or one community."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community, Family
from contacts.http import Request
from networking.metrics.belonging import Where

FAMILIES = {
    Family.INTERNAL: gettext_lazy("Internal communities"),
    Family.PROFESSIONAL: gettext_lazy("Professional communities"),
}


@dataclass(frozen=True)
class Filter:
    community: Community | None = None
    family: Family | None = None

    @property
    def where(self) -> Where:
        return self.community or self.family

    @property
    def query(self) -> str:
        """The same choice as the end of an address: `?community=7`, or nothing."""
        if self.community:
            return "?" + urlencode({"community": self.community.pk})
        return "?" + urlencode({"family": self.family.value}) if self.family else ""

    @property
    def said(self) -> str:
        """The choice in words, or an empty string for everything."""
        return self.community.name if self.community else str(FAMILIES[self.family]) if self.family else ""


def chosen(request: Request) -> Filter:
    """The choice in an address; 404 for what is not the owner's or does not exist."""
    pk, family = request.GET.get("community", ""), request.GET.get("family", "")
    if pk:
        if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
            raise Http404(_("There is no such community."))
        return Filter(community=get_object_or_404(Community.objects.for_owner(request.user), pk=int(pk)))
    if family and family not in Family:
        raise Http404(_("There is no such family of communities."))
    return Filter(family=Family(family) if family else None)
