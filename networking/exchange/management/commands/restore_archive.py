from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from networking.accounts.models import User
from networking.exchange.archive.reading import BadArchive
from networking.exchange.archive.restoring import restore


class Command(BaseCommand):
    help = "Brings an archive of everything into an empty account: all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--owner", required=True, help="the e-mail with which they sign in")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = User.objects.filter(email__iexact=options["owner"]).first()
        if owner is None:
            raise CommandError(f"--owner: nobody signs in as {options['owner']}.")
        path: Path = options["file"]
        try:
            with path.open("rb") as file, translation.override(owner.language):
                counts = restore(owner, file)
        except BadArchive as bad:
            raise CommandError(str(bad)) from None
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        for label, count in counts.items():
            if count:
                self.stdout.write(f"{label}: {count}")
