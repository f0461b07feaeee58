from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from communities.actions.catalogue import Loaded, load_catalogue, read_catalogue
from communities.actions.catalogue_news import news
from communities.actions.catalogue_store import store
from communities.actions.joining import join
from communities.models import (
    CatalogueChange,
    CatalogueChannel,
    CatalogueEntry,
    Cause,
    Community,
    Kind,
    Participation,
    kinds_of,
)
from contacts.text import sort_key
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_community, make_contact, make_entry, make_membership, make_user

ONE = """
- slug: club
  name: Клуб
  family: professional
  kind: sig
  city: Казань
  about: Как было.
  channels:
    - {kind: website, value: https://club.example}
"""
NOW = "2026-10-15 12:00:00+03:00"


def shipped(folder: Path, text: str = ONE) -> Path:
    (folder / "one.yaml").write_text(text, "utf-8")
    return folder


def names_on(client: Client, **query: str) -> list[str]:
    response = client.get(reverse("communities:catalogue"), query)
    assert response.status_code == 200
    return [entry.name for entry, _mine, _people in response.context["entries"]]


def test_shipped_catalogue_is_large_and_makes_sense(db: None) -> None:
    loaded = load_catalogue()
    entries = CatalogueEntry.objects.all()
    assert loaded == Loaded(len(entries), 0, 0)
    assert len([entry for entry in entries if not entry.is_template]) >= 30
    assert all(Kind(entry.kind) in kinds_of(entry.family) for entry in entries)
    assert {entry.kind for entry in entries} == set(Kind)
    assert load_catalogue() == Loaded(0, 0, len(entries))
    slugs = [slug for slug, _values in read_catalogue()]
    assert len(slugs) == len(set(slugs))


def test_command_says_what_it_did(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_catalogue")
    call_command("load_catalogue")
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("changed 0, unchanged 0")
    assert second.startswith("added 0, changed 0, unchanged ")


def test_what_an_admin_changed_survives_field_by_field(db: None, tmp_path: Path) -> None:
    load_catalogue(shipped(tmp_path))
    entry = CatalogueEntry.objects.get(slug="club")
    entry.about = "Слова администратора."
    entry.is_published = False
    entry.save()
    CatalogueChannel.objects.create(entry=entry, kind="telegram", value="@club")
    fresh = ONE.replace("Как было.", "Как стало.").replace("Казань", "Пермь").replace("club.example", "new.example")
    assert load_catalogue(shipped(tmp_path, fresh)) == Loaded(0, 1, 0)
    entry.refresh_from_db()
    assert (entry.about, entry.city, entry.is_published) == ("Слова администратора.", "Пермь", False)
    assert [channel.value for channel in entry.channels.all()] == ["https://club.example", "@club"]
    assert load_catalogue(tmp_path) == Loaded(0, 0, 1)


def test_family_and_kind_of_an_admin_stay_together(db: None, tmp_path: Path) -> None:
    load_catalogue(shipped(tmp_path))
    entry = CatalogueEntry.objects.get(slug="club")
    entry.kind = "online"
    entry.save()
    fresh = ONE.replace("professional", "internal").replace("kind: sig", "kind: technical")
    load_catalogue(shipped(tmp_path, fresh))
    entry.refresh_from_db()
    assert (entry.family, entry.kind) == ("professional", "online")


def test_what_entries_are_found_by_is_brought_up_to_date(db: None, tmp_path: Path) -> None:
    load_catalogue(shipped(tmp_path))
    CatalogueEntry.objects.update(search_text=" old")
    assert load_catalogue(tmp_path) == Loaded(0, 0, 1)
    for query in ("клуб", "БЫЛО", "technology interest", "группа по технологиям"):
        assert CatalogueEntry.objects.matching(query).exists(), query


def test_a_new_version_of_an_entry_is_history(db: None, tmp_path: Path) -> None:
    load_catalogue(shipped(tmp_path))
    assert not CatalogueChange.objects.exists()
    load_catalogue(shipped(tmp_path, ONE.replace("Как было.", "Как стало.")))
    change = CatalogueChange.objects.get()
    assert (change.cause, change.by, change.differences()) == ("shipped", None, [("about", "Как было.", "Как стало.")])


def test_untouched_channels_follow_what_is_shipped(db: None, tmp_path: Path) -> None:
    load_catalogue(shipped(tmp_path))
    load_catalogue(shipped(tmp_path, ONE.replace("club.example", "new.example")))
    assert [channel.value for channel in CatalogueChannel.objects.all()] == ["https://new.example"]


def test_a_broken_entry_leaves_nothing_half_written(db: None, tmp_path: Path) -> None:
    broken = ONE + ONE.replace("slug: club", "slug: second").replace("kind: sig", "kind: technical")
    with pytest.raises(ValidationError):
        load_catalogue(shipped(tmp_path, broken))
    assert not CatalogueEntry.objects.exists()


def test_filters_combine(client_of_owner: Client) -> None:
    make_entry(name="Казань: Пайтон", kind="sig", city="Казань", field="Python")
    make_entry(name="Казань: все вместе", kind="geographic", city="Казань")
    make_entry(name="Москва: Пайтон", kind="sig", city="Москва", field="Python")
    make_entry(name="Гильдия", family="internal", kind="technical", is_template=True)
    make_entry(name="Спрятано", city="Казань", is_published=False)
    assert names_on(client_of_owner, city="Казань") == ["Казань: все вместе", "Казань: Пайтон"]
    assert names_on(client_of_owner, city="Казань", kind="sig") == ["Казань: Пайтон"]
    assert names_on(client_of_owner, q="PYTHON") == ["Казань: Пайтон", "Москва: Пайтон"]
    assert names_on(client_of_owner, family="internal") == ["Гильдия"]
    assert names_on(client_of_owner, family="internal", q="python") == []
    assert len(names_on(client_of_owner, kind="nonsense", city="Нигде")) == 4


def test_filters_by_field_and_platform(client_of_owner: Client) -> None:
    one = make_entry(name="Клуб Python", field="Python")
    two = make_entry(name="Клуб Java", field="Java")
    for entry, kind in ((one, "telegram"), (one, "website"), (two, "telegram"), (two, "telegram")):
        CatalogueChannel.objects.create(entry=entry, kind=kind, value="@x")
    hidden = make_entry(name="Спрятано", field="Тайны", is_published=False)
    CatalogueChannel.objects.create(entry=hidden, kind="slack", value="x")
    assert names_on(client_of_owner, platform="website") == ["Клуб Python"]
    assert names_on(client_of_owner, platform="telegram") == ["Клуб Java", "Клуб Python"]
    assert names_on(client_of_owner, platform="telegram", field="Java") == ["Клуб Java"]
    form = client_of_owner.get(reverse("communities:catalogue")).context["form"]
    assert [value for value, _label in form.fields["platform"].choices] == ["", "telegram", "website"]
    assert [value for value, _label in form.fields["field"].choices] == ["", "Java", "Python"]


@time_machine.travel(NOW)
def test_how_many_of_my_people_are_in_each(client_of_owner: Client, owner: User, stranger: User) -> None:
    entry, other = make_entry(name="Клуб"), make_entry(name="Другой")
    double = make_entry(name="Клуб-двойник", is_published=False, merged_into=entry)
    mine, second = make_community(owner=owner, entry=entry), make_community(owner=owner, entry=double)
    anna, boris, gone = (make_contact(owner=owner, name=name) for name in ("Анна", "Борис", "Ушедшая"))
    make_membership(contact=anna, community=mine)
    make_membership(contact=anna, community=second)
    make_membership(contact=boris, community=second)
    make_membership(contact=gone, community=mine, until=date(2026, 9, 1))
    theirs = make_community(owner=stranger, entry=other)
    make_membership(contact=make_contact(owner=stranger, name="Чужая"), community=theirs)
    page = client_of_owner.get(reverse("communities:catalogue"))
    assert [(one.name, joined and joined.pk, people) for one, joined, people in page.context["entries"]] == [
        ("Другой", None, 0), ("Клуб", mine.pk, 2),
    ]  # fmt: skip
    assert "2 ваших человека" in page.content.decode()
    there = client_of_owner.get(entry.get_absolute_url())
    assert [person.name for person in there.context["people"]] == ["Анна", "Борис"]
    assert client_of_owner.get(double.get_absolute_url()).url == entry.get_absolute_url()  # type: ignore[attr-defined]
    assert client_of_owner.get(other.get_absolute_url()).context["people"] == []


def test_htmx_gets_the_rows_alone(client_of_owner: Client) -> None:
    make_entry(name="Клуб")
    address = reverse("communities:catalogue")
    fragment = client_of_owner.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Клуб" in fragment
    assert "<html" not in fragment


@pytest.mark.parametrize("rows", [1, 3])
def test_catalogue_asks_the_same_whatever_its_length(
    client_of_owner: Client, owner: User, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make_community(owner=owner, entry=make_entry())
    with django_assert_num_queries(9):
        client_of_owner.get(reverse("communities:catalogue"))


@time_machine.travel(NOW)
def test_one_tap_joins_from_the_catalogue(client_of_owner: Client, owner: User) -> None:
    entry = make_entry(name="MoscowPython", city="Москва", about="Питонисты.", legal_form="АНО")
    CatalogueChannel.objects.create(entry=entry, kind="telegram", value="@mp")
    response = client_of_owner.post(reverse("communities:join", args=[entry.slug]), follow=True)
    community = Community.objects.for_owner(owner).get()
    assert (community.name, community.city, community.about, community.legal_form, community.entry) == (
        "MoscowPython", "Москва", "Питонисты.", "АНО", entry,
    )  # fmt: skip
    assert [channel.value for channel in community.channels.all()] == ["@mp"]
    period = Participation.objects.for_owner(owner).get()
    assert (period.status, period.role, period.since) == ("joined", "participant", date(2026, 10, 15))
    page = response.content.decode()
    assert "Вы в «MoscowPython» с сегодняшнего дня." in page
    assert f'action="{reverse("communities:delete", args=[community.pk])}"' in page


@time_machine.travel(NOW)
def test_one_tap_considers_and_another_joins(client_of_owner: Client, owner: User) -> None:
    entry = make_entry(slug="club", name="Клуб")
    page = client_of_owner.get(entry.get_absolute_url()).content.decode()
    assert 'name="considering"' in page
    join = reverse("communities:join", args=[entry.slug])
    for _time in range(2):
        page = client_of_owner.post(join, {"considering": "1"}, follow=True).content.decode()
        assert "Вы в «Клуб» с сегодняшнего дня" not in page
    assert Participation.objects.get().status == "considering"
    assert 'name="considering"' not in client_of_owner.get(entry.get_absolute_url()).content.decode()
    client_of_owner.post(join)
    assert [one.status for one in Participation.objects.for_owner(owner)] == ["joined"]
    client_of_owner.post(join, {"considering": "1"})
    assert [one.status for one in Participation.objects.for_owner(owner)] == ["joined"]


def test_joining_twice_makes_one_community(client_of_owner: Client, owner: User) -> None:
    entry = make_entry()
    for _ in range(2):
        response = client_of_owner.post(reverse("communities:join", args=[entry.slug]), follow=True)
    assert Community.objects.for_owner(owner).count() == 1
    assert Participation.objects.for_owner(owner).count() == 1
    assert "Вы уже в этом сообществе." in response.content.decode()


def test_considering_becomes_joined_and_leaving_can_be_taken_back(client_of_owner: Client, owner: User) -> None:
    entry = make_entry()
    join = reverse("communities:join", args=[entry.slug])
    with time_machine.travel(NOW):
        client_of_owner.post(join)
    period = Participation.objects.for_owner(owner).get()
    period.status = "left"
    period.save()
    with time_machine.travel("2026-11-20 12:00:00+03:00"):
        client_of_owner.post(join)
    periods = Participation.objects.for_owner(owner).order_by("since").values_list("status", "since", "until")
    assert [*periods] == [
        ("left", date(2026, 10, 15), date(2026, 11, 19)),
        ("joined", date(2026, 11, 20), None),
    ]


def test_a_template_opens_the_form_filled_in(client_of_owner: Client, owner: User) -> None:
    entry = make_entry(
        name="Гильдия Python", family="internal", kind="technical", about="Разбор кода.", is_template=True
    )
    response = client_of_owner.post(reverse("communities:join", args=[entry.slug]))
    assert response.url == f"{reverse('communities:add')}?template={entry.slug}"  # type: ignore[attr-defined]
    page = client_of_owner.get(response.url)  # type: ignore[attr-defined]
    assert page.context["form"]["kind"].value() == "technical"
    assert page.context["form"]["role"].value() == "founder"
    assert 'value="Гильдия Python"' in page.content.decode()
    assert not Community.objects.for_owner(owner).exists()


def test_what_is_not_published_cannot_be_seen_or_joined(client_of_owner: Client) -> None:
    entry = make_entry(is_published=False)
    assert client_of_owner.get(reverse("communities:catalogue_entry", args=[entry.slug])).status_code == 404
    assert client_of_owner.post(reverse("communities:join", args=[entry.slug])).status_code == 404
    assert client_of_owner.post(reverse("communities:join", args=["no-such"])).status_code == 404


def test_entry_page_tells_what_there_is(client_of_owner: Client, owner: User) -> None:
    entry = make_entry(
        name="РАЭК",
        kind="formal_association",
        about="Об отрасли.",
        legal_form="Ассоциация",
        membership_terms="Взнос раз в год",
        certification="Экзамен",
        represents="Отрасль в Думе",
    )
    CatalogueChannel.objects.create(entry=entry, kind="website", value="https://raec.example")
    page = client_of_owner.get(reverse("communities:catalogue_entry", args=[entry.slug])).content.decode()
    for said in (
        "РАЭК",
        "Об отрасли.",
        "Ассоциация",
        "Взнос раз в год",
        "Экзамен",
        "Отрасль в Думе",
        'href="https://raec.example"',
        "Вступить",
    ):
        assert said in page
    make_community(owner=owner, entry=entry)
    page = client_of_owner.get(reverse("communities:catalogue_entry", args=[entry.slug])).content.decode()
    assert "вы там" in page


def test_admin_edits_entries_and_sees_nothing_of_anybodys_communities(owner: User, tmp_path: Path) -> None:
    load_catalogue(shipped(tmp_path))
    make_community(owner=owner, name="Тайное общество")
    client = Client()
    client.force_login(make_user(email="admin@example.org", is_staff=True, is_superuser=True))
    entry = CatalogueEntry.objects.get(slug="club")
    index = client.get(reverse("admin:index")).content.decode()
    found = client.get(reverse("admin:communities_catalogueentry_changelist"), {"q": "КЛУБ"}).content.decode()
    assert "Клуб" in found
    assert "Тайное общество" not in index + found
    change = reverse("admin:communities_catalogueentry_change", args=[entry.pk])
    data = {
        "name": "Клуб друзей", "slug": "club", "other_names": "Круг\nКружок", "family": "professional", "kind": "sig",
        "is_published": "on", "channels-TOTAL_FORMS": "0", "channels-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert client.post(change, data).status_code == 302
    entry.refresh_from_db()
    assert (entry.name, entry.other_names) == ("Клуб друзей", ["Круг", "Кружок"])
    wrong = client.post(change, {**data, "kind": "technical"})
    assert "другому семейству" in wrong.content.decode()
    assert client.post(reverse("admin:communities_catalogueentry_delete", args=[entry.pk])).status_code == 403


@time_machine.travel(NOW)
def test_a_part_that_was_deleted_can_be_joined_anew(client_of_owner: Client, owner: User) -> None:
    entry = make_entry(slug="club", name="Клуб")
    address = reverse("communities:join", args=[entry.slug])
    client_of_owner.post(address)
    Participation.objects.for_owner(owner).get().throw_away()
    assert "joined" in client_of_owner.post(address).url  # type: ignore[attr-defined]
    period = Participation.objects.for_owner(owner).get()
    assert (period.status, period.since) == ("joined", date(2026, 10, 15))


@pytest.fixture
def whole(db: None) -> None:
    load_catalogue()


def test_shipped_words_are_there_in_english(whole: None) -> None:
    own = {"field", "city", "legal_form", "membership_terms", "certification", "licensing", "represents"}
    for entry in CatalogueEntry.objects.all():
        with override("en"):
            said = {name: value for name, value in entry.here.items() if name in own}
            said["about"] = entry.about_here
            said["name"] = entry.name_here if entry.is_template or "," in entry.name else ""
        assert not [value for name, value in said.items() if name != "about" and re.search("[а-яё]", value, re.I)]
        with override("ru"):
            assert all(entry.here[name] == getattr(entry, name) for name in entry.here)


def test_english_catalogue_says_fields_and_legal_forms_in_english(whole: None, client: Client) -> None:
    user = make_user(language="en")
    client.force_login(user)
    page = client.get(reverse("communities:catalogue_entry", args=["raec"])).content.decode()
    assert "Association, a non-profit organisation" in page
    assert "Companies of the internet industry" in page
    assert "Ассоциация, некоммерческая" not in page
    assert "Гильдия" not in client.get(reverse("communities:catalogue"), {"q": "guild"}).content.decode()
    assert "Python guild" in client.get(reverse("communities:catalogue"), {"q": "python guild"}).content.decode()
    form = client.get(reverse("communities:add"), {"template": "template-book-club"}).context["form"]
    assert (form["name"].value(), form["field"].value()) == ("Book club", "Books")
    client.post(reverse("communities:join", args=["raec"]))
    mine = Community.objects.get(entry__slug="raec")
    assert (mine.field, mine.legal_form) == ("Internet", "Association, a non-profit organisation")


@pytest.mark.parametrize(("language", "said"), [("ru", "Тестирование"), ("en", "Testing")])
def test_filter_by_field_works_in_both_languages(whole: None, client: Client, language: str, said: str) -> None:
    client.force_login(make_user(language=language))
    page = client.get(reverse("communities:catalogue")).content.decode()
    assert f'<option value="Тестирование">{said}</option>' in page
    found = names_on(client, field="Тестирование")
    assert len(found) == CatalogueEntry.objects.filter(field="Тестирование", is_published=True).count() > 1


@pytest.mark.parametrize("query", [{}, {"family": "internal"}])
def test_english_names_stand_in_the_order_in_which_they_are_read(
    whole: None, client: Client, query: dict[str, str]
) -> None:
    client.force_login(make_user(language="en"))
    shown, asked = [], dict(query)
    for _page in range(9):
        context = client.get(reverse("communities:catalogue"), asked).context
        with override("en"):
            shown += [one.name_here for one, _mine, _people in context["entries"]]
        if not context["more"]:
            break
        asked["after"] = str(context["more"].pk)
    assert shown == sorted(shown, key=sort_key)
    assert len(shown) == CatalogueEntry.objects.published().filter(**query).count() > 9
    assert queries_of(client, reverse("communities:catalogue")) <= 10


def test_words_of_an_admin_stand_as_they_are_in_english(client: Client, db: None) -> None:
    client.force_login(make_user(language="en"))
    make_entry(slug="own", name="Клуб", field="Керамика", city="Тула")
    page = client.get(reverse("communities:catalogue_entry", args=["own"])).content.decode()
    assert "Керамика · Тула" in page


def test_what_was_joined_in_the_other_language_makes_no_news(whole: None) -> None:
    with override("ru"):
        community = join(
            owner=make_user(), entry=CatalogueEntry.objects.get(slug="raec"), today=date(2026, 10, 1)
        ).community
    entry = CatalogueEntry.objects.get(slug="raec")
    store(entry, {"city": "Пермь"}, cause=Cause.EDITED)
    community.refresh_from_db()
    with override("en"):
        assert [one.name for one in news(community)] == ["city"]
