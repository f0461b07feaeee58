"""How long the search for doubles takes: `python -m tests.benchmarks.doubles [PEOPLE]`, on a database of its own."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from networking.accounts.models import User


def main(people: int) -> None:
    with tempfile.TemporaryDirectory(prefix="svyazi-doubles-") as folder:
        os.environ.setdefault("SVYAZI_DATA", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "networking.settings")
        import django

        django.setup()
        _run(people)


def _run(people: int) -> None:
    from django.core.management import call_command

    from contacts.actions.doubles import begin, step
    from contacts.models import DoublePair
    from networking.accounts.models import Instance, User

    call_command("migrate", verbosity=0, run_syncdb=True)
    Instance.objects.get_or_create(pk=1)
    owner = User.objects.create_user("doubles@example.org")
    _fill(owner, people)
    began, worked, longest = time.perf_counter(), time.process_time(), 0.0
    run = begin(owner=owner)
    while not run.ended_at:
        here = time.perf_counter()
        run = step(owner=owner) or run
        longest = max(longest, time.perf_counter() - here)
    pairs = DoublePair.objects.for_owner(owner).count()
    whole, own = time.perf_counter() - began, time.process_time() - worked
    print(
        f"{people} people: {whole:.1f} s ({own:.1f} s of the processor), longest step {longest:.1f} s, "
        f"{pairs} pairs, {run.too_common} keys too common"
    )


def _fill(owner: User, people: int) -> None:
    """People with given names of the demo's pool, many family names, a company and two channels each.

    Of a hundred ten work in one firm and six others are called Александр Иванов: what grows with the square shows.
    """
    from contacts.models import Channel, Contact
    from networking.demo.texts import pool

    given, families, companies = pool("women"), pool("families"), pool("companies")
    endings, dice = ["", "ко", "ич", "ский", "ян", "дзе", "берг", "вич"], Random(1)
    rows = []
    for place in range(people):
        one = Contact(owner=owner, given_name=dice.choice(given), company=dice.choice(companies))
        one.family_name = dice.choice(families) + dice.choice(endings) + dice.choice(endings)
        if place % 100 < 10:
            one.company = "Газпром"
        elif place % 100 < 16:
            one.given_name, one.family_name = "Александр", "Иванов"
        one.refresh_keys()
        rows.append(one)
    Contact.objects.bulk_create(rows, batch_size=1_000)
    channels = []
    for place, one in enumerate(rows):
        handle = f"user{place if dice.random() > 0.02 else place // 2}"
        channels.append(Channel(owner=owner, contact=one, kind="telegram", value=handle, value_folded=handle))
        mail = f"{handle}@example.org"
        channels.append(Channel(owner=owner, contact=one, kind="email", value=mail, value_folded=mail))
    Channel.objects.bulk_create(channels, batch_size=1_000)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
