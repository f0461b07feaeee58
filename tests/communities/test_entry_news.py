"""A community says when its catalogue entry has changed, and takes over what its owner wants."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.actions.catalogue_merging import merge, take_apart
from communities.actions.catalogue_store import set_published, store
from communities.actions.joining import join
from communities.models import CatalogueEntry, CatalogueMerge, Cause, Community
from networking.accounts.models import User
from tests.communities.test_catalogue_admin import made
from tests.factories import DAY, make_entry, make_user


@pytest.fixture
def joined(owner: User) -> Community:
    entry = made(channels=[["telegram", "@club"], ["website", "https://club.example"]])
    return join(owner=owner, entry=entry, today=DAY).community


def change(community: Community, **state: Any) -> CatalogueEntry:
    entry = CatalogueEntry.objects.get(pk=community.entry_id or 0)
    store(entry, state, cause=Cause.EDITED)
    return entry


def news_on(client: Client, community: Community) -> dict[str, tuple[str, str, bool]]:
    page = client.get(reverse("communities:entry_news", args=[community.pk]))
    return {one.name: (one.mine, one.theirs, one.own) for one in page.context["news"]}


def offered(client: Client, community: Community) -> bool:
    address = reverse("communities:entry_news", args=[community.pk])
    return address in client.get(community.get_absolute_url()).content.decode()


def test_nothing_new_nothing_said(client_of_owner: Client, joined: Community) -> None:
    assert not offered(client_of_owner, joined)
    change(joined, other_names=["Совсем другое"], about_en="Other words.")
    assert not offered(client_of_owner, joined)
    assert news_on(client_of_owner, joined) == {}


def test_taking_over_what_is_ticked(client_of_owner: Client, joined: Community) -> None:
    joined.city = "Моя Казань"
    joined.save()
    joined.channels.create(owner=joined.owner, kind="slack", value="mine")
    change(joined, name="Клуб друзей", city="Пермь", field="Data", kind="technical", family="internal",
           channels=[["telegram", "@friends"], ["website", "https://club.example"]])  # fmt: skip
    assert offered(client_of_owner, joined)
    assert news_on(client_of_owner, joined) == {
        "name": ("Клуб", "Клуб друзей", False),
        "kind": ("Группа по технологиям (SIG)", "Техническое сообщество", False),
        "field": ("Python", "Data", False),
        "city": ("Моя Казань", "Пермь", True),
        "channels": (
            "@club\nhttps://club.example\nSlack: mine", "https://club.example\nSlack: mine\n@friends", False
        ),
    }  # fmt: skip
    address = reverse("communities:entry_news", args=[joined.pk])
    data = {"version": joined.version, "take": ["name", "kind", "channels", "owner_id"]}
    page = client_of_owner.post(address, data, follow=True).content.decode()
    assert "Взято из каталога." in page
    joined.refresh_from_db()
    assert (joined.name, joined.kind, joined.family) == ("Клуб друзей", "technical", "internal")
    assert (joined.city, joined.field) == ("Моя Казань", "Python")
    assert [one.value for one in joined.channels.all()] == ["https://club.example", "mine", "@friends"]
    assert not offered(client_of_owner, joined)


def test_keeping_everything_asks_no_more_until_the_next_change(client_of_owner: Client, joined: Community) -> None:
    change(joined, name="Клуб друзей")
    client_of_owner.post(
        reverse("communities:entry_news", args=[joined.pk]), {"version": joined.version, "keep": "all"}
    )
    joined.refresh_from_db()
    assert joined.name == "Клуб"
    assert not offered(client_of_owner, joined)
    change(joined, city="Пермь")
    assert [*news_on(client_of_owner, joined)] == ["city"]


@pytest.mark.parametrize(("language", "said"), [("ru", "Отметьте, что взять."), ("en", "Tick what to take.")])
def test_taking_over_with_nothing_ticked_keeps_the_news_and_asks(
    client_of_owner: Client, joined: Community, language: str, said: str
) -> None:
    User.objects.filter(pk=joined.owner_id).update(language=language)
    change(joined, name="Клуб друзей")
    address = reverse("communities:entry_news", args=[joined.pk])
    answer = client_of_owner.post(address, {"version": joined.version})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(said) == 1
    assert " checked" not in page[page.index(said) :]
    seen = joined.entry_version
    joined.refresh_from_db()
    assert (joined.name, joined.entry_version) == ("Клуб", seen)
    assert [*news_on(client_of_owner, joined)] == ["name"]
    assert said not in client_of_owner.get(address).content.decode()


def test_the_button_that_keeps_everything_says_so(client_of_owner: Client, joined: Community) -> None:
    change(joined, name="Клуб друзей")
    page = client_of_owner.get(reverse("communities:entry_news", args=[joined.pk])).content.decode()
    assert '<input type="hidden" name="keep" value="all">' in page[page.index('<form id="keep-all"') :]


def test_an_edit_in_another_tab_is_not_lost(client_of_owner: Client, joined: Community) -> None:
    change(joined, name="Клуб друзей")
    data = {"version": joined.version, "take": ["name"]}
    joined.claim_version(joined.version)
    answer = client_of_owner.post(reverse("communities:entry_news", args=[joined.pk]), data)
    assert answer.status_code == 409
    assert "тем временем изменили" in answer.content.decode()
    joined.refresh_from_db()
    assert joined.name == "Клуб"


def test_an_entry_that_is_not_offered_says_nothing(client_of_owner: Client, joined: Community) -> None:
    entry = change(joined, name="Черновик")
    set_published(entry, False, by=make_user())
    assert not offered(client_of_owner, joined)
    set_published(entry, True, by=make_user())
    assert offered(client_of_owner, joined)


def test_after_a_merge_the_other_entry_speaks(client_of_owner: Client, joined: Community) -> None:
    kept = made(slug="kept", name="Клуб", city="Пермь")
    merge(kept=kept, gone=CatalogueEntry.objects.get(pk=joined.entry_id or 0), by=make_user())
    assert news_on(client_of_owner, joined) == {"city": ("Казань", "Пермь", False)}
    # Nobody knows whether it is the owner's own, so it is not called that, and nothing is ticked over it.
    page = client_of_owner.get(reverse("communities:entry_news", args=[joined.pk])).content.decode()
    assert "у вас написано своё" not in page
    assert 'value="city" aria-label="Город" >' in page
    assert "объединены в одну: это одно и то же сообщество" in page
    assert "Запись изменилась с тех пор" not in page


def test_a_reader_of_english_is_told_in_english(client_of_owner: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(language="en")
    entry = made(about_en="About the club.")
    client_of_owner.post(reverse("communities:join", args=[entry.slug]))
    community = Community.objects.for_owner(owner).get()
    assert community.about == "About the club."
    store(entry, {"about": "Новое."}, cause=Cause.EDITED)
    assert news_on(client_of_owner, community) == {}
    store(entry, {"about_en": "New."}, cause=Cause.EDITED)
    assert news_on(client_of_owner, community) == {"about": ("About the club.", "New.", False)}


def test_a_community_from_before_is_told_what_comes_after(client_of_owner: Client, owner: User) -> None:
    community = Community.objects.create(
        owner=owner, name="Старое", family="professional", kind="sig", entry=make_entry(name="Новое")
    )
    assert not offered(client_of_owner, community)
    change(community, city="Пермь")
    assert news_on(client_of_owner, community) == {"city": ("", "Пермь", False)}


def test_what_came_and_went_again_is_no_news(client_of_owner: Client, joined: Community) -> None:
    for city in ("Пермь", "Омск", "Казань"):
        change(joined, city=city)
    assert not offered(client_of_owner, joined)
    change(joined, city="Уфа")
    assert news_on(client_of_owner, joined) == {"city": ("Казань", "Уфа", False)}


def test_what_was_taken_over_can_be_taken_back(client_of_owner: Client, joined: Community) -> None:
    before = Community.objects.filter(pk=joined.pk).values("name", "kind", "family", "city", "field").get()
    change(joined, name="Клуб друзей", kind="technical", family="internal", channels=[["telegram", "@friends"]])
    address = reverse("communities:entry_news", args=[joined.pk])
    undo = reverse("communities:entry_news_undo", args=[joined.pk])
    data = {"version": joined.version, "take": ["name", "kind", "channels"]}
    assert undo in client_of_owner.post(address, data, follow=True).content.decode()
    client_of_owner.post(undo)
    assert Community.objects.filter(pk=joined.pk).values(*before).get() == before
    assert [one.value for one in joined.channels.all()] == ["@club", "https://club.example"]
    assert set(news_on(client_of_owner, joined)) == {"name", "kind", "channels"}
    assert "Отменять уже нечего" in client_of_owner.post(undo, follow=True).content.decode()


def test_taking_back_leaves_what_was_written_since(client_of_owner: Client, joined: Community) -> None:
    change(joined, name="Клуб друзей", city="Пермь")
    address = reverse("communities:entry_news", args=[joined.pk])
    client_of_owner.post(address, {"version": joined.version, "take": ["name", "city"]})
    Community.objects.filter(pk=joined.pk).update(name="Моё имя")
    client_of_owner.post(reverse("communities:entry_news_undo", args=[joined.pk]))
    joined.refresh_from_db()
    assert (joined.name, joined.city) == ("Моё имя", "Казань")


@pytest.fixture
def both(owner: User, joined: Community) -> tuple[Community, Community]:
    """What somebody has from the entry that stays, and from its double."""
    double = join(owner=owner, entry=made(slug="double", name="Клуб друзей", city="Пермь"), today=DAY).community
    join(owner=make_user(), entry=CatalogueEntry.objects.get(slug="double"), today=DAY)
    kept, gone = (CatalogueEntry.objects.get(pk=one.entry_id or 0) for one in (joined, double))
    merge(kept=kept, gone=gone, by=make_user())
    return joined, double


def test_who_joined_both_is_told_on_both_pages(client_of_owner: Client, both: tuple[Community, Community]) -> None:
    for one, other in (both, both[::-1]):
        shown = client_of_owner.get(one.get_absolute_url())
        assert [same.pk for same in shown.context["same"]] == [other.pk]
        said = shown.content.decode()
        assert "теперь одна запись, а вы вступили в обе" in said
        assert f'href="{other.get_absolute_url()}">Второе: «{other.name}»' in said
    both[1].throw_away()
    page = client_of_owner.get(both[0].get_absolute_url()).content.decode()
    assert "теперь одна запись" not in page


def test_to_the_double_the_entry_that_stayed_is_news(
    client_of_owner: Client, both: tuple[Community, Community]
) -> None:
    kept, double = both
    assert news_on(client_of_owner, double)["city"] == ("Пермь", "Казань", False)
    assert offered(client_of_owner, double)
    address = reverse("communities:entry_news", args=[double.pk])
    client_of_owner.post(address, {"version": double.version, "take": ["city"]}, follow=True)
    double.refresh_from_db()
    assert (double.city, double.name) == ("Казань", "Клуб друзей")
    assert not offered(client_of_owner, double)
    change(kept, city="Омск")
    assert news_on(client_of_owner, double) == {"city": ("Казань", "Омск", False)}


def test_taken_apart_each_entry_speaks_for_itself_again(
    client_of_owner: Client, both: tuple[Community, Community]
) -> None:
    take_apart(CatalogueMerge.objects.get(), by=make_user())
    for one in both:
        assert not offered(client_of_owner, one)
        assert client_of_owner.get(one.get_absolute_url()).context["same"] == []


def test_a_strangers_double_is_not_mine(client_of_owner: Client, joined: Community, stranger: User) -> None:
    double = join(owner=stranger, entry=made(slug="double"), today=DAY).community
    kept, gone = (CatalogueEntry.objects.get(pk=one.entry_id or 0) for one in (joined, double))
    join(owner=stranger, entry=kept, today=DAY)
    merge(kept=kept, gone=gone, by=make_user())
    assert client_of_owner.get(joined.get_absolute_url()).context["same"] == []
