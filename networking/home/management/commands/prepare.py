from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from networking.accounts import setup_code
from networking.accounts.actions import needs_setup
from networking.config import is_loopback
from networking.home import preparing
from networking.home.demo_account import ACCOUNTS, make_demo_accounts


class Command(BaseCommand):
    help = "Makes the installation ready to be served: tables, shipped texts, static files. Twice changes nothing."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo", action="store_true", help="with two accounts full of invented people, one Russian, one English"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._handle(**options)
        except KeyboardInterrupt:
            raise CommandError("Stopped; the next start goes on from here.", returncode=130) from None

    def _handle(self, **options: Any) -> None:
        bind = settings.SVYAZI_BIND
        if why := preparing.why_not_served(bind):
            raise CommandError(
                f"SVYAZI_BIND: {bind} cannot be used: {why}. Stop what answers there, or choose another."
            )
        with preparing.one_at_a_time(settings.SVYAZI_DATA):
            self._prepare()
            if options["demo"]:
                self._make_demo()
        self._say_setup_code(bind)

    def _prepare(self) -> None:
        try:
            preparing.reach_database()
            self.stdout.write(f"Database: {preparing.about_database()}")
            if preparing.migrate():
                self.stdout.write("The tables were brought up to date")
            preparing.load_what_is_shipped()
        except OperationalError as error:
            raise CommandError(f"The database does not answer, see DATABASE_URL: {_one_line(error)}") from None
        if preparing.collect_static_files():
            self.stdout.write("The static files were gathered")

    def _make_demo(self) -> None:
        self.stdout.write("Inventing people for the demo accounts")
        password = make_demo_accounts()
        for account in ACCOUNTS:
            said = f"To look around {account.spoken}, sign in as {account.email} with the password {password}"
            self.stdout.write(self.style.SUCCESS(said))

    def _say_setup_code(self, bind: str) -> None:
        if not needs_setup():
            setup_code.forget()
            return
        code = setup_code.make()
        if not is_loopback(bind):
            self.stdout.write(self.style.SUCCESS(f"Code for the first account: {code}"))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
