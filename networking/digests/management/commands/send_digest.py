from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from networking.digests.periods import Kind
from networking.digests.sending import send_all, site_address


class Command(BaseCommand):
    help = (
        "Mails the summary of the last week and of the last month to everybody who asked for it, once each. "
        "Run it every day: twice, late or in parallel does no harm."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--week", action="store_true", help="weeks only")
        parser.add_argument("--month", action="store_true", help="months only")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be sent")
        parser.add_argument("--address", help="where the links lead, such as https://crm.example.org/")

    def handle(self, *args: Any, **options: Any) -> None:
        kinds = [kind for kind in Kind if options[kind.value]] or [*Kind]
        address = options["address"] or site_address()
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
            raise CommandError(f"--address: expected such as https://crm.example.org/, got {address!r}")
        failed = 0
        for one in send_all(kinds=kinds, now=timezone.now(), address=address, dry_run=options["dry_run"]):
            self.stdout.write(f"{one.owner.email}: {one.period.kind.value} from {one.period.first}: {one.what}")
            failed += one.what == "failed"
        if failed:
            raise CommandError(f"{failed} could not be sent; the next run tries again.")
