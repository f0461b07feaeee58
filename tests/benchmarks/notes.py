"""How long the pages of a vault take: `python -m tests.benchmarks.notes [NOTES]`, 700 unless told otherwise.

Each note has 500 words, ten links and two tags, and lies in one of twenty folders. The floor is a page of the frame
and a few words.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 7


def main(notes: int) -> None:
    with tempfile.TemporaryDirectory(prefix="svyazi-notes-") as folder:
        os.environ.setdefault("SVYAZI_DATA", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "networking.settings")
        import django
        from django.conf import settings

        # Files straight from their folders: nothing has to be collected first.
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
        django.setup()
        _run(notes, Path(folder) / "vault")


def _run(notes: int, vault: Path) -> None:
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    from networking.accounts.models import Instance, User
    from networking.guidance.actions import import_folder
    from networking.guidance.models import Note

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    Instance.objects.get_or_create(pk=1)
    owner = User.objects.create_user("notes@example.org")
    _write(vault, notes)
    import_folder(vault)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(owner)
    note, index = Note.objects.get(name="Заметка 7"), reverse("guidance:index")
    pages = {
        "floor": reverse("contacts:trash"),
        "index": index,
        "note": note.get_absolute_url(),
        "search, a rare word": f"{index}?q=слово77",
        "search, a common word": f"{index}?q=встречи",
        "search, two words": f"{index}?q=встречи+слово77",
        "tag": reverse("guidance:tag", args=["метка-3"]),
        "tags": reverse("guidance:tags"),
        "folders": reverse("guidance:folders"),
        "graph": reverse("guidance:graph"),
        "missing": reverse("guidance:missing"),
    }
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for _round in range(ROUNDS):
        for name, address in pages.items():
            began = time.perf_counter()
            response = client.get(address)
            taken[name].append((time.perf_counter() - began) * 1000)
            if response.status_code != 200:
                raise SystemExit(f"{address}: {response.status_code}")
    floor = statistics.median(taken["floor"])
    for name, times in taken.items():
        middle = statistics.median(times)
        print(f"{name:24} {middle:8.1f} ms  {middle / floor:5.1f} × the floor")


def _write(vault: Path, notes: int) -> None:
    chance = random.Random(7)
    vocabulary = [f"слово{number}" for number in range(3000)] + ["встреча", "встречи", "разговор"] * 60
    for number in range(notes):
        words = chance.choices(vocabulary, k=500)
        for link in range(10):
            words.insert(chance.randrange(500), f"[[Заметка {chance.randrange(notes + notes // 50)}]]")
            words.insert(chance.randrange(500), "\n\n" if link % 3 else f"\n\n## Раздел {link}\n\n")
        folder = vault / f"папка {number % 20}"
        folder.mkdir(parents=True, exist_ok=True)
        head = f"---\ntags: [метка-{number % 30}, метка-{number % 7}]\n---\n# Заметка {number}\n\n"
        (folder / f"Заметка {number}.md").write_text(head + " ".join(words), "utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 700)
