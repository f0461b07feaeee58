from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contacts.actions.doubles import begin, step
from contacts.doubles.before_saving import stored_card
from contacts.doubles.likeness import compare
from contacts.models import DoublePair, DoubleRun

AT_ONCE = 500


class Command(BaseCommand):
    help = "Searches for people who are on a list twice, and says who they are. The pages then show the same pairs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--owner", metavar="EMAIL", help="only in the list of this user")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        found = []
        for owner in _owners(options["owner"]):
            run = self._run(owner)
            pairs = [*_pairs(owner)]
            found.append({"owner": owner.get_username(), "people": run.people, "pairs": pairs})
            if not options["json"]:
                self._tell(owner, run, pairs)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))

    def _run(self, owner: AbstractBaseUser) -> DoubleRun:
        """The whole search, with how far it is on the error stream."""
        run, said = begin(owner=owner), -10
        while not run.ended_at:
            run = step(owner=owner) or run
            if run.percent >= said + 10:
                said = run.percent
                self.stderr.write(f"{owner.get_username()}: {said} %")
        return run

    def _tell(self, owner: AbstractBaseUser, run: DoubleRun, pairs: list[dict[str, Any]]) -> None:
        self.stdout.write(f"{owner.get_username()}: {run.people} people, {len(pairs)} likely doubles.")
        for pair in pairs:
            names = " — ".join(f"{one['name']} #{one['id']}" for one in pair["people"])
            self.stdout.write(f"{pair['score']:>4} %  {names}: {', '.join(pair['reasons'])}")


def _owners(email: str | None) -> Iterable[AbstractBaseUser]:
    users = get_user_model()._default_manager.order_by("pk")
    if email is None:
        return [*users]
    if found := [*users.filter(email__iexact=email)]:
        return found
    raise CommandError(f"There is no user {email}.")


def _pairs(owner: AbstractBaseUser) -> list[dict[str, Any]]:
    """The pairs of the last search, the surest first, with their reasons."""
    rows = DoublePair.objects.for_owner(owner).order_by("-score", "low", "high")
    rows = rows.select_related("low", "high").prefetch_related("low__channels", "high__channels")
    found = []
    for pair in rows.iterator(chunk_size=AT_ONCE):
        like = compare(stored_card(pair.low), stored_card(pair.high))
        people = [{"id": one.pk, "name": one.full_name} for one in pair.people]
        found.append({"score": like.score, "reasons": [*like.reasons], "people": people})
    return found
