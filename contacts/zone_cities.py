"""Known cities that give no zone its name: who looks for Delhi finds the clock of Kolkata."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# The zone by whose clock each goes.
CITIES = (
    ("Europe/Moscow", _("Saint Petersburg")),
    ("Europe/Moscow", _("Kazan")),
    ("Europe/Moscow", _("Nizhny Novgorod")),
    ("Europe/Moscow", _("Krasnodar")),
    ("Europe/Moscow", _("Rostov-on-Don")),
    ("Europe/Moscow", _("Sochi")),
    ("Asia/Yekaterinburg", _("Perm")),
    ("Asia/Yekaterinburg", _("Ufa")),
    ("Asia/Yekaterinburg", _("Chelyabinsk")),
    ("Asia/Yekaterinburg", _("Tyumen")),
    ("Asia/Almaty", _("Astana")),
    ("Asia/Shanghai", _("Beijing")),
    ("Asia/Shanghai", _("Shenzhen")),
    ("Asia/Kolkata", _("Delhi")),
    ("Asia/Kolkata", _("Bangalore")),
    ("Asia/Kolkata", _("Mumbai")),
    ("Asia/Kolkata", _("Goa")),
    ("Asia/Makassar", _("Bali")),
    ("Asia/Bangkok", _("Phuket")),
    ("Asia/Ho_Chi_Minh", _("Hanoi")),
    ("Asia/Jerusalem", _("Tel Aviv")),
    ("Asia/Dubai", _("Abu Dhabi")),
    ("Europe/Istanbul", _("Antalya")),
    ("Europe/Istanbul", _("Ankara")),
    ("Europe/Berlin", _("Munich")),
    ("Europe/Berlin", _("Hamburg")),
    ("Europe/Madrid", _("Barcelona")),
    ("Europe/Rome", _("Milan")),
    ("Europe/Zurich", _("Geneva")),
    ("Europe/London", _("Edinburgh")),
    ("Europe/Warsaw", _("Krakow")),
    ("Asia/Tbilisi", _("Batumi")),
    ("America/Los_Angeles", _("San Francisco")),
    ("America/Los_Angeles", _("Seattle")),
    ("America/New_York", _("Boston")),
    ("America/New_York", _("Washington")),
    ("America/New_York", _("Miami")),
    ("America/Chicago", _("Austin")),
    ("Australia/Sydney", _("Canberra")),
    ("America/Sao_Paulo", _("Rio de Janeiro")),
)
