from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "networking.exchange"
    verbose_name = _("Exchange")

    def ready(self) -> None:
        from contacts.bulk import BulkAction, register

        register(BulkAction("export", "exchange:people", _("Export"), "download", None, rank=60))
