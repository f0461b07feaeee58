from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from networking.guidance.vault.exporting import export_to_folder


class Command(BaseCommand):
    help = "Writes the guidance pages into a folder of Markdown that imports again without a change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a new or empty folder")
        parser.add_argument("--starter", action="store_true", help="the notes shipped with the product as well")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            written = export_to_folder(folder, starters=options["starter"])
        except FileExistsError:
            raise CommandError(f"{folder} is not an empty folder: nothing was written.") from None
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error}.") from None
        for path in written.left_out:
            self.stderr.write(f"left out   {path}: this disk takes no such name")
        self.stdout.write(f"{written.files} files in {folder}")
