"""Importing a vault against the bare work that it cannot do without: python -m tests.benchmarks.vault [NOTES].

The bare pipeline reads and hashes, parses, renders, cleans and inserts; both run turn about on the same files, with
the database on the disk and each in one transaction. The same vault is then imported again unchanged, against reading
and hashing alone. Times are of the processor, so that a busy machine counts little; the memory is that of a process
that has only imported.
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ.pop("DATABASE_URL", None)
WORDS = """
    встреча сообщество знакомство обещание помощь разговор доклад участник ментор письмо неделя месяц план польза
    вопрос ответ команда проект опыт навык книга вечер утро город список друг коллега начало итог связь
""".split()  # noqa: SIM905
NOTES, LINKS, LENGTH, ROUNDS = 1_000, 10, 500, 5


def write_vault(folder: Path, notes: int) -> None:
    chance = random.Random(1)
    for number in range(notes):
        words = [chance.choice(WORDS) for _ in range(LENGTH)]
        for place in chance.sample(range(LENGTH), LINKS):
            words[place] = f"[[Заметка {chance.randrange(notes)}|{words[place]}]]"
        parts = [" ".join(words[start : start + 50]) + "." for start in range(0, LENGTH, 50)]
        parts[::3] = [f"## Часть {place}\n\n{part}" for place, part in enumerate(parts[::3])]
        text = "\n\n".join(parts)
        path = folder / f"Папка {number % 20}" / f"Заметка {number}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\naliases: [З{number}]\ntags: [тема/{number % 30}]\n---\n# Заметка {number}\n\n{text}\n")


def timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main(notes: int) -> None:
    import django

    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.urls import reverse
    from markdown_it import MarkdownIt

    from networking.guidance.actions import import_folder
    from networking.guidance.models import Note
    from networking.guidance.text.cleaning import clean
    from networking.guidance.text.links import WIKILINK
    from networking.guidance.vault.front_matter import read_head

    # The tables as the models say them, without the steps that led there.
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    markdown = MarkdownIt("js-default", {"html": False, "linkify": False})

    def bare() -> None:
        rows = []
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS bare (path text, digest text, html text)")
            cursor.execute("CREATE TABLE IF NOT EXISTS bare_links (source text, target text)")
            cursor.execute("DELETE FROM bare")
            cursor.execute("DELETE FROM bare_links")
            links = []
            for path in sorted(folder.rglob("*.md")):
                raw = path.read_bytes()
                head = read_head(raw.decode())
                links += [(path.name, found[2]) for found in WIKILINK.finditer(head.body)]
                rows.append((path.name, hashlib.sha256(raw).hexdigest(), clean(markdown.render(head.body))))
            cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s)", rows)
            cursor.executemany("INSERT INTO bare_links VALUES (%s, %s)", links)

    def reading() -> None:
        for path in sorted(folder.rglob("*.md")):
            hashlib.sha256(path.read_bytes()).hexdigest()

    def fresh() -> None:
        import_folder(folder)

    reverse("guidance:index")  # every address is known before the clock runs
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_vault(folder, notes)
        fresh()
        print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        against_bare, against_reading = [], []
        for _round in range(ROUNDS):
            Note.every.all().delete()
            figures = {"bare": timed(bare), "import": timed(fresh), "reading": timed(reading), "again": timed(fresh)}
            print(", ".join(f"{name} {seconds:.3f} s" for name, seconds in figures.items()), flush=True)
            against_bare.append(figures["import"] / figures["bare"])
            against_reading.append(figures["again"] / figures["reading"])
        ratios = statistics.median(against_bare), statistics.median(against_reading)
        print("import {:.2f} × bare, again {:.2f} × reading".format(*ratios))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else NOTES)
