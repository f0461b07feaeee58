"""Asks a server that has just been started for what a visitor sees first: python tools/smoke.py http://127.0.0.1:8000"""

from __future__ import annotations

import re
import sys
from time import monotonic, sleep
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import urlopen

READY_WITHIN = 180.0


def fetch(address: str) -> tuple[str, str, str]:
    """The address where a request ended, the type and the text of what came."""
    with urlopen(address, timeout=10) as answer:  # noqa: S310  # an address of this machine
        return answer.geturl(), answer.headers["Content-Type"], answer.read().decode()


def wait(address: str) -> None:
    until = monotonic() + READY_WITHIN
    while True:
        try:
            fetch(address)
        except (URLError, ConnectionError):
            if monotonic() > until:
                raise
            sleep(0.3)
        else:
            return


def expect(holds: bool, otherwise: str) -> None:
    if not holds:
        sys.exit(f"smoke: {otherwise}")


def main(base: str) -> None:
    wait(urljoin(base, "/healthz"))
    address, kind, page = fetch(urljoin(base, "/accounts/login/"))
    expect(kind.startswith("text/html"), kind)
    expect('<input type="password"' in page, "no field for a password")
    print(f"the sign-in leads to {address}, as nobody has an account yet")
    sheets = re.findall(r'href="(/static/css/tokens\.[0-9a-f]{12}\.css)"', page)
    expect(len(sheets) == 1, "the page links no stylesheet with a hash in its name")
    address, kind, text = fetch(urljoin(base, sheets[0]))
    expect(kind.startswith("text/css"), kind)
    expect("--" in text, "the stylesheet sets no tokens")
    print(f"{address}: {len(text)} characters of style")


if __name__ == "__main__":
    main(sys.argv[1])
