"""The catalogue in the hands of admins and editors: history, merging, publishing, and who may do it."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from communities.actions.catalogue_merging import merge, take_apart
from communities.actions.catalogue_store import restore, set_published, store
from communities.editors import EDITORS
from communities.models import CatalogueChange, CatalogueEntry, CatalogueMerge, Cause, Community
from networking.accounts.models import User
from tests.factories import make_community, make_entry, make_suggestion, make_user

ENTRY = "admin:communities_catalogueentry_"
FULL = {
    "name": "Клуб", "slug": "club", "other_names": ["Кружок", "Круг"], "family": "professional", "kind": "sig",
    "field": "Python", "city": "Казань", "about": "О клубе.", "channels": [["telegram", "@club"]],
}  # fmt: skip


@pytest.fixture
def admin(db: None) -> User:
    return make_user(email="admin@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def editor(db: None) -> User:
    user = make_user(email="editor@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name=EDITORS))
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(admin: User) -> Client:
    return client_of(admin)


def made(**state: Any) -> CatalogueEntry:
    entry = CatalogueEntry()
    store(entry, {**FULL, **state}, cause=Cause.ADDED)
    return entry


def form_of(entry: CatalogueEntry, **changed: Any) -> dict[str, Any]:
    state = entry.state()
    channels = [*entry.channels.all()]
    data = {name: value for name, value in state.items() if value is not False and name not in ("channels",)}
    data |= {"other_names": "\n".join(state["other_names"]), "seen": entry.version}
    data |= {"channels-TOTAL_FORMS": len(channels) + 1, "channels-INITIAL_FORMS": len(channels)}
    for number, one in enumerate(channels):
        data |= {f"channels-{number}-{name}": value for name, value in
                 {"id": one.pk, "entry": entry.pk, "kind": one.kind, "value": one.value}.items()}  # fmt: skip
    data[f"channels-{len(channels)}-entry"] = entry.pk
    return {**data, **changed}


def test_every_edit_is_remembered_and_can_be_taken_back_whole(desk: Client, admin: User) -> None:
    entry = made()
    before = entry.state()
    change = reverse(f"{ENTRY}change", args=[entry.pk])
    data = form_of(entry, name="Клуб друзей", other_names="Новое имя", city="Пермь")
    data |= {
        "channels-0-value": "@friends",
        "channels-1-kind": "website",
        "channels-1-value": "https://friends.example",
    }
    assert desk.post(change, data).status_code == 302
    entry.refresh_from_db()
    after = CatalogueEntry.objects.get(pk=entry.pk).state()
    assert (after["name"], after["other_names"], after["city"]) == ("Клуб друзей", ["Новое имя"], "Пермь")
    assert after["channels"] == [["telegram", "@friends"], ["website", "https://friends.example"]]
    latest = CatalogueChange.objects.filter(entry=entry).first()
    assert latest is not None
    assert (latest.before, latest.after, latest.by, latest.cause) == (before, after, admin, "edited")
    page = desk.get(reverse(f"{ENTRY}history", args=[entry.pk])).content.decode()
    for said in ("Клуб друзей", "Круг", "Новое имя", "@friends", "Казань", "Пермь", "admin@example.org"):
        assert said in page
    address = reverse(f"{ENTRY}restore", args=[latest.pk])
    preview = desk.get(address).content.decode()
    assert "@club" in preview
    assert "@friends" in preview
    assert CatalogueEntry.objects.get(pk=entry.pk).state() == after
    desk.post(address)
    assert CatalogueEntry.objects.get(pk=entry.pk).state() == before
    assert CatalogueChange.objects.filter(entry=entry).count() == 3


def test_a_long_history_goes_on_page_after_page(desk: Client, admin: User) -> None:
    entry = made()
    for number in range(120):
        store(entry, {"city": f"Город {number}"}, cause=Cause.EDITED, by=admin)
    seen, address = [], reverse(f"{ENTRY}history", args=[entry.pk])
    page = desk.get(address)
    seen += [one.change.pk for one in page.context["changes"]]
    page = desk.get(f"{address}?before={page.context['further']}")
    seen += [one.change.pk for one in page.context["changes"]]
    assert page.context["further"] is None
    assert seen == [*CatalogueChange.objects.filter(entry=entry).values_list("pk", flat=True)]
    assert len(seen) == 121


@pytest.mark.parametrize(("language", "said"), [("ru", "20 ноября 2026, 14:30"), ("en", "20 November 2026, 14:30")])
def test_history_says_days_and_times_as_other_pages_do(desk: Client, admin: User, language: str, said: str) -> None:
    User.objects.filter(pk=admin.pk).update(language=language, time_zone="Europe/Moscow")
    entry, gone = make_entry(name="Клуб"), make_entry(name="Двойник")
    with time_machine.travel("2026-11-20 14:30:00+03:00", tick=False):
        set_published(entry, False, by=admin)
        CatalogueMerge.objects.create(kept=entry, gone=gone, by=admin)
        page = desk.get(reverse(f"{ENTRY}history", args=[entry.pk])).content.decode()
        make_suggestion(owner=admin)
        suggestions = desk.get(reverse("admin:communities_cataloguesuggestion_changelist")).content.decode()
    assert page.count(said) == 2
    assert said in suggestions


def test_saving_without_a_change_writes_no_history(desk: Client) -> None:
    entry = made()
    desk.post(reverse(f"{ENTRY}change", args=[entry.pk]), form_of(entry))
    assert CatalogueChange.objects.filter(entry=entry).count() == 1


def test_two_admins_at_once_lose_nothing(desk: Client) -> None:
    entry = made()
    late = form_of(entry, city="Омск")
    store(CatalogueEntry.objects.get(pk=entry.pk), {"city": "Пермь"}, cause=Cause.EDITED)
    page = desk.post(reverse(f"{ENTRY}change", args=[entry.pk]), late).content.decode()
    assert "Кто-то изменил эту запись" in page
    entry.refresh_from_db()
    assert entry.city == "Пермь"


def test_a_new_entry_and_a_wrong_channel(desk: Client) -> None:
    data = {
        "name": "Новый клуб", "slug": "new", "family": "professional", "kind": "sig", "is_published": "on",
        "channels-TOTAL_FORMS": 1, "channels-INITIAL_FORMS": 0, "channels-0-kind": "email", "channels-0-value": "нет",
    }  # fmt: skip
    page = desk.post(reverse(f"{ENTRY}add"), data).content.decode()
    assert "Это не адрес почты: нет" in page
    assert not CatalogueEntry.objects.exists()
    assert desk.post(reverse(f"{ENTRY}add"), {**data, "channels-0-value": "a@b.ru"}).status_code == 302
    change = CatalogueChange.objects.get()
    assert (change.cause, change.before, change.after["channels"]) == ("added", {}, [["email", "a@b.ru"]])


def test_a_deleted_entry_comes_back_from_the_journal(desk: Client) -> None:
    entry = made()
    before = entry.state()
    desk.post(reverse(f"{ENTRY}delete", args=[entry.pk]), {"post": "yes"})
    assert not CatalogueEntry.objects.exists()
    change = CatalogueChange.objects.get(cause=Cause.DELETED)
    address = reverse(f"{ENTRY}restore", args=[change.pk])
    assert address in desk.get(reverse(f"{ENTRY}journal")).content.decode()
    desk.post(address)
    back = CatalogueEntry.objects.get()
    assert back.state() == before
    assert CatalogueChange.objects.filter(entry=back).count() == 3


def test_what_somebody_joined_is_not_deleted(desk: Client, owner: User) -> None:
    entry = made()
    address = reverse(f"{ENTRY}delete", args=[entry.pk])
    assert address in desk.get(reverse(f"{ENTRY}change", args=[entry.pk])).content.decode()
    make_community(owner=owner, entry=entry)
    assert address not in desk.get(reverse(f"{ENTRY}change", args=[entry.pk])).content.decode()
    assert desk.post(address, {"post": "yes"}).status_code == 403
    assert CatalogueEntry.objects.exists()


def test_an_address_that_was_taken_meanwhile_is_said(desk: Client) -> None:
    entry = made()
    store(entry, {"slug": "other"}, cause=Cause.EDITED)
    made(name="Второй")
    change = CatalogueChange.objects.filter(entry=entry).first()
    assert change is not None
    answer = desk.post(reverse(f"{ENTRY}restore", args=[change.pk]))
    assert answer.status_code == 422
    assert "errornote" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.slug == "other"


def test_merging_moves_everybody_and_can_be_taken_apart(admin: User, owner: User, stranger: User) -> None:
    kept = made(other_names=[], city="", channels=[["telegram", "@club"]])
    gone = made(
        slug="klub", name="Клуб Python", other_names=["Круг"], channels=[["telegram", "t.me/Club"], ["email", "a@b.ru"]]
    )
    mine = make_community(owner=owner, entry=gone, name="Мой клуб")
    theirs = [make_community(owner=stranger, entry=kept), make_community(owner=stranger, entry=gone)]
    was = [kept.state(), gone.state()]
    done = merge(kept=kept, gone=gone, by=admin)
    kept, gone = (CatalogueEntry.objects.get(pk=one.pk) for one in (kept, gone))
    assert kept.state() == {
        **was[0], "city": "Казань", "other_names": ["Клуб Python", "Круг"],
        "channels": [["telegram", "@club"], ["email", "a@b.ru"]],
    }  # fmt: skip
    assert (gone.merged_into, gone.is_published) == (kept, False)
    entries = dict(Community._base_manager.values_list("pk", "entry"))
    assert entries == {mine.pk: kept.pk, theirs[0].pk: kept.pk, theirs[1].pk: gone.pk}
    mine.refresh_from_db()
    assert mine.name == "Мой клуб"
    store(kept, {"field": "Data"}, cause=Cause.EDITED)
    take_apart(CatalogueMerge.objects.get(pk=done.pk), by=admin)
    assert [CatalogueEntry.objects.get(pk=one.pk).state() for one in (kept, gone)] == [
        {**was[0], "field": "Data"},
        was[1],
    ]
    entries = dict(Community._base_manager.values_list("pk", "entry"))
    assert entries == {mine.pk: gone.pk, theirs[0].pk: kept.pk, theirs[1].pk: gone.pk}


def test_merges_of_merges_come_apart_in_order(admin: User, owner: User) -> None:
    one, two, three = (made(slug=slug, name=slug) for slug in ("one", "two", "three"))
    mine = make_community(owner=owner, entry=one)
    first = merge(kept=two, gone=one, by=admin)
    second = merge(kept=three, gone=two, by=admin)
    one.refresh_from_db()
    assert one.merged_into == three
    mine.refresh_from_db()
    assert mine.entry == three
    page = client_of(admin).post(reverse(f"{ENTRY}take_apart", args=[first.pk]), follow=True).content.decode()
    assert "уже разъединены" in page
    for done in (second, first):
        take_apart(CatalogueMerge.objects.get(pk=done.pk), by=admin)
    mine.refresh_from_db()
    assert mine.entry == one
    assert not CatalogueEntry.objects.exclude(merged_into=None).exists()
    assert CatalogueEntry.objects.published().count() == 3


def test_merging_by_hand(desk: Client, owner: User) -> None:
    kept, gone = made(), made(slug="klub", name="Клуб Пайтон", city="Москва")
    mine = make_community(owner=owner, entry=gone)
    listed = desk.get(reverse(f"{ENTRY}changelist"), {"standing": "alike"}).content.decode()
    assert "Клуб Пайтон" in listed
    given = {"action": "merge_chosen", "_selected_action": [kept.pk, gone.pk]}
    address = desk.post(reverse(f"{ENTRY}changelist"), given).url  # type: ignore[attr-defined]
    page = desk.get(address).content.decode()
    assert "Москва" in page
    assert "Казань" in page
    assert desk.post(address, {}).status_code == 422
    page = desk.post(address, {"kept": kept.pk}, follow=True).content.decode()
    assert "«Клуб Пайтон»" in page
    mine.refresh_from_db()
    assert mine.entry == kept
    assert "Клуб Пайтон" not in desk.get(reverse(f"{ENTRY}changelist"), {"q": "москва"}).content.decode()
    assert "Клуб Пайтон" in desk.get(reverse(f"{ENTRY}changelist"), {"standing": "merged"}).content.decode()
    assert desk.post(reverse(f"{ENTRY}change", args=[gone.pk]), form_of(gone)).status_code == 403
    one = desk.post(reverse(f"{ENTRY}changelist"), {**given, "_selected_action": [kept.pk]}, follow=True)
    assert "Выберите от двух" in one.content.decode()


def test_publishing_many(desk: Client, owner: User, client_of_owner: Client) -> None:
    one, two = made(), made(slug="two", name="Второй")
    mine = make_community(owner=owner, entry=one)
    given = {"action": "unpublish", "_selected_action": [one.pk, two.pk]}
    desk.post(reverse(f"{ENTRY}changelist"), given)
    assert not CatalogueEntry.objects.published().exists()
    assert CatalogueChange.objects.filter(cause="edited").count() == 2
    assert client_of_owner.get(reverse("communities:catalogue")).context["entries"] == []
    page = client_of_owner.get(mine.get_absolute_url())
    assert page.status_code == 200
    assert one.get_absolute_url() not in page.content.decode()
    desk.post(reverse(f"{ENTRY}changelist"), {**given, "action": "publish"})
    assert CatalogueEntry.objects.published().count() == 2


def test_a_merged_entry_cannot_be_published_or_restored(admin: User) -> None:
    kept, gone = made(), made(slug="klub")
    merge(kept=kept, gone=gone, by=admin)
    assert not set_published(CatalogueEntry.objects.get(pk=gone.pk), True, by=admin)
    change = CatalogueChange.objects.filter(entry=gone).first()
    assert change is not None
    with pytest.raises(Exception, match=r"объединена|merged"):
        restore(change, by=admin)


@pytest.mark.parametrize("query", ["ЁЛКА", "елка", "ёлк", "tverskoy", "@ELKA"])
def test_search_folds_case_and_yo(desk: Client, query: str) -> None:
    made(name="Ёлка", slug="tverskoy-club", channels=[["telegram", "@elka"]])
    made(name="Сосна", slug="sosna", channels=[])
    page = desk.get(reverse(f"{ENTRY}changelist"), {"q": query}).content.decode()
    assert "Ёлка" in page
    assert "Сосна" not in page


def test_the_filters_count(desk: Client) -> None:
    made(name="Ёлка")
    made(name="Сосна", slug="pine", kind="online", channels=[])
    page = desk.get(reverse(f"{ENTRY}changelist"), {"_facets": "True", "channels__kind": "telegram"}).content.decode()
    assert "Ёлка" in page
    assert "Сосна" not in page
    assert "возможно, двойники (1)" in page


def test_a_kind_is_found_in_either_language(desk: Client) -> None:
    made(name="Первая", slug="one", kind="formal_association")
    for query in ("формальное ОБЪЕДИНЕНИЕ", "Formal association"):
        assert "Первая" in desk.get(reverse(f"{ENTRY}changelist"), {"q": query}).content.decode()


def admin_addresses() -> list[tuple[str, str]]:
    found = []
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "admin":
            for inner in walk(pattern.url_patterns):
                values = {"object_id": "1", "pk": 1, "app_label": "accounts", "url": "x", "id": "1"}
                values["content_type_id"] = 1
                if inner.name:
                    names = {*inner.pattern.converters, *inner.pattern.regex.groupindex}
                    found.append((inner.name, reverse(f"admin:{inner.name}", kwargs={n: values[n] for n in names})))
    return found


def walk(patterns: list[Any]) -> list[URLPattern]:
    return [
        inner
        for one in patterns
        for inner in (walk(one.url_patterns) if isinstance(one, URLResolver) else [one])
    ]  # fmt: skip


def test_editors_edit_the_catalogue_and_nothing_else(editor: User, owner: User) -> None:
    client = client_of(editor)
    entry = made()
    make_suggestion(owner=owner)
    index = client.get(reverse("admin:index")).content.decode()
    assert reverse(f"{ENTRY}changelist") in index
    assert "/admin/accounts/" not in index
    assert "/admin/guidance/" not in index
    assert client.post(reverse(f"{ENTRY}change", args=[entry.pk]), form_of(entry, city="Уфа")).status_code == 302
    entry.refresh_from_db()
    assert entry.city == "Уфа"
    for name in ("changelist", "add", "journal", "table_in", "table_out"):
        assert client.get(reverse(ENTRY + name)).status_code == 200
    assert client.get(reverse("accounts:invitations")).status_code == 404
    settings = client.get(reverse("accounts:settings")).content.decode()
    assert reverse("admin:index") in settings
    assert reverse("accounts:invitations") not in settings
    own = ("catalogueentry", "cataloguesuggestion")
    open_to_staff = {"index", "login", "logout", "jsi18n", "password_change", "password_change_done", "autocomplete"}
    others = [
        (name, address)
        for name, address in admin_addresses()
        if not any(one in name for one in own) and name not in open_to_staff
    ]
    assert len(others) > 15
    for name, address in others:
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            refused = answer.status_code in (403, 404) or (
                answer.status_code == 302 and answer.url in ("/admin/", "/admin/login/?next=" + address)
            )
            assert refused, f"{name} answered {answer.status_code}"


def test_the_group_has_its_rights_after_every_migrate(editor: User) -> None:
    group = Group.objects.get(name=EDITORS)
    rights = {one.codename for one in group.permissions.all()}
    assert {"change_catalogueentry", "add_cataloguechannel", "change_cataloguesuggestion"} <= rights
    assert all("catalogue" in right for right in rights)
    group.permissions.clear()
    call_command("migrate", verbosity=0)
    assert {one.codename for one in group.permissions.all()} == rights


def test_an_admin_makes_somebody_an_editor(desk: Client, owner: User) -> None:
    address = reverse("admin:accounts_user_change", args=[owner.pk])
    page = desk.get(address).content.decode()
    assert "Редакторы каталога" in page
    group = Group.objects.get(name=EDITORS)
    data = {
        "email": owner.email, "name": owner.name, "is_active": "on", "is_staff": "on", "groups": [group.pk],
        "language": "ru", "time_zone": "Europe/Moscow", "theme": "auto",
    }  # fmt: skip
    assert desk.post(address, data).status_code == 302
    assert client_of(owner).get(reverse(f"{ENTRY}changelist")).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(
    desk: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        make_entry(name=f"Клуб {number}")
    desk.get(reverse(f"{ENTRY}changelist"))
    with django_assert_max_num_queries(10):
        desk.get(reverse(f"{ENTRY}changelist"))
