"""Notes for tests: a folder of files from a dictionary, imported or not."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from networking.guidance.actions import import_folder
from networking.guidance.models import Note
from networking.guidance.vault.report import Report
from tests.factories import make_user

_BESIDE = Path(__file__).resolve().parents[3] / "shared"
REAL_NOTES = _BESIDE / "notes"
SAMPLE_VAULT = _BESIDE / "samples" / "vault"


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def bring(folder: Path, files: dict[str, str | bytes], *, dry_run: bool = False) -> Report:
    return import_folder(write(folder, files), dry_run=dry_run)


def html_of(path: str) -> str:
    return Note.objects.get(path=path).html


def new_edition() -> None:
    """Have every page of the notes made anew."""
    Note.every.filter(pk__in=Note.every.order_by("pk").values("pk")[:1]).update(folder=F("folder"))


def queries_of_a_new_edition(client: Client, address: str) -> int:
    """Queries of the first who opens a page after a note has changed; one GET before warms what is asked once."""
    assert client.get(address).status_code == 200, address
    new_edition()
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def client_of(language: str) -> Client:
    """A reader of a language, signed in."""
    client = Client()
    client.force_login(make_user(language=language))
    return client
