"""Our reader of cards against vobject, turn about in one run: python -m tests.benchmarks.vcards [CARDS].

vobject is no part of the product: install it somewhere else and name that place in PYTHONPATH.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

from networking.exchange.formats import vcard

CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Doe{n};John;;;\r\nFN:John Doe{n}\r\nORG:Globex;Loom\r\nTITLE:Engineer\r\n"
    "TEL;TYPE=CELL:+7916{n:07d}\r\nEMAIL;TYPE=WORK:john{n}@example.com\r\nBDAY:1980-03-22\r\n"
    "NOTE:A note of some length\\, with commas.\r\nCATEGORIES:a,b\r\nEND:VCARD\r\n"
)
ROUNDS = 3


def a_second(read: Callable[[], int]) -> int:
    began = time.perf_counter()
    return int(read() / (time.perf_counter() - began))


def main(count: int) -> None:
    data = "".join(CARD.format(n=n) for n in range(count)).encode()
    ways: dict[str, Callable[[], int]] = {
        "cards": lambda: sum(1 for _card in vcard.cards(data)),
        "people": lambda: len(vcard.read(data).people),
    }
    try:
        theirs: Any = importlib.import_module("vobject")
        ways["vobject"] = lambda: sum(1 for _card in theirs.readComponents(data.decode()))
    except ModuleNotFoundError:
        print("vobject is not here: only our own figures")
    for _round in range(ROUNDS):
        print(", ".join(f"{name} {a_second(read):,} a second" for name, read in ways.items()))


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
