"""The account with the large life: made once, and found again by later runs."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.utils import timezone

from communities.models import Event
from contacts.models import Interaction
from networking.accounts.models import Instance, User
from networking.benchmark.figures.life import make
from networking.benchmark.figures.parts import parts
from networking.benchmark.figures.size import Size
from networking.benchmark.fill import sign_in
from networking.metrics.facts import standpoint
from networking.metrics.windows import Month

_EMAIL = "figures@example.org"


def account(people: int) -> dict[str, Any]:
    """Who signs in, which month is looked at, and what parts of its pages take."""
    call_command("migrate", verbosity=0)
    owner = _made() or _make(people)
    today = timezone.now().astimezone(owner.zone).date()
    last = Interaction.objects.for_owner(owner).order_by("-day").values_list("day", flat=True)[0]
    month, seen = Month.of(last), standpoint(owner, today)
    return {
        "cookie": sign_in(owner),
        "month": str(month),
        "interactions": Interaction.objects.for_owner(owner).count(),
        "events": Event.objects.for_owner(owner).count(),
        "parts": [one.as_json() for one in parts(owner, month, seen)],
    }


def _made() -> User | None:
    """The account of an earlier run; one that was stopped before its life was there is begun anew."""
    owner = User.objects.filter(email=_EMAIL).first()
    if owner is None or Interaction.objects.for_owner(owner).exists():
        return owner
    owner.delete()
    return None


def _make(people: int) -> User:
    call_command("createcachetable", verbosity=0)
    Instance.objects.get_or_create(pk=1)
    owner = User.objects.create_user(_EMAIL, name="Benchmark")
    make(owner, Size.of(people), timezone.now().astimezone(owner.zone).date())
    return owner
