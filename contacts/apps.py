from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    name = "contacts"
    verbose_name = _("People")

    def ready(self) -> None:
        from contacts import (
            bulk,
            kept_again,
            kept_days,
            kept_headcount,
            kept_people,
            kept_referrals,
            owner_guard,
            triggers,
        )
        from contacts.actions.bulk_own import OWN
        from contacts.filtering import own, registry, sorting
        from contacts.finding import full_text
        from contacts.mentions import bracketed

        pre_migrate.connect(owner_guard.drop_before_migrate)
        post_migrate.connect(owner_guard.install_after_migrate)
        pre_migrate.connect(triggers.drop_before_migrate)
        post_migrate.connect(triggers.make_after_migrate)
        triggers.register(kept_days.TRIGGERS, rank=10)
        for kept in (kept_people, kept_again, kept_referrals, kept_headcount):
            triggers.register(kept.TRIGGERS, rank=20)
        pre_migrate.connect(full_text.drop_before_migrate, sender=self)
        post_migrate.connect(full_text.install_after_migrate, sender=self)
        bracketed.register(bracketed.people, rank=10)
        for kind in (*own.OWN, *sorting.OWN):
            registry.register(kind())
        for action in OWN:
            bulk.register(action)
