"""Cards into the database, in turns with vobject that only parses them; a large export of Telegram in little memory.

`python -m tests.benchmarks.imports [CARDS] [GIGABYTES]`, on a database of its own. vobject is no part of the product:
install it somewhere else and name that place in PYTHONPATH. The large file is removed again.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.vcards import CARD

TURNS = 3


def main(cards: int, gigabytes: float) -> None:
    with tempfile.TemporaryDirectory(prefix="svyazi-imports-") as folder:
        os.environ.setdefault("SVYAZI_DATA", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "networking.settings")
        import django

        django.setup()
        _prepare()
        for turn in range(TURNS):
            _only_parsed(cards)
            _into_the_database(cards, f"imports{turn}@example.org")
        if gigabytes:
            _telegram(Path(folder) / "result.json", gigabytes)


def _say(what: str, began: tuple[float, float]) -> None:
    whole, own = time.perf_counter() - began[0], time.process_time() - began[1]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what}: {whole:.1f} s ({own:.1f} s of the processor), at most {most:.0f} MB so far")


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _cards(count: int) -> bytes:
    return "".join(CARD.format(n=n) for n in range(count)).encode()


def _prepare() -> None:
    from django.core.management import call_command

    from networking.accounts.models import Instance, User

    call_command("migrate", verbosity=0, run_syncdb=True)
    Instance.objects.get_or_create(pk=1)
    User.objects.filter(email__startswith="imports").delete()
    _say("before", _now())


def _into_the_database(count: int, email: str) -> None:
    from networking.accounts.models import User
    from networking.exchange.actions.carrying_out import run_step
    from networking.exchange.actions.preview import preview
    from networking.exchange.models import State

    owner = User.objects.create_user(email)
    file = io.BytesIO(_cards(count))
    for turn in ("first", "again"):
        began = _now()
        file.seek(0)
        batch = preview(owner=owner, file=file, name="cards.vcf")
        _say(f"{count} cards, {turn}: preview with doubles", began)
        while batch.state in (State.PREVIEW, State.RUNNING):
            batch = run_step(owner=owner, batch=batch)
        _say(f"{count} cards, {turn}: preview and run", began)


def _only_parsed(count: int) -> None:
    try:
        theirs: Any = importlib.import_module("vobject")
    except ModuleNotFoundError:
        print("vobject is not here: only our own figures")
        return
    text, began = _cards(count).decode(), _now()
    sum(1 for _card in theirs.readComponents(text))
    _say(f"{count} cards: vobject parses them alone", began)


def _telegram(path: Path, gigabytes: float) -> None:
    from networking.exchange.formats import recognise

    message = {"type": "message", "date": "2024-11-20T10:00:00", "from": "Vera Orlova", "text": "word " * 40}
    one = json.dumps(message) + ","
    lines = (one * 2_000).encode()
    with path.open("wb") as out:
        out.write(b'{"about": "x", "chats": {"list": [')
        chat = 0
        while out.tell() < gigabytes * 1024**3:
            head = f'{{"name": "Person {chat}", "type": "personal_chat", "id": {chat}, "messages": ['
            out.write(head.encode() + lines * 50 + json.dumps(message).encode() + b"]},")
            chat += 1
        out.write(b'{"name": "End", "type": "personal_chat", "id": 999999, "messages": []}]}}')
    began = _now()
    with path.open("rb") as file:
        people = recognise.read(file).people
    _say(f"Telegram, {path.stat().st_size / 1024**3:.1f} GB, {len(people)} people", began)
    path.unlink()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, float(sys.argv[2]) if len(sys.argv) > 2 else 2)
