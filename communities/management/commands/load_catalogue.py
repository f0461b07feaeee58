from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from communities.actions.catalogue import load_catalogue


class Command(BaseCommand):
    help = "Bring the shipped catalogue of communities up to date; what an admin changed stays."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_catalogue()
        self.stdout.write(f"added {loaded.added}, changed {loaded.changed}, unchanged {loaded.unchanged}")
