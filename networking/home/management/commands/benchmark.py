from __future__ import annotations

import os
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from networking.benchmark.figures.measure import HEAD, PART_HEAD, pairs, part_said
from networking.benchmark.figures.size import Size
from networking.benchmark.measure import Measured, measure
from networking.benchmark.report import as_json, head, line, machine
from networking.benchmark.server import environment, fill, kept_environment, said_by, server


class Command(BaseCommand):
    help = "Measures every page beside a floor page, on generated data and a server of its own. See docs/benchmark.md."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, nargs="+", default=[200, 2000], help="the sizes of the accounts")
        parser.add_argument(
            "--figures",
            action="store_true",
            help="instead, the pages of the figures beside hand-written SQL; the data is made once a size and kept",
        )
        parser.add_argument("--rounds", type=int, default=7)
        parser.add_argument("--requests", type=int, default=40, help="of each page, in each round")
        parser.add_argument(
            "--at-most", type=int, default=900, metavar="SECONDS", help="then one round a page is enough"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("rounds", "requests", "at_most"):
            if options[name] < 1:
                raise CommandError(f"--{name.replace('_', '-')}: expected a number from 1, got {options[name]}.")
        sizes = sorted(set(options["people"]))
        if sizes[0] < 1:
            raise CommandError(f"--people: expected a number from 1, got {sizes[0]}.")
        said = machine()
        if options["figures"]:
            self._figures(said, sizes, options)
            return
        with environment() as environ:
            accounts = fill(environ, sizes)
            with server(environ) as port:
                until = monotonic() + options["at_most"]
                measured = measure(port, accounts, rounds=options["rounds"], requests=options["requests"], until=until)
                self._report(said, measured, as_data=options["json"])

    def _figures(self, said: dict[str, str], sizes: list[int], options: dict[str, Any]) -> None:
        self.stdout.write(" · ".join(said.values()))
        for size in map(Size.of, sizes):
            with kept_environment(size.name) as environ:
                account = said_by("networking.benchmark.figures", environ, [size.people])
                self.stdout.write(
                    f"\n{size.people} people, {account['interactions']} interactions, {size.communities} communities, "
                    f"{account['events']} events, {account['month']}; load {os.getloadavg()[0]:.1f}\n{HEAD}"
                )
                with server(environ) as port:
                    for pair in pairs(port, account, rounds=options["rounds"], requests=options["requests"]):
                        self.stdout.write(pair.said())
                self.stdout.write(PART_HEAD)
                for part in account["parts"]:
                    self.stdout.write(part_said(part))

    def _report(self, said: dict[str, str], measured: Any, *, as_data: bool) -> None:
        if as_data:
            self.stdout.write(as_json(said, list(measured)))
            return
        self.stdout.write(head(said))
        found: list[Measured] = []
        for one in measured:
            self.stdout.write(line(one))
            found.append(one)
        slow = [one for one in found if one.server_ms > 50]
        for one in slow:
            self.stdout.write(f"Slower than 50 ms inside the server: {one.page} with {one.people} people.")
