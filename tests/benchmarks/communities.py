"""Pages of communities and events beside the floor page, with 300 communities of one owner and with a tenth of that.

`python -m tests.benchmarks.communities [--rounds 9] [--profile NAME]`: fills a database that goes away afterwards, or
the one in `SVYAZI_DATA` when that is named; a profile prints where the time of one page goes.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import tempfile
import time
from importlib import import_module
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

SIZES = (1, 10)
# The feed as a calendar asks for it that has read it before.
UNCHANGED = "feed, nothing new"


def main() -> None:
    known = argparse.ArgumentParser()
    known.add_argument("--rounds", type=int, default=9)
    known.add_argument("--profile", default="")
    chosen = known.parse_args()
    with tempfile.TemporaryDirectory(prefix="svyazi-communities-") as folder:
        os.environ.setdefault("SVYAZI_DATA", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "networking.benchmark.settings")
        # The pages as the server answers them, with what it says of memory.
        import_module("networking.wsgi")

        _run(chosen.rounds, chosen.profile)


def _run(rounds: int, profile: str) -> None:
    from django.test import Client

    from tests.benchmarks.communities_fill import account

    found: dict[str, list[str]] = {}
    for size in SIZES:
        owner = account(size)
        client = Client(SERVER_NAME="127.0.0.1", headers={"accept-language": "ru"})
        client.force_login(owner)
        for name, address, fragment in pages(owner):
            if profile and profile != name:
                continue
            asks = _headers(client, name, address, fragment=fragment)
            found.setdefault(name, []).append(_measured(client, address, asks, rounds))
            if profile:
                _profiled(client, address, asks)
    for name, said in found.items():
        print(f"{name:28}", "   ".join(said))


def pages(owner: Any) -> list[tuple[str, str, bool]]:
    """Name, address, and whether it is a part of a page; the busiest community, event and person."""
    from django.db.models import Count
    from django.urls import reverse

    from communities.models import Community, Event, Participation
    from contacts.models import Contact
    from networking.feeds.models import Feed

    def busiest(rows: Any, what: str) -> int:
        return int(rows.annotate(n=Count(what)).order_by("-n", "pk").values_list("pk", flat=True)[0])

    place = busiest(Community.objects.filter(owner=owner), "membership")
    entry = Community.objects.get(pk=place).entry
    assert entry is not None
    usual = Community.objects.filter(owner=owner).order_by("-pk").values_list("pk", flat=True)[0]
    event = busiest(Event.objects.filter(owner=owner), "attendance")
    person = busiest(Contact.objects.filter(owner=owner), "membership")
    period = Participation.objects.filter(owner=owner).values_list("pk", flat=True)[0]
    feed = Feed.objects.get(owner=owner)
    return [
        ("communities", reverse("communities:list"), False),
        ("community", reverse("communities:community", args=[place]), False),
        ("community, table", reverse("communities:community", args=[place]) + "?people=table", False),
        ("community, usual", reverse("communities:community", args=[usual]), False),
        ("community, everybody", reverse("communities:community", args=[place]) + "?people=all", False),
        ("community, before", reverse("communities:community", args=[place]) + "?before", False),
        ("next", reverse("communities:community_next", args=[place]), True),
        ("introductions", reverse("communities:community_introductions", args=[place]), True),
        ("given and got", reverse("communities:community_giving", args=[place]), True),
        ("launch", reverse("communities:launch", args=[place]), False),
        ("reminders", reverse("communities:reminders"), True),
        ("catalogue", reverse("communities:catalogue"), False),
        ("catalogue entry", entry.get_absolute_url(), False),
        ("new member", reverse("communities:member_add") + f"?community={place}", False),
        ("part of mine", reverse("communities:participation_edit", args=[period]), False),
        ("contributions", reverse("communities:contributions"), False),
        ("opportunities", reverse("communities:opportunities"), False),
        ("events", reverse("events:list"), False),
        ("calendar", reverse("events:calendar"), False),
        ("series", reverse("events:series_list"), False),
        ("event", reverse("events:event", args=[event]), False),
        ("debrief", reverse("events:debrief", args=[event]), False),
        ("new event", reverse("events:add"), False),
        ("person's communities", reverse("communities:contact_panel", args=[person]), True),
        ("person's events", reverse("events:contact_panel", args=[person]), True),
        ("overlaps", reverse("communities:overlaps", args=[person]), False),
        ("map", reverse("map:map"), False),
        ("map, tables", reverse("map:map") + "?tables=1", True),
        ("feed", reverse("feeds:feed", args=[feed.token]), False),
        (UNCHANGED, reverse("feeds:feed", args=[feed.token]), False),
        ("today", reverse("home:today"), False),
    ]


def _headers(client: Client, name: str, address: str, *, fragment: bool) -> dict[str, str]:
    """What is sent with the question, beside its address."""
    if name == UNCHANGED:
        return {"if-none-match": client.get(address)["ETag"]}
    return {"hx-request": "true"} if fragment else {}


def _measured(client: Client, address: str, asks: dict[str, str], rounds: int) -> str:
    """Milliseconds of the processor, times the floor with as many rows, and statements."""
    from networking.benchmark.rows import rows_shown

    first = _asked(client, address, asks)
    # An answer that nothing changed speaks for as many rows as the file that it stands for.
    rows = rows_shown((_asked(client, address, {}) if "if-none-match" in asks else first).content)
    floor = f"/benchmark/floor/?rows={rows}"
    _asked(client, floor, {})
    ours, floors = [], []
    for _ in range(rounds):
        ours.append(_spent(client, address, asks))
        floors.append(_spent(client, floor, {}))
    ms, ground = median(ours), median(floors)
    queries = first["X-Benchmark-Queries"]
    return f"{ms:7.1f} ms {ms / ground:6.1f} x {queries:>3} q {rows:>4} rows {len(first.content) // 1024:>4} KB"


def _spent(client: Client, address: str, asks: dict[str, str]) -> float:
    """Milliseconds that this process worked for an answer: what others do on the machine does not count."""
    began = time.process_time()
    _asked(client, address, asks)
    return (time.process_time() - began) * 1000


def _asked(client: Client, address: str, asks: dict[str, str]) -> Any:
    response = client.get(address, headers=asks)
    wanted = 304 if "if-none-match" in asks else 200
    assert response.status_code == wanted, (address, response.status_code)
    return response


def _profiled(client: Client, address: str, asks: dict[str, str]) -> None:
    profile = cProfile.Profile()
    profile.runcall(_asked, client, address, asks)
    pstats.Stats(profile).sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main()
