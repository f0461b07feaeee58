"""Time zones as a list to choose from: the likely ones by their cities' names, then all the others by continent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LIKELY = {
    "Europe/Kaliningrad": gettext_lazy("Kaliningrad"),
    "Europe/Moscow": gettext_lazy("Moscow, Saint Petersburg"),
    "Europe/Samara": gettext_lazy("Samara"),
    "Asia/Yekaterinburg": gettext_lazy("Yekaterinburg"),
    "Asia/Omsk": gettext_lazy("Omsk"),
    "Asia/Novosibirsk": gettext_lazy("Novosibirsk"),
    "Asia/Krasnoyarsk": gettext_lazy("Krasnoyarsk"),
    "Asia/Irkutsk": gettext_lazy("Irkutsk"),
    "Asia/Yakutsk": gettext_lazy("Yakutsk"),
    "Asia/Vladivostok": gettext_lazy("Vladivostok"),
    "Asia/Magadan": gettext_lazy("Magadan"),
    "Asia/Kamchatka": gettext_lazy("Petropavlovsk-Kamchatsky"),
    "Europe/Minsk": gettext_lazy("Minsk"),
    "Asia/Almaty": gettext_lazy("Almaty"),
    "Asia/Tbilisi": gettext_lazy("Tbilisi"),
    "Asia/Yerevan": gettext_lazy("Yerevan"),
    "Asia/Tashkent": gettext_lazy("Tashkent"),
    "Europe/Belgrade": gettext_lazy("Belgrade"),
    "Europe/Istanbul": gettext_lazy("Istanbul"),
    "Asia/Dubai": gettext_lazy("Dubai"),
    "UTC": gettext_lazy("UTC"),
}
_CONTINENTS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
Choice = tuple[str, str]


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """The zones that this machine knows; finding them out walks through their files."""
    return frozenset(available_timezones())


def check_time_zone(value: str) -> None:
    """Raises ValidationError unless the name is a time zone that this machine knows."""
    if value not in known_zones():
        raise ValidationError(_("There is no such time zone."), code="time_zone")


def city_of(zone: str) -> str:
    """A zone by its city, as people call it."""
    return str(LIKELY.get(zone) or zone.rpartition("/")[2].replace("_", " "))


def choices() -> Iterator[tuple[str, list[Choice]]]:
    """Groups of (zone, its city), for a select in which typing a city's first letters finds it."""
    known = known_zones()
    yield _("Nearby"), [(zone, str(city)) for zone, city in LIKELY.items() if zone in known]
    yield from _others()


@lru_cache(maxsize=1)
def _others() -> list[tuple[str, list[Choice]]]:
    names = sorted(zone for zone in known_zones() if zone.split("/")[0] in _CONTINENTS and zone not in LIKELY)
    return [
        (continent, [(zone, zone.partition("/")[2].replace("_", " ")) for zone in zones])
        for continent, zones in groupby(names, key=lambda zone: zone.split("/")[0])
    ]
