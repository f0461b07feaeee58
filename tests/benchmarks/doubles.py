"""How long the search for doubles takes: `python -m tests.benchmarks.doubles [PEOPLE]`, on a database of its own."""

from __future__ import annotations

import os
import sys
import tempfile
import time


def main(people: int) -> None:
    with tempfile.TemporaryDirectory(prefix="svyazi-doubles-") as folder:
        os.environ.setdefault("SVYAZI_DATA", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "networking.settings")
        import django

        django.setup()
        _run(people)


def _run(people: int) -> None:
    from django.core.management import call_command
    from django.utils import timezone

    from contacts.actions.doubles import begin, step
    from contacts.models import DoublePair
    from networking.accounts.models import Instance, User
    from networking.demo import seed

    call_command("migrate", verbosity=0, run_syncdb=True)
    Instance.objects.get_or_create(pk=1)
    owner = User.objects.create_user("doubles@example.org")
    seed(owner=owner, people=people, today=timezone.localdate(), interactions=100)
    began, longest = time.perf_counter(), 0.0
    run = begin(owner=owner)
    while not run.ended_at:
        here = time.perf_counter()
        run = step(owner=owner) or run
        longest = max(longest, time.perf_counter() - here)
    pairs = DoublePair.objects.for_owner(owner).count()
    print(  # noqa: T201
        f"{people} people: {time.perf_counter() - began:.1f} s, longest step {longest:.1f} s, "
        f"{pairs} pairs, {run.too_common} keys too common"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
