"""Time zones as a list to choose from: the likely ones by their cities' names, then all the others by continent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from contacts.text import sort_key
from contacts.zone_cities import CITIES

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
_CONTINENTS = {
    "Africa": gettext_lazy("Africa"),
    "America": gettext_lazy("America"),
    "Antarctica": gettext_lazy("Antarctica"),
    "Asia": gettext_lazy("Asia"),
    "Atlantic": gettext_lazy("Atlantic Ocean"),
    "Australia": gettext_lazy("Australia"),
    "Europe": gettext_lazy("Europe"),
    "Indian": gettext_lazy("Indian Ocean"),
    "Pacific": gettext_lazy("Pacific Ocean"),
}
# Written by tools/zones.py.
_NAMES = Path(__file__).with_name("zone_names.json")
Choice = tuple[str, str]


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """The zones that this machine knows; finding them out walks through their files."""
    return frozenset(available_timezones())


def check_time_zone(value: str) -> None:
    """Raises ValidationError unless the name is a time zone that this machine knows."""
    if value not in known_zones():
        raise ValidationError(_("There is no such time zone."), code="time_zone")


@lru_cache(maxsize=1)
def _names() -> dict[str, Any]:
    """`aliases` lead from an old name of a zone to the one in use, `cities` say of each language and zone its city."""
    names: dict[str, Any] = json.loads(_NAMES.read_text(encoding="utf-8"))
    return names


def in_use(zone: str) -> str:
    """The name by which a zone goes now: Kyiv for Kiev."""
    return str(_names()["aliases"].get(zone, zone))


def city_of(zone: str) -> str:
    """A zone by its city, as people call it in the reader's language."""
    zone = in_use(zone)
    said = LIKELY.get(zone) or _names()["cities"].get(get_language(), {}).get(zone)
    return str(said or zone.rpartition("/")[2].replace("_", " "))


def choices() -> Iterator[tuple[str, list[Choice]]]:
    """Groups of (zone, its city), for a select in which typing a city's first letters finds it."""
    known = known_zones()
    yield _("Nearby"), [(zone, str(city)) for zone, city in LIKELY.items() if zone in known]
    yield from _others(get_language())
    # Behind the cities that name the zones: of two with one zone the first is shown as chosen.
    beside = [(zone, str(city)) for zone, city in CITIES if zone in known]
    yield _("Other known cities"), sorted(beside, key=lambda one: sort_key(one[1]))


@lru_cache(maxsize=8)
def _others(_language: str | None) -> list[tuple[str, list[Choice]]]:
    """By continent in the order of the cities; each zone once, by the name in use."""
    known = known_zones()
    zones: dict[str, set[str]] = {continent: set() for continent in _CONTINENTS}
    for zone in known:
        now = in_use(zone) if in_use(zone) in known else zone
        if now.split("/")[0] in zones and now not in LIKELY:
            zones[now.split("/")[0]].add(now)
    return [
        (str(_CONTINENTS[continent]), sorted(((one, city_of(one)) for one in ones), key=lambda one: sort_key(one[1])))
        for continent, ones in zones.items()
    ]
