from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "networking.guidance"
    verbose_name = _("Guidance")

    def ready(self) -> None:
        from contacts import recounting, triggers
        from contacts.finding import full_text
        from contacts.mentions import bracketed
        from networking.guidance import edition, keeping
        from networking.guidance.leading import led
        from networking.guidance.leading.names import notes_named

        triggers.register(edition.TRIGGERS, rank=30)
        post_migrate.connect(keeping.fill_after_migrate, sender=self)
        bracketed.register(notes_named, rank=30)
        full_text.index("guidance_note", "search_text")
        recounting.register("contents and checklists of notes", keeping.recount)
        recounting.register("how many notes lead to each", led.keep_led)
