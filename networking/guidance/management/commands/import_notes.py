from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from networking.guidance.actions import import_folder, load_starter_notes
from networking.guidance.vault.report import Report


class Command(BaseCommand):
    help = "Reads a folder of Markdown notes into the guidance pages: all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, help="the folder of notes")
        parser.add_argument("--starter", action="store_true", help="load the notes shipped with the product instead")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--json", action="store_true", help="the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["path"]
        if (path is None) != options["starter"]:
            raise CommandError("Name a folder of notes, or say --starter.")
        report = self._report(path, dry_run=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(report.lines()))

    def _report(self, path: Path | None, *, dry_run: bool) -> Report:
        if path is None:
            return load_starter_notes(dry_run=dry_run)
        try:
            return import_folder(path, dry_run=dry_run)
        except FileNotFoundError:
            raise CommandError(f"There is no folder {path}.") from None
        except NotADirectoryError:
            raise CommandError(f"{path} is not a folder.") from None
        except (OSError, ValueError) as error:
            raise CommandError(f"{path} cannot be read: {error}. Nothing was changed.") from None
