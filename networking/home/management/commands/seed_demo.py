from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from networking.accounts.models import User
from networking.demo import InUse, seed


class Command(BaseCommand):
    help = "Fills an account with an invented network in its language: people, communities, events, two years of life."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--owner", metavar="EMAIL", help="whose account; may be left out while there is only one")
        parser.add_argument("--people", type=int, default=120)
        parser.add_argument("--months", type=int, default=24, help="calendar months, the running one included")
        parser.add_argument("--seed", type=int, default=1, help="the same number gives the same life")
        parser.add_argument("--interactions", type=int, help="how many, instead of about 0.3 a person and month")
        parser.add_argument("--today", type=date.fromisoformat, help="the day on which the life ends, 2026-11-20")
        parser.add_argument("--into-used", action="store_true", help="even if the account holds people already")

    def handle(self, *args: Any, **options: Any) -> None:
        self._check(options)
        owner = self._owner(options["owner"])
        try:
            counts = seed(
                owner=owner,
                people=options["people"],
                months=options["months"],
                seed=options["seed"],
                today=options["today"],
                interactions=options["interactions"],
                into_used=options["into_used"],
            )
        except InUse:
            raise CommandError(
                f"The account {owner.email} holds people already. Demo data goes into an empty account; "
                "to mix it with what is there, say --into-used."
            ) from None
        made = ", ".join(f"{number} {what.replace('_', ' ')}" for what, number in asdict(counts).items())
        self.stdout.write(f"{owner.email}: {made}")

    def _check(self, options: dict[str, Any]) -> None:
        for name, least, most in (("people", 1, 100_000), ("months", 1, 240), ("interactions", 0, 2_000_000)):
            value = options[name]
            if value is not None and not least <= value <= most:
                raise CommandError(f"--{name}: expected a number from {least} to {most}, got {value}.")

    def _owner(self, email: str | None) -> User:
        if email:
            owner = User.objects.filter(email=email.strip().lower()).first()
            if owner is None:
                raise CommandError(f"There is no account {email}.")
            return owner
        owners = list(User.objects.order_by("pk")[:2])
        if len(owners) != 1:
            raise CommandError("Say whose account it is: --owner EMAIL.")
        return owners[0]
