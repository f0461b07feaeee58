"""Asks a page and the floor turn about, and keeps what each round said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median
from time import monotonic, perf_counter

from networking.benchmark.pages import Account, Page
from networking.benchmark.rows import rows_shown


@dataclass(frozen=True)
class Answer:
    """One request: from outside in milliseconds, and what the server said of itself."""

    ms: float
    server_ms: float
    queries: int
    status: int
    body: bytes


@dataclass(frozen=True)
class Measured:
    """A page of one account; `problem` stands instead of numbers when it could not be asked."""

    page: str
    people: int
    problem: str = ""
    ms: float = 0.0
    server_ms: float = 0.0
    floor_ms: float = 0.0
    ratios: tuple[float, ...] = ()
    queries: int = 0
    size: int = 0
    rows: int = 0

    @property
    def ratio(self) -> float:
        return median(self.ratios)


def measure(port: int, accounts: list[Account], *, rounds: int, requests: int, until: float) -> Iterator[Measured]:
    """Measure every page of every account; rounds are left out, not cut short, when the time is over."""
    for account in accounts:
        for page in account.pages:
            yield _page(port, account, page, rounds, requests, until)


def _page(port: int, account: Account, page: Page, rounds: int, requests: int, until: float) -> Measured:
    if page.address is None:
        return Measured(page.name, account.people, problem="no such page yet")
    first = ask(port, account.cookie, page.address, fragment=page.fragment)
    if first.status != 200:
        return Measured(page.name, account.people, problem=f"answered {first.status}")
    rows = rows_shown(first.body)
    floor = f"/benchmark/floor/?rows={rows}"
    ours: list[Answer] = []
    floors: list[float] = []
    ratios: list[float] = []
    while len(ratios) < rounds and (not ratios or monotonic() < until):
        pairs = [(ask(port, account.cookie, page.address, fragment=page.fragment), ask(port, account.cookie, floor))
                 for _ in range(requests)]  # fmt: skip
        ours += [one for one, _ in pairs]
        floors += [other.ms for _, other in pairs]
        ratios.append(median(one.ms for one, _ in pairs) / median(other.ms for _, other in pairs))
    return Measured(
        page=page.name,
        people=account.people,
        ms=median(one.ms for one in ours),
        server_ms=median(one.server_ms for one in ours),
        floor_ms=median(floors),
        ratios=tuple(ratios),
        queries=max(one.queries for one in ours),
        size=len(first.body),
        rows=rows,
    )


def ask(port: int, cookie: str, address: str, *, fragment: bool = False) -> Answer:
    """One request on a connection of its own."""
    headers = {"Cookie": f"sessionid={cookie}", "Accept-Language": "ru"} | ({"HX-Request": "true"} if fragment else {})
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    begin = perf_counter()
    try:
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    return Answer(
        ms=(perf_counter() - begin) * 1000,
        server_ms=float(response.headers.get("X-Benchmark-Ms", "nan")),
        queries=int(response.headers.get("X-Benchmark-Queries", "0")),
        status=response.status,
        body=body,
    )
