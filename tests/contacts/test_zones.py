"""Time zones to choose from: each once, by its city in the reader's language."""

from __future__ import annotations

from collections import Counter
from runpy import run_path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from contacts import zones
from contacts.text import sort_key
from networking.accounts.models import User


def offered(language: str) -> dict[str, list[tuple[str, str]]]:
    with translation.override(language):
        return {str(group): [*cities] for group, cities in zones.choices()}


def test_what_is_kept_is_what_babel_says() -> None:
    maker = run_path(str(settings.BASE_DIR / "tools/zones.py"))
    assert maker["FILE"].read_text(encoding="utf-8") == maker["written"](maker["found"]())


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_zone_stands_once_in_the_order_of_cities(language: str) -> None:
    groups = offered(language)
    *_named, beside = groups.values()
    del groups[[*groups][-1]]
    names = Counter(zone for cities in groups.values() for zone, _city in cities)
    assert set(names.values()) == {1}
    assert not names.keys() & {"Europe/Kiev", "Asia/Calcutta", "Asia/Saigon"}
    assert {"Europe/Kyiv", "Asia/Kolkata", "Asia/Ho_Chi_Minh"} <= names.keys()
    for cities in [*groups.values()][1:]:
        said = [sort_key(city) for _zone, city in cities]
        assert said == sorted(said)
        assert len(said) == len({*said})
    # Other cities lead to zones that stand there by their own names.
    assert {zone for zone, _city in beside} <= names.keys()
    assert not {city for _zone, city in beside} & {city for cities in groups.values() for _zone, city in cities}
    assert [sort_key(city) for _zone, city in beside] == sorted(sort_key(city) for _zone, city in beside)


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


@pytest.mark.parametrize(
    ("language", "city", "zone"),
    [("ru", "Дели", "Asia/Kolkata"), ("ru", "Пекин", "Asia/Shanghai"), ("en", "San Francisco", "America/Los_Angeles")],
)
def test_a_city_that_names_no_zone_is_found(language: str, city: str, zone: str) -> None:
    *_named, beside = offered(language).values()
    assert (zone, city) in beside


def test_the_city_of_the_zone_is_shown_as_chosen(client_of_owner: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(time_zone="Asia/Kolkata")
    page = client_of_owner.get(reverse("accounts:settings")).content.decode()
    assert page.count('<option value="Asia/Kolkata" selected>') == 1
    assert '<option value="Asia/Kolkata" selected>Калькутта</option>' in page
