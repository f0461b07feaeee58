from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "networking.home"
    verbose_name = _("Today")

    def ready(self) -> None:
        from contacts import recounting, triggers
        from contacts.filtering import registry
        from networking.home.rhythm import kept
        from networking.home.rhythm.filtering import ByDueDay, ByRhythm

        triggers.register(kept.TRIGGERS, rank=30)
        recounting.register("days on which people are due", kept.recount)
        registry.register(ByRhythm())
        registry.register(ByDueDay())
