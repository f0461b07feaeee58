from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = _("Communities")

    def ready(self) -> None:
        from communities.actions.bulk import NAME, undo_community
        from communities.filtering import ByCommunity
        from contacts import bulk
        from contacts.filtering import registry

        registry.register(ByCommunity())
        bulk.register(bulk.BulkAction(NAME, "communities:bulk_add", _("To a community"), "affiliate", undo_community))
