"""`python -m networking.benchmark 200 2000`: fill the database and say where the pages are, as JSON."""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout

import django


def main(sizes: list[int]) -> None:
    django.setup()
    with redirect_stdout(sys.stderr):
        from networking.benchmark.fill import fill

        accounts = fill(sizes)
    json.dump([account.as_json() for account in accounts], sys.stdout)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
