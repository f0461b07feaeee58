from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from networking.exchange.backup.copying import NotWhole, check_backup
from networking.exchange.backup.putting_back import put_back


class Command(BaseCommand):
    help = (
        "Puts a backup in the place of the whole installation; what stood there is kept beside. Stop the server first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="a folder that `backup` made")
        parser.add_argument("--check", action="store_true", help="only say whether the backup is whole")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["backup"]
        try:
            manifest = check_backup(path)
            rows, files = sum(manifest["rows"].values()), len(manifest["sha256"])
            said = f"{path}: made {manifest['made_at']}, {rows} rows, {files} files"
            if options["check"]:
                self.stdout.write(f"{said}, whole.")
                return
            if not options["yes"] and input(f"{said}. Put it in the place of everything here? [y/N] ").lower() != "y":
                raise CommandError("Nothing was changed.")
            kept = put_back(path, manifest)
        except NotWhole as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}") from None
        self.stdout.write(f"Put back. What stood here is kept in {kept}. Run `manage.py migrate` before the server.")
