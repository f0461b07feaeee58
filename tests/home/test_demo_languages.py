"""Two invented networks of equal worth: what the English one says is English, and the Russian one stays what it was."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.test import Client

from communities.actions.catalogue import load_catalogue
from communities.models import Community, Event
from contacts.mentions.tokens import plain
from contacts.models import Channel, Contact, Interaction, Promise
from contacts.models.channel import ChannelKind
from networking.accounts.models import User
from networking.demo import seed
from networking.demo.names import latin
from networking.demo.texts import LANGUAGES, Texts, pool
from networking.home.demo_account import ACCOUNTS, make_demo_accounts

TODAY = date(2026, 11, 20)
POOLS = Path(str(apps.get_app_config("home").path)).parent / "demo" / "pools"
CYRILLIC = re.compile("[\u0400-\u04ff№]")
FICTION = re.compile(r"\+44(7700900|11[3-7]4960|1214960|1314960|1414960|1614960)\d{3}")
pytestmark = pytest.mark.django_db


@pytest.fixture
def english(stranger: User) -> User:
    stranger.language = "en"
    stranger.save()
    return stranger


def texts_of(owner: User) -> Iterator[tuple[str, str]]:
    """Every text in every row that somebody owns, with the column where it stands."""
    for model in apps.get_models(include_auto_created=True):
        fields = {field.name: field for field in model._meta.concrete_fields}
        if "owner" not in fields:
            continue
        said = [name for name, field in fields.items() if isinstance(field, models.CharField | models.TextField)]
        said += [name for name, field in fields.items() if isinstance(field, models.JSONField)]
        for row in model._default_manager.filter(owner=owner).values(*said):
            for name, value in row.items():
                yield f"{model._meta.label}.{name}", json.dumps(value, ensure_ascii=False, default=str)


def test_no_text_of_the_english_network_is_russian(english: User) -> None:
    load_catalogue()
    seed(owner=english, people=150, today=TODAY)
    texts = [*texts_of(english)]
    assert len(texts) > 10_000
    assert len({where for where, text in texts if text not in ('""', "null", "[]")}) > 40
    assert not [(where, text) for where, text in texts if CYRILLIC.search(text)]
    assert not Contact.objects.for_owner(english).exclude(patronymic="").exists()


def test_the_walk_sees_russian_texts(owner: User) -> None:
    seed(owner=owner, people=5, months=2, today=TODAY)
    assert len({where for where, text in texts_of(owner) if CYRILLIC.search(text)}) > 10


def test_english_pages_have_no_russian_texts(english: User) -> None:
    load_catalogue()
    seed(owner=english, today=TODAY)
    visitor = Client(SERVER_NAME="localhost")
    visitor.force_login(english)
    person = Contact.objects.for_owner(english).exclude(interactions=None).first()
    community = Community.objects.for_owner(english).get(entry__slug="golang-russia")
    assert person
    for address in ("/", "/contacts/", person.get_absolute_url(), community.get_absolute_url(), "/communities/"):
        page = visitor.get(address).content.decode()
        # The page offers the other language by its own name.
        assert not CYRILLIC.findall(page.replace("Русский", "").replace("₽", "")), address


def test_the_russian_network_stays_what_it_was(owner: User) -> None:
    """The benchmark compares figures over years with this very life: it must not change with another language's."""
    seed(owner=owner, people=60, months=12, seed=3, today=TODAY)
    people = Contact.objects.for_owner(owner).order_by("pk")
    talks = Interaction.objects.for_owner(owner).order_by("pk")
    promises = Promise.objects.for_owner(owner).order_by("pk")
    events = Event.objects.for_owner(owner).order_by("pk")
    channels = Channel.objects.for_owner(owner).order_by("pk")
    assert {
        "people": _digest(people.values_list("given_name", "patronymic", "family_name", "company")),
        "talks": _digest(talks.values_list("day", "kind", "channel", "note")),
        "promises": _digest(promises.values_list("text", "made_on", "due_on", "kept_on")),
        "events": _digest(events.values_list("name", "starts", "place", "took_away")),
        "channels": _digest(channels.values_list("kind", "value")),
    } == {
        "people": "a4edeadcd18290b2",
        "talks": "685cac6c23406d04",
        "promises": "923a41d1c28d24c4",
        "events": "1e6effa068e7856b",
        "channels": "1040b380cd1a8656",
    }


def _digest(rows: Iterable[Any]) -> str:
    """A short sum of rows in which people are mentioned by name and not by key."""
    said = [[plain(str(value)) for value in row] for row in rows]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def test_both_languages_have_the_same_lists() -> None:
    names = {language: {path.stem for path in (POOLS / language).glob("*.txt")} for language in LANGUAGES}
    # Russian names have patronymics and a few from abroad, English ones come from everywhere.
    own = {"patronymics", "men_abroad", "women_abroad", "families_abroad"}
    assert names["ru"] - own == names["en"] - {"abroad"}
    for name in names["en"] & names["ru"]:
        few, many = sorted(len(pool(name, language)) for language in LANGUAGES)
        assert few >= 0.5 * many, name
    for name in ("clubs_inside", "contributions", "opportunities", "phrases"):
        first = {
            language: sorted(re.split(r" \||:", line)[0] for line in pool(name, language)) for language in LANGUAGES
        }
        assert first["ru"] == first["en"], name


def test_english_sentences_have_the_same_places_to_fill() -> None:
    for path in (POOLS / "en").glob("*.txt"):
        english = " ".join(pool(path.stem, "en"))
        assert not CYRILLIC.search(path.read_text("utf-8")), path.name
        marks = set(re.findall(r"\{\w+\}", english))
        assert marks == set(re.findall(r"\{\w+\}", " ".join(pool(path.stem)))) if path.stem != "abroad" else not marks
        assert english.count("[") == english.count("]"), path.name


def test_names_from_elsewhere_are_of_one_country(english: User) -> None:
    seed(owner=english, people=300, months=1, today=TODAY)
    abroad = [[set(part.split()) for part in row] for row in Texts("en").rows("abroad")]
    at_home = {*pool("men", "en"), *pool("women", "en")}
    seen = set()
    for contact in Contact.objects.for_owner(english):
        if contact.family_name in pool("families", "en"):
            assert contact.given_name in at_home
        else:
            found = [
                place
                for place, (men, women, families) in enumerate(abroad)
                if contact.given_name in men | women and contact.family_name in families
            ]
            assert found, contact.full_name
            seen.update(found)
    assert len(seen) == len(abroad)


def test_a_name_is_of_a_man_or_of_a_woman() -> None:
    men, women = set(pool("men", "en")), set(pool("women", "en"))
    for row in Texts("en").rows("abroad"):
        assert len(row) == 3
        men |= {*row[0].split()}
        women |= {*row[1].split()}
    assert not men & women


def test_handles_are_plain_letters() -> None:
    assert latin("Zoë") == "zoe"
    assert latin("O'Rourke") == "orourke"
    assert latin("Щёголев") == "schegolev"
    said = [*pool("men", "en"), *pool("women", "en"), *pool("families", "en")]
    for row in Texts("en").rows("abroad"):
        said += " ".join(row).split()
    assert not [name for name in said if not re.fullmatch("[a-z]+", latin(name))]


def test_english_numbers_ring_nowhere(english: User) -> None:
    seed(owner=english, people=400, months=1, today=TODAY)
    kinds = (ChannelKind.PHONE, ChannelKind.WHATSAPP)
    numbers = Channel.objects.for_owner(english).filter(kind__in=kinds).values_list("value_folded", flat=True)
    assert len(numbers) > 200
    assert not [number for number in numbers if not FICTION.fullmatch(number)]
    mails = Channel.objects.for_owner(english).filter(kind=ChannelKind.EMAIL).values_list("value", flat=True)
    assert not [mail for mail in mails if not re.fullmatch(r"[a-z.0-9]+@example\.org", mail)]


def test_of_the_catalogue_english_stories_join_what_they_can_read(english: User) -> None:
    load_catalogue()
    seed(owner=english, people=10, months=2, today=TODAY)
    joined = Community.objects.for_owner(english).exclude(entry=None).select_related("entry")
    assert {one.entry.slug for one in joined if one.entry} == {"golang-russia", "pycon-russia"}
    for one in joined:
        assert one.entry
        assert one.about == one.entry.about_en
    assert Community.objects.for_owner(english).professional().filter(entry=None).count() == 4


def test_in_another_language_the_russian_story_is_told() -> None:
    assert Texts.of("de") == Texts("ru")


def test_the_demo_makes_an_account_of_each_language(settings: Any, tmp_path: Path) -> None:
    settings.SVYAZI_DATA = tmp_path
    password = make_demo_accounts()
    ru, en = User.objects.order_by("pk")
    assert [(one.email, one.language) for one in (ru, en)] == [
        ("demo@example.org", "ru"),
        ("demo-en@example.org", "en"),
    ]
    for user in (ru, en):
        assert user.check_password(password)
        assert user.is_superuser
        assert Contact.objects.for_owner(user).count() == 120
    assert CYRILLIC.search(str(Contact.objects.for_owner(ru).first()))
    assert not CYRILLIC.search(str(Contact.objects.for_owner(en).first()))
    before = [(user.pk, user.password) for user in User.objects.order_by("pk")]
    assert make_demo_accounts() == password
    assert [(user.pk, user.password) for user in User.objects.order_by("pk")] == before
    assert Contact.objects.count() == 240


def test_beside_others_the_demo_is_ordinary(
    owner: User, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SVYAZI_DATA = tmp_path
    filled: list[str] = []
    monkeypatch.setattr(
        "networking.home.demo_account.call_command", lambda name, owner, verbosity: filled.append(owner)
    )
    make_demo_accounts()
    assert filled == [account.email for account in ACCOUNTS]
    assert not User.objects.filter(email__in=filled, is_superuser=True).exists()


def test_the_start_says_how_to_sign_in_to_each(
    owner: User, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SVYAZI_DATA = tmp_path
    monkeypatch.setattr("networking.home.preparing.collect_static_files", lambda: False)
    monkeypatch.setattr("networking.home.preparing.migrate", lambda: False)
    monkeypatch.setattr("networking.home.preparing.load_what_is_shipped", lambda: None)
    monkeypatch.setattr("networking.home.preparing.why_not_served", lambda bind: "")
    monkeypatch.setattr("networking.home.demo_account.call_command", lambda *names, **given: None)
    out = StringIO()
    call_command("prepare", demo=True, stdout=out)
    password = (tmp_path / "demo-password").read_text("ascii")
    assert f"To look around in Russian, sign in as demo@example.org with the password {password}" in out.getvalue()
    assert f"To look around in English, sign in as demo-en@example.org with the password {password}" in out.getvalue()
