from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DigestsConfig(AppConfig):
    name = "networking.digests"
    verbose_name = _("Summaries by e-mail")
