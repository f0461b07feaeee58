"""How long the pages of a vault take: `python -m tests.benchmarks.notes [NOTES …]`, 500 and 5,000 unless told else.

Each note has 500 words, ten links and two tags, and lies in one of twenty folders. Beside each page stands the floor:
the least that a signed-in page with as many rows can be; `anew` is the page as the first reader has it after a note has
changed, while nothing is kept. Times are of the processor, so that a busy machine counts little.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

ROUNDS = 15
SIZES = [500, 5_000]
PEOPLE = 500


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory(prefix="svyazi-notes-") as folder:
        os.environ.setdefault("SVYAZI_DATA", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "networking.benchmark.settings")
        import django

        django.setup()
        client = _signed_in()
        for notes in sizes:
            _import(notes, Path(folder) / "vault")
            _run(notes, client)


def _signed_in() -> Client:
    from django.core.management import call_command
    from django.test import Client

    from contacts.models import Contact
    from networking.accounts.models import Instance, User

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    Instance.objects.get_or_create(pk=1)
    owner, new = User.objects.get_or_create(email="notes@example.org")
    if new:
        # The floor shows as many people as a page shows rows.
        Contact.objects.bulk_create(Contact(owner=owner, given_name=f"Имя{n}") for n in range(PEOPLE))
    client = Client(SERVER_NAME="127.0.0.1", HTTP_ACCEPT_LANGUAGE="ru")
    client.force_login(owner)
    return client


def _import(notes: int, vault: Path) -> None:
    from networking.guidance.actions import import_folder
    from networking.guidance.models import Note

    # A folder for the data that was filled before is measured as it is.
    if Note.objects.filter(origin="vault").count() != notes + 1:
        _write(vault, notes)
        import_folder(vault)


def _pages() -> dict[str, str]:
    from django.urls import reverse

    from networking.guidance.models import Note

    note, index = Note.objects.get(name="Заметка 7").get_absolute_url(), reverse("guidance:index")
    return {
        "index": index,
        "index, page 3": f"{index}?page=3",
        "index of a folder": f"{index}?folder=папка 7",
        "note": note,
        "note that many name": Note.objects.get(name="Общая").get_absolute_url(),
        "search, a rare word": f"{index}?q=слово77",
        "search, a common word": f"{index}?q=встречи",
        "search, two words": f"{index}?q=встречи+слово77",
        "search, half a word": f"{index}?q=сло",
        "tag": reverse("guidance:tag", args=["метка-3"]),
        "tags": reverse("guidance:tags"),
        "folders": reverse("guidance:folders"),
        "graph": reverse("guidance:graph"),
        "graph of a folder": f"{reverse('guidance:graph')}?folder=папка 7",
        "graph around a note": f"{reverse('guidance:graph')}?note={Note.objects.get(name='Заметка 7').slug}",
        "graph around many": f"{reverse('guidance:graph')}?note={Note.objects.get(name='Общая').slug}",
        "leads nowhere": reverse("guidance:missing"),
    }


def _run(notes: int, client: Client) -> None:
    from networking.benchmark.rows import rows_shown

    print(f"{notes} notes: ms, ms of the floor, times, ms anew, times anew, queries, bytes")
    for name, address in _pages().items():
        first = client.get(address)
        if first.status_code != 200:
            raise SystemExit(f"{address}: {first.status_code}")
        floor = f"/benchmark/floor/?rows={rows_shown(first.content)}"
        rounds = [(_took(client, address), _took(client, floor), _anew(client, address)) for _round in range(ROUNDS)]
        page, least, anew = (statistics.median(times) for times in zip(*rounds, strict=True))
        times, times_anew = (statistics.median(one[of] / one[1] for one in rounds) for of in (0, 2))
        queries = client.get(address)["X-Benchmark-Queries"]
        figures = f"{page:8.1f}{least:8.1f}{times:8.1f}{anew:8.1f}{times_anew:8.1f}"
        print(f"{name:24}{figures}{queries:>5}{len(first.content):9}", flush=True)


def _anew(client: Client, address: str) -> float:
    from networking.guidance import edition

    edition._latest = edition.Edition(0)
    return _took(client, address)


def _took(client: Client, address: str) -> float:
    began = time.thread_time()
    client.get(address)
    return (time.thread_time() - began) * 1000


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
        (folder / f"Заметка {number}.md").write_text(f"{head}{' '.join(words)} [[Общая]]", "utf-8")
    (vault / "Общая.md").write_text("# Общая\n\nСюда ведёт каждая заметка.", "utf-8")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
