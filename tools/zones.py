"""Writes into `contacts/zone_names.json` how the cities of time zones are called, and which zones are one.

python tools/zones.py    from the CLDR, as Babel has it; Babel itself, with all its languages, is not needed to run
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

FILE = Path(__file__).resolve().parent.parent / "contacts/zone_names.json"
# What the CLDR has no name for yet.
MISSING = {"ru": {"America/Coyhaique": "Койайке", "Atlantic/Jan_Mayen": "Ян-Майен"}}
CONTINENTS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def found() -> dict[str, Any]:
    """`aliases` lead from an old name of a zone to the one in use, `cities` say of each language and zone its city."""
    zones = {zone for zone in available_timezones() if zone.split("/")[0] in CONTINENTS}
    aliases = {old: new for old, new in get_global("zone_aliases").items() if old in zones and new in zones}
    cities = {language: _cities(language, zones, aliases) for language in ("en", "ru")}
    return {"aliases": dict(sorted(aliases.items())), "cities": cities}


def _cities(language: str, zones: set[str], aliases: dict[str, str]) -> dict[str, str]:
    """The CLDR calls a zone by the oldest of its names."""
    known = Locale(language).time_zones
    said: dict[str, str] = {**MISSING.get(language, {})}
    for zone in sorted(zones):
        if city := known.get(zone, {}).get("city"):
            said.setdefault(aliases.get(zone, zone), city)
    return said


def written(names: dict[str, Any]) -> str:
    return json.dumps(names, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(found()), encoding="utf-8")
