"""`python -m networking.benchmark.figures 5000`: make the life unless it is there, and say what was found."""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout

import django


def main(people: int) -> None:
    django.setup()
    with redirect_stdout(sys.stderr):
        from networking.benchmark.figures.account import account

        found = account(people)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
