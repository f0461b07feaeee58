"""An amount of money as people write it: roubles, whole where there are no kopecks."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

_KOPECK = Decimal("0.01")


def money_said(amount: Decimal | float) -> str:
    """Such as "1 200 ₽" or "₽1,200", in the language of now; it is never broken in two."""
    exact = Decimal(str(amount)).quantize(_KOPECK, ROUND_HALF_UP)
    places = 0 if exact == exact.to_integral_value() else 2
    return _("₽%(amount)s") % {"amount": number_format(exact, places, force_grouping=True)}
