"""Where the pages of figures are."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from networking.metrics.windows import Month, Stretch

# Stands for a month in an address that is looked up once for many.
_ANY = "2000-01"


def address_of(stretch: Stretch) -> str:
    return reverse("metrics:month" if isinstance(stretch, Month) else "metrics:span", args=[stretch])


def months_addresses(months: Iterable[Month], query: str) -> list[str]:
    """The pages of many months, through one choice of communities."""
    address = reverse("metrics:month", args=[_ANY])
    return [address.replace(_ANY, str(month)) + query for month in months]


def rows_addresses(months: Iterable[Month], slug: str, query: str) -> list[str]:
    """The rows of one measure in many months."""
    address = reverse("metrics:rows", args=[_ANY, slug])
    return [address.replace(_ANY, str(month)) + query for month in months]
