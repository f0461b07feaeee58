from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from networking.accounts.models import User
from networking.exchange.archive.writing import Writing


class Command(BaseCommand):
    help = "Writes everything of one account, or of each, as an archive that restore_archive brings back."

    def add_arguments(self, parser: CommandParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--owner", help="the e-mail with which they sign in")
        whose.add_argument("--all-users", action="store_true", help="an archive for each account")
        parser.add_argument("--to", type=Path, default=Path(), help="the folder (default: this one)")

    def handle(self, *args: Any, **options: Any) -> None:
        owners = User.objects.order_by("pk")
        if options["owner"]:
            owners = owners.filter(email__iexact=options["owner"])
            if not owners:
                raise CommandError(f"--owner: nobody signs in as {options['owner']}.")
        folder: Path = options["to"]
        for owner in owners:
            path = folder / f"svyazi-{owner.pk}-{timezone.localdate():%Y-%m-%d}.zip"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with translation.override(owner.language):
                    write_whole(path, Writing(owner).pieces())
            except OSError as error:
                raise CommandError(f"{path}: {error.strerror}") from None
            self.stdout.write(f"{owner.email}: {path} ({path.stat().st_size} bytes)")


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a private file that is there only when it is whole: an earlier one of the name stays until then."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".svyazi-")
    try:
        with open(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
