from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "networking.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from networking.accounts import own_address

        own_address.connect()
