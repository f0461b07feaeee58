from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "networking.home"
    verbose_name = _("Home")

    def ready(self) -> None:
        from contacts.filtering import registry
        from networking.home.rhythm.filtering import ByDueDay, ByRhythm

        registry.register(ByRhythm())
        registry.register(ByDueDay())
