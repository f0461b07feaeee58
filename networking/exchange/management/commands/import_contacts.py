from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation

from networking.accounts.models import User
from networking.exchange.actions.carrying_out import run_step
from networking.exchange.actions.preview import preview
from networking.exchange.formats.problems import Problem, Trouble, Unreadable
from networking.exchange.models import ImportBatch, State


class Command(BaseCommand):
    help = "Brings people or events of a file into somebody's network: vCard, CSV, Telegram's result.json, ICS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--owner", required=True, help="the e-mail with which they sign in")
        parser.add_argument("--talks", action="store_true", help="keep the days of talks of a messenger")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--json", action="store_true", help="say it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = User.objects.filter(email__iexact=options["owner"]).first()
        if owner is None:
            raise CommandError(f"--owner: nobody signs in as {options['owner']}.")
        with translation.override(owner.language):
            report = self._import(owner, options)
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        self.stdout.write(", ".join(f"{verdict}: {n}" for verdict, n in report["rows"].items()) or "0")
        for problem in report["problems"]:
            self.stdout.write(f"{problem['line']}: {problem['text']}")

    def _import(self, owner: User, options: dict[str, Any]) -> dict[str, Any]:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                if not options["dry_run"]:
                    _go_on(owner, path.name)
                batch, report = _looked_at(owner, file, path.name, options)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        except Unreadable as unreadable:
            raise CommandError(unreadable.problem.text) from None
        if options["dry_run"]:
            return report | {"state": batch.state, "done": 0}
        batch = _run(owner, batch)
        return report | {"state": batch.state, "done": batch.rows.filter(done=True).count()}


@transaction.atomic
def _looked_at(owner: User, file: IO[bytes], name: str, options: dict[str, Any]) -> tuple[ImportBatch, dict[str, Any]]:
    batch = preview(owner=owner, file=file, name=name, talks=options["talks"])
    report = _report(batch)
    if options["dry_run"]:
        transaction.set_rollback(True)
    else:
        # From here on it is under way: a command that is killed now is found by the next one.
        batch.state = State.RUNNING
        batch.save(update_fields=["state", "updated_at"])
    return batch, report


def _go_on(owner: User, name: str) -> None:
    """End what an earlier run of a file of this name was stopped in."""
    for batch in ImportBatch.objects.for_owner(owner).filter(state=State.RUNNING, file_name=name[-200:]).order_by("pk"):
        _run(owner, batch)


def _run(owner: User, batch: ImportBatch) -> ImportBatch:
    while batch.state in (State.PREVIEW, State.RUNNING):
        batch = run_step(owner=owner, batch=batch)
    return batch


def _report(batch: ImportBatch) -> dict[str, Any]:
    problems = [
        {"kind": kind, "line": line, "text": Problem(Trouble(kind), line, what, error).text, "error": error}
        for kind, line, what, error in batch.problems
    ]
    counted = Counter(batch.rows.values_list("verdict", flat=True))
    return {"file": batch.file_name, "format": batch.format, "encoding": batch.encoding, "rows": dict(counted),
            "problems": problems}  # fmt: skip
