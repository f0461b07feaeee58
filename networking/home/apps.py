from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "networking.home"
    verbose_name = _("Home")

    def ready(self) -> None:
        from contacts import recounting
        from contacts.filtering import registry
        from networking.home.rhythm import kept
        from networking.home.rhythm.filtering import ByDueDay, ByRhythm

        kept.TRIGGERS.connect()
        recounting.register("days on which people are due", kept.recount)
        registry.register(ByRhythm())
        registry.register(ByDueDay())
