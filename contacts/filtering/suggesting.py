from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Min

from contacts.models import Contact

SUGGESTED = ("company", "city")
MOST = 100


def commonest(owner: AbstractBaseUser, field: str) -> list[str]:
    """The companies or cities of most people, in one of their spellings, the commonest first; one query."""
    people = Contact.objects.for_owner(owner).exclude(**{f"{field}_key": ""})
    counted = people.order_by().values(f"{field}_key").annotate(count=Count("pk"), said=Min(field))
    return [*counted.order_by("-count", f"{field}_key").values_list("said", flat=True)[:MOST]]
