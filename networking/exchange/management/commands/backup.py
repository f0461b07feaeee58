from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from networking.exchange.backup.copying import NotWhole, make_backup


class Command(BaseCommand):
    help = (
        "Copies the whole installation while it runs: database, photos and key, checked before it says that it is done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=Path("backups"), help="the folder of backups (default: backups)")
        parser.add_argument("--keep", type=int, help="delete the oldest backups beyond so many")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["to"]
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("--keep: a number from 1 on is expected.")
        try:
            made = make_backup(folder, at=timezone.now(), keep=options["keep"])
        except NotWhole as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{folder}: {error.strerror or error}") from None
        self.stdout.write(f"{made.path}: {made.rows} rows in {made.tables} tables, {made.files} files, checked.")
