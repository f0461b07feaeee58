"""Communities that a person's own texts name in brackets."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q
from django.urls import reverse

from communities.models import Community
from contacts.mentions.bracketed import key_of, name_keys
from contacts.owned import AnyUser


def communities_named(owner: AnyUser, names: Mapping[str, str]) -> dict[str, str]:
    """Where names of the owner's communities lead, by their keys; of several of one name, to the one made first."""
    wanted = Q()
    for name in names.values():
        wanted |= Q(name_key__startswith=f"{name_keys(name)}00")
    found: dict[str, str] = {}
    for pk, name in Community.objects.for_owner(owner).filter(wanted).order_by("pk").values_list("pk", "name"):
        if (key := key_of(name)) in names:
            found.setdefault(key, reverse("communities:community", args=[pk]))
    return found
