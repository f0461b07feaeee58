"""Time zones to choose from: each once, by its city in the reader's language."""

from __future__ import annotations

from collections import Counter
from runpy import run_path

import pytest
from django.conf import settings
from django.utils import translation

from contacts import zones
from contacts.text import sort_key


def offered(language: str) -> dict[str, list[tuple[str, str]]]:
    with translation.override(language):
        return {str(group): [*cities] for group, cities in zones.choices()}


def test_what_is_kept_is_what_babel_says() -> None:
    maker = run_path(str(settings.BASE_DIR / "tools/zones.py"))
    assert maker["FILE"].read_text(encoding="utf-8") == maker["written"](maker["found"]())


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_zone_stands_once_in_the_order_of_cities(language: str) -> None:
    groups = offered(language)
    names = Counter(zone for cities in groups.values() for zone, _city in cities)
    assert set(names.values()) == {1}
    assert not names.keys() & {"Europe/Kiev", "Asia/Calcutta", "Asia/Saigon"}
    assert {"Europe/Kyiv", "Asia/Kolkata", "Asia/Ho_Chi_Minh"} <= names.keys()
    for cities in [*groups.values()][1:]:
        said = [sort_key(city) for _zone, city in cities]
        assert said == sorted(said)
        assert len(said) == len({*said})


def test_the_list_speaks_the_readers_language() -> None:
    russian, english = offered("ru"), offered("en")
    assert [*russian][1:4] == ["Африка", "Америка", "Антарктида"]
    assert ("Europe/Berlin", "Берлин") in russian["Европа"]
    assert ("Europe/Kyiv", "Киев") in russian["Европа"]
    assert ("America/Argentina/Buenos_Aires", "Буэнос-Айрес") in russian["Америка"]
    assert ("Europe/Berlin", "Berlin") in english["Europe"]
    latin = [city for cities in russian.values() for _zone, city in cities if city.isascii()]
    assert latin == ["UTC"]


@pytest.mark.parametrize(
    ("zone", "city"), [("Europe/Kiev", "Киев"), ("Asia/Calcutta", "Калькутта"), ("Etc/GMT-5", "GMT-5")]
)
def test_an_old_name_is_shown_by_its_city(zone: str, city: str) -> None:
    zones.check_time_zone(zone)
    with translation.override("ru"):
        assert zones.city_of(zone) == city
