from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "networking.home"
    verbose_name = _("Home")

    def ready(self) -> None:
        from contacts import recounting
        from contacts.filtering import registry
        from networking.home.rhythm import kept
        from networking.home.rhythm.filtering import ByDueDay, ByRhythm

        pre_migrate.connect(kept.drop_before_migrate)
        post_migrate.connect(kept.install_after_migrate)
        recounting.register("days on which people are due", kept.recount)
        registry.register(ByRhythm())
        registry.register(ByDueDay())
