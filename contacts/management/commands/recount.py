from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from contacts.recounting import recount


class Command(BaseCommand):
    help = "Compares what is kept for speed with the facts, and mends what differs. Says how many rows were wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only look; end with status 1 when anything is wrong")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        found = []
        for kept in recount(mend=not options["check"]):
            found.append(kept)
            if not options["json"]:
                self.stdout.write(f"{kept.what}: {'all right' if not kept.wrong else f'{kept.wrong} wrong'}")
        if options["json"]:
            self.stdout.write(json.dumps([asdict(kept) for kept in found]))
        if options["check"] and any(kept.wrong for kept in found):
            raise SystemExit(1)
