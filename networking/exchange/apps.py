from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "networking.exchange"
    verbose_name = _("Exchange")

    def ready(self) -> None:
        from contacts.actions import purge
        from contacts.bulk import BulkAction, register
        from networking.exchange.actions.forgetting import forget_imports

        purge.register("imports", forget_imports)
        register(BulkAction("export", "exchange:people", _("Export"), "download", None, rank=60))
