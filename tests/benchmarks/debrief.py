"""How long a debrief takes to save, half of the names new: `python -m tests.benchmarks.debrief [NAMES]`."""

from __future__ import annotations

import os
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from typing import Any


def main(names: int) -> None:
    with tempfile.TemporaryDirectory(prefix="svyazi-debrief-") as folder:
        os.environ.setdefault("SVYAZI_DATA", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "networking.settings")
        import django

        django.setup()
        _run(names)


def _run(names: int) -> None:
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from communities.models import Attendance, Event
    from contacts.models import Contact
    from networking.accounts.models import Instance, User

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    Instance.objects.get_or_create(pk=1)
    owner = User.objects.create_user("debrief@example.org")
    known = [f"Знакомый{number} Фамилия{number}" for number in range(names // 2)]
    for name in known:
        Contact.objects.create(owner=owner, given_name=name.split()[0], family_name=name.split()[1])
    event = Event.objects.create(owner=owner, name="Meetup", starts=timezone.now() - timedelta(days=1))
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(owner)
    who = [*known, *(f"Новый{number} Гость" for number in range(names - len(known)))]
    sent = _sent(event.version, who)
    address = reverse("events:debrief", args=[event.pk])
    client.get(reverse("contacts:suggest"), {"q": "Зн"})  # as somebody types: by then the server has started
    began = time.perf_counter()
    client.post(address, sent)
    took, saved = time.perf_counter() - began, Attendance.objects.filter(event=event).count()
    print(f"{names} names: {took:.2f} s, {saved} saved")


def _sent(version: int, names: list[str]) -> dict[str, Any]:
    """What a browser sends when everybody came and there was a talk with each."""
    sent: dict[str, Any] = {"key": str(uuid.uuid4()), "version": version, "my_role": "listener", "names": ""}
    sent["row"] = [f"t{place}" for place in range(len(names))]
    for place, name in enumerate(names):
        row = {"who": name, "came": "on", "talked": "on", "note": "о разном", "promise": "ссылка"}
        sent |= {f"{field}-t{place}": value for field, value in row.items()}
    return sent


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
