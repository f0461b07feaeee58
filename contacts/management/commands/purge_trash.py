from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from contacts.actions.purge import purge
from contacts.models.bulk_change import KEPT_FOR

MOST_DAYS = 36_500


class Command(BaseCommand):
    help = "Deletes for good what has lain in the trash for more than 30 days, with its photos. Run it once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=KEPT_FOR.days, help="how long the trash keeps things")
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *args: Any, **options: Any) -> None:
        days, dry_run = options["days"], options["dry_run"]
        if not 0 <= days <= MOST_DAYS:
            raise CommandError(f"--days: expected a number from 0 to {MOST_DAYS}, got {days}.")
        gone = purge(before=timezone.now() - timedelta(days=days), dry_run=dry_run)
        start = "Would go" if dry_run else "Gone for good"
        others = "".join(f"; {number} {what}" for what, number in gone.others.items())
        self.stdout.write(
            f"{start}: {gone.deletions} deletions with {gone.people} people and {gone.photos} photos; "
            f"{gone.changes} changes of many people and {gone.merges} merges that could be undone{others}."
        )
