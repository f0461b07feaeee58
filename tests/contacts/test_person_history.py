from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from communities.actions.bulk import add_to_community
from communities.actions.members import add_members
from communities.models import Membership
from contacts.actions.bulk import add_tag, archive_people, set_cadence
from contacts.actions.bulk_run import undo_bulk_change
from contacts.actions.merging import merge, unmerge
from contacts.actions.ties import change_tie
from contacts.actions.trash import delete_contact, delete_people
from contacts.models import Change, Contact, ImportantDate, Mentorship, Relationship, TieChange, Trash
from contacts.person_history import person_history
from contacts.photos import put_photo, remove_photo
from networking.accounts.models import User
from tests.factories import make_channel, make_community, make_contact, make_date, make_membership, make_tag
from tests.network import picture


def told(owner: User, person: Contact) -> list[list[tuple[str, str, str]]]:
    with translation.override("ru"):
        changes = person_history(owner, person).changes
        return [[(f.label, f.before, f.after) for f in one.fields if not f.said] for one in changes if one.pk]


def sentences(owner: User, person: Contact) -> list[str]:
    """Everything that is told as a sentence, the newest first."""
    with translation.override("ru"):
        changes = person_history(owner, person).changes
        return [said for one in changes for said in (one.said, *(field.said for field in one.fields)) if said]


def test_every_saving_that_changed_something_is_told_in_words(owner: User) -> None:
    boris = make_contact(owner=owner, name="Борис Котов")
    anna = make_contact(owner=owner, name="Анна Петрова", city="Тверь", tie=2)
    assert told(owner, anna) == []
    anna.city, anna.roles, anna.introduced_by = "Псков", ["mentor"], boris
    anna.save()
    anna.save()
    change_tie(owner=owner, contact=anna, tie=4, on=date(2026, 10, 3))
    anna.archive(on=date(2026, 11, 20))
    assert told(owner, anna) == [
        [],
        [("глубина связи", "знакомы", "доверяем")],
        [("город", "Тверь", "Псков"), ("кто для меня", "—", "наставник"), ("нас знакомит", "—", "Борис Котов")],
    ]


def test_a_partial_saving_tells_only_what_it_wrote(owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна", city="Тверь")
    anna.city, anna.company = "Псков", "Ромашка"
    anna.save(update_fields=["company"])
    assert Change.objects.get().fields == {"company": ["", "Ромашка"]}


def test_the_page_shows_both_values_as_text(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна", city="Тверь")
    address = reverse("contacts:history", args=[anna.pk])
    assert address in client_of_owner.get(anna.get_absolute_url()).content.decode()
    assert "Внесение в список" in client_of_owner.get(address).content.decode()
    anna.city = "<b>Псков</b>"
    anna.save()
    page = client_of_owner.get(address).content.decode()
    assert "Тверь" in page
    assert "&lt;b&gt;Псков&lt;/b&gt;" in page
    assert "<b>Псков" not in page


def test_a_history_never_names_somebody_elses_person(owner: User, stranger: User) -> None:
    anna, theirs = make_contact(owner=owner, name="Анна"), make_contact(owner=stranger, name="Чужая Тайна")
    Change.objects.create(owner=owner, contact=anna, fields={"introduced_by_id": [None, theirs.pk]})
    assert [[line[1:] for line in one] for one in told(owner, anna)] == [[("—", "—")]]
    theirs.city = "Омск"
    theirs.save()
    assert [one.fields for one in person_history(owner, theirs).changes] == [[]]


@pytest.mark.parametrize("times", [1, 3])
def test_reading_a_history_takes_three_queries(owner: User, times: int, django_assert_num_queries: object) -> None:
    boris = make_contact(owner=owner, name="Борис")
    anna = make_contact(owner=owner, name="Анна")
    for number in range(times):
        anna.introduced_by = boris if number % 2 == 0 else None
        anna.save()
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(person_history(owner, anna).changes) == times + 1


def test_lists_dates_photos_and_the_trash_are_told(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    data = {"given_name": "Анна", "channels_text": "@anna", "tags_text": "книги, бег", "version": anna.version}
    client_of_owner.post(reverse("contacts:edit", args=[anna.pk]), data)
    data |= {"channels_text": "", "tags_text": "бег, горы", "version": anna.version + 1}
    client_of_owner.post(reverse("contacts:edit", args=[anna.pk]), data)
    date_row = make_date(contact=anna, day=29, month=2)
    date_row.throw_away()
    put_photo(anna, picture())
    remove_photo(anna)
    delete_contact(contact=anna).put_back()
    anna.refresh_from_db()
    merged = merge(owner=owner, kept=anna, gone=make_contact(owner=owner, name="Аня"), chosen={})
    unmerge(merged=merged)
    assert sentences(owner, anna) == [
        "снова отдельно: Аня",
        "объединение: Аня",
        "возвращение из корзины",
        "удаление в корзину",
        "фото убрано",
        "фото добавлено",
        "дата удалена: день рождения, 29 февраля",
        "дата добавлена: день рождения, 29 февраля",
        "метки: добавлено #горы; убрано #книги",
        "способы связи: убрано Telegram anna",
        "метки: добавлено #книги, #бег",
        "способы связи: добавлено Telegram anna",
        "внесение в список",
    ]


def test_what_is_done_with_many_is_told_of_each_and_so_is_its_undo(owner: User) -> None:
    anna, boris = make_contact(owner=owner, name="Анна", cadence_ideal=7), make_contact(owner=owner, name="Борис")
    people, day = Contact.objects.for_owner(owner), date(2026, 11, 20)
    changes = [
        add_tag(owner=owner, people=people, name="бег"),
        set_cadence(owner=owner, people=people, ideal=30, at_most=None),
        archive_people(owner=owner, people=people, on=day),
    ]
    for change in reversed(changes):
        assert change
        undo_bulk_change(change=change)
    trash, _count = delete_people(owner=owner, people=people)
    trash.put_back()
    for one, was in ((anna, "7"), (boris, "—")):
        assert sentences(owner, one) == [
            "возвращение из корзины",
            "удаление в корзину",
            "метки: убрано #бег",
            "из архива",
            "в архив, 20 ноября 2026",
            "метки: добавлено #бег",
            "внесение в список",
        ]
        values = [field[1:] for one_change in told(owner, one) for field in one_change]
        assert values == [("30", was), (was, "30")]


def put_back_first(client: Client, owner: User, person: Contact, field: str, **more: str) -> Any:
    change = Change.objects.for_owner(owner).filter(contact=person, fields__has_key=field).first()
    assert change
    return client.post(reverse("contacts:change_put_back", args=[change.pk]), {"field": field, **more}, follow=True)


def test_a_value_is_put_back_and_that_is_a_change_too(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна", city="Тверь", tie=2)
    anna.city, anna.met_on, anna.roles = "Псков", date(2026, 1, 2), ["mentor"]
    anna.save()
    version = anna.version
    for field in ("city", "met_on", "roles"):
        assert "Возвращено." in put_back_first(client_of_owner, owner, anna, field).content.decode()
    now = Contact.objects.get(pk=anna.pk)
    assert (now.city, now.met_on, now.roles, now.version) == ("Тверь", None, [], version + 3)
    assert told(owner, anna)[0] == [("кто для меня", "наставник", "—")]
    change_tie(owner=owner, contact=anna, tie=4, on=date(2026, 10, 3))
    put_back_first(client_of_owner, owner, anna, "tie")
    anna.refresh_from_db()
    assert anna.tie == 2
    assert TieChange.objects.filter(contact=anna).order_by("-pk")[0].tie == 2


def test_what_changed_since_is_asked_about_first(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна", city="Тверь")
    for city in ("Псков", "Омск"):
        anna.city = city
        anna.save()
    first = Change.objects.order_by("pk")[0]
    address = reverse("contacts:change_put_back", args=[first.pk])
    asked = client_of_owner.post(address, {"field": "city"})
    assert asked.status_code == 409
    page = asked.content.decode()
    assert "С тех пор это изменилось" in page
    assert "Тверь → Псков" in page
    assert "Омск" in page
    anna.refresh_from_db()
    assert anna.city == "Омск"
    seal = asked.context["seal"]
    anna.city = "Тула"
    anna.save()
    assert client_of_owner.post(address, {"field": "city", "over": seal}).status_code == 409
    again = client_of_owner.post(address, {"field": "city"}).context["seal"]
    assert client_of_owner.post(address, {"field": "city", "over": again}).status_code == 302
    anna.refresh_from_db()
    assert anna.city == "Тверь"


def test_lists_and_dates_are_put_back(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    make_channel(contact=anna, value="@anna")
    anna.tags.add(make_tag(owner=owner, name="книги"))
    data = {"given_name": "Анна", "channels_text": "a@b.ru", "tags_text": "горы", "version": anna.version}
    client_of_owner.post(reverse("contacts:edit", args=[anna.pk]), data)
    anna.tags.add(make_tag(owner=owner, name="бег"))
    put_back_first(client_of_owner, owner, anna, "tags")
    put_back_first(client_of_owner, owner, anna, "channels")
    assert {tag.name for tag in anna.tags.all()} == {"книги", "бег"}
    assert [(one.kind, one.value_folded) for one in anna.channels.all()] == [("telegram", "anna")]
    important = make_date(contact=anna, day=1, month=2)
    important.day = 3
    important.save()
    put_back_first(client_of_owner, owner, anna, "date")
    important.refresh_from_db()
    assert important.day == 1
    important.throw_away()
    put_back_first(client_of_owner, owner, anna, "date")
    assert ImportantDate.objects.for_owner(owner).get().pk == important.pk
    put_back_first(client_of_owner, owner, anna, "date")
    assert not ImportantDate.objects.for_owner(owner).exists()


def test_a_list_that_was_touched_since_is_asked_about(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    data = {"given_name": "Анна", "tags_text": "горы, бег", "version": anna.version}
    client_of_owner.post(reverse("contacts:edit", args=[anna.pk]), data)
    anna.tags.remove(anna.tags.get(name="бег"))
    asked = put_back_first(client_of_owner, owner, anna, "tags")
    assert asked.status_code == 409
    assert "горы" in asked.content.decode()
    address, data = asked.request["PATH_INFO"], {"field": "tags", "over": asked.context["seal"]}
    client_of_owner.post(address, data)
    assert not anna.tags.exists()
    assert "Так уже и есть." in client_of_owner.post(address, data, follow=True).content.decode()


def test_what_a_person_cannot_be_any_more_is_refused(client_of_owner: Client, owner: User) -> None:
    boris, anna = make_contact(owner=owner, name="Борис"), make_contact(owner=owner, nickname="Анна")
    Contact.objects.filter(pk=anna.pk).update(given_name="", nickname="Аня", introduced_by=boris)
    anna.refresh_from_db()
    anna.given_name, anna.nickname, anna.introduced_by = "Анна", "", None
    anna.save()
    boris.introduced_by = anna
    boris.save()
    refused = put_back_first(client_of_owner, owner, anna, "given_name").content.decode()
    assert "Это не вернуть: Укажите хотя бы одно имя." in refused
    assert "Получается круг" in put_back_first(client_of_owner, owner, anna, "introduced_by_id").content.decode()
    boris.throw_away()
    assert "Это не вернуть" in put_back_first(client_of_owner, owner, anna, "introduced_by_id").content.decode()
    anna.refresh_from_db()
    assert (anna.given_name, anna.introduced_by) == ("Анна", None)


def test_a_photo_is_put_back_as_long_as_its_file_is_kept(
    client_of_owner: Client, owner: User, django_capture_on_commit_callbacks: Any
) -> None:
    anna = make_contact(owner=owner, name="Анна")
    put_photo(anna, picture())
    first = anna.photo.name or ""
    put_photo(anna, picture())
    second = anna.photo.name or ""
    put_back_first(client_of_owner, owner, anna, "photo")
    anna.refresh_from_db()
    assert anna.photo.name == first
    assert client_of_owner.get(anna.photo_address).status_code == 200
    remove_photo(anna)
    put_back_first(client_of_owner, owner, anna, "photo")
    anna.refresh_from_db()
    assert anna.photo.name == first
    assert sentences(owner, anna)[:4] == ["фото добавлено", "фото убрано", "другое фото", "другое фото"]

    # After thirty days the file that nobody wears goes, and the history offers it no more.
    long_ago = timezone.now() - timedelta(days=30, minutes=1)
    Change.objects.filter(contact=anna).update(created_at=long_ago)
    call_command("purge_trash", "--dry-run")
    assert default_storage.exists(second)
    call_command("purge_trash")
    assert not default_storage.exists(second)
    assert default_storage.exists(first)
    offered = [field.may_be_put_back for one in person_history(owner, anna).changes for field in one.fields]
    # Oldest last: none; the first; the second, which is gone; the first; none.
    assert offered == [True, True, False, True, True]
    change = Change.objects.filter(contact=anna, fields__photo=[second, first]).get()
    address = reverse("contacts:change_put_back", args=[change.pk])
    said = client_of_owner.post(address, {"field": "photo"}, follow=True).content.decode()
    assert "Это не вернуть: Это фото больше не хранится." in said
    anna.refresh_from_db()
    assert anna.photo.name == first
    delete_contact(contact=anna)
    Trash.objects.update(created_at=long_ago)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("purge_trash")
    assert not default_storage.exists(first)


def test_coming_into_a_community_with_many_is_told_and_put_back(client_of_owner: Client, owner: User) -> None:
    anna, boris = make_contact(owner=owner, name="Анна"), make_contact(owner=owner, name="Борис")
    club = make_community(owner=owner, name="Клуб")
    people = Contact.objects.for_owner(owner)
    made = add_to_community(owner=owner, people=people, community=club, role="speaker", since=date(2026, 1, 2))
    came = "добавление в «Клуб»: докладчик с 2 января 2026"
    assert sentences(owner, boris) == [came, "внесение в список"]
    assert came.capitalize()[:12] in client_of_owner.get(reverse("contacts:history", args=[anna.pk])).content.decode()

    put_back_first(client_of_owner, owner, anna, "community")
    assert [*Membership.objects.filter(trash=None)] == [Membership.objects.get(contact=boris)]
    went = "убрано из «Клуб»: докладчик с 2 января 2026"
    assert sentences(owner, anna)[0] == went
    put_back_first(client_of_owner, owner, anna, "community")
    assert Membership.objects.get(contact=anna, trash=None).since == date(2026, 1, 2)

    # Their place is another one by now: it is asked about before it is taken away.
    Membership.objects.filter(contact=anna).update(role="founder")
    asked = put_back_first(client_of_owner, owner, anna, "community")
    assert asked.status_code == 409
    assert "основатель" in asked.content.decode()
    assert made
    undo_bulk_change(change=made)
    assert sentences(owner, boris)[0] == went
    assert not Membership.objects.filter(contact=boris).exists()
    add_members(community=club, people=[(boris, ())], role="reader")
    assert sentences(owner, boris)[0] == "добавление в «Клуб»: читатель"


def test_a_membership_that_is_mended_ended_and_deleted_is_told_and_put_back(
    client_of_owner: Client, owner: User
) -> None:
    anna, club = make_contact(owner=owner, name="Анна"), make_community(owner=owner, name="Клуб")
    row = make_membership(contact=anna, community=club, role="reader", since=date(2026, 1, 2))
    assert sentences(owner, anna)[0] == "добавление в «Клуб»: читатель с 2 января 2026"

    edit = reverse("communities:membership_edit", args=[row.pk])
    mended = {"role": "speaker", "since": "2026-02-01", "until": "", "version": row.version}
    assert client_of_owner.post(edit, mended).status_code == 302
    said = "«Клуб»: читатель → докладчик; начало: 2 января 2026 → 1 февраля 2026"
    assert sentences(owner, anna)[0] == said
    put_back_first(client_of_owner, owner, anna, "community")
    row.refresh_from_db()
    assert (row.role, row.since, row.until) == ("reader", date(2026, 1, 2), None)

    client_of_owner.post(reverse("communities:membership_end", args=[row.pk]))
    assert sentences(owner, anna)[0].startswith("«Клуб»: участие закончилось ")
    put_back_first(client_of_owner, owner, anna, "community")
    assert sentences(owner, anna)[0] == "«Клуб»: участие продолжается"
    row.refresh_from_db()
    assert row.until is None

    client_of_owner.post(reverse("communities:membership_delete", args=[row.pk]))
    assert sentences(owner, anna)[0] == "убрано из «Клуб»: читатель с 2 января 2026"
    put_back_first(client_of_owner, owner, anna, "community")
    row.refresh_from_db()
    assert row.trash is None
    assert not Trash.objects.filter(owner=owner).exists()
    assert sentences(owner, anna)[0] == "добавление в «Клуб»: читатель с 2 января 2026"


def test_mentorships_and_relationships_are_told_and_put_back(client_of_owner: Client, owner: User) -> None:
    anna, boris = make_contact(owner=owner, name="Анна"), make_contact(owner=owner, name="Борис")
    add = reverse("contacts:mentorship_add", args=[anna.pk])
    client_of_owner.post(add, {"direction": "me", "goal": "Доклад", "started_on": "2026-01-02", "rhythm_days": "14"})
    row = Mentorship.objects.get(contact=anna)
    assert sentences(owner, anna)[0] == "наставничество добавлено: Я наставляю: Доклад, с 2 января 2026, раз в 14 дней"
    ended = {"direction": "me", "goal": "Доклад", "started_on": "2026-01-02", "ended_on": "2026-05-03", "version": 1}
    client_of_owner.post(reverse("contacts:mentorship_edit", args=[row.pk]), ended)
    after = "Я наставляю: Доклад, с 2 января 2026 по 3 мая 2026"
    assert told(owner, anna)[0] == [("наставничество", "Я наставляю: Доклад, с 2 января 2026, раз в 14 дней", after)]
    put_back_first(client_of_owner, owner, anna, "mentorship")
    row.refresh_from_db()
    assert (row.ended_on, row.rhythm_days) == (None, 14)
    client_of_owner.post(reverse("contacts:mentorship_delete", args=[row.pk]))
    assert sentences(owner, anna)[0].startswith("наставничество удалено: Я наставляю: Доклад")
    put_back_first(client_of_owner, owner, anna, "mentorship")
    row.refresh_from_db()
    assert row.trash is None

    add = reverse("contacts:relationship_add", args=[anna.pk])
    client_of_owner.post(add, {"who": f"id:{boris.pk}", "what": "colleague>", "since": "2020-01-01"})
    tie = Relationship.objects.get(owner=owner)
    # Both histories tell of it, and either puts it back.
    for person in (anna, boris):
        assert "связь добавлена:" in sentences(owner, person)[0]
        assert "коллега" in sentences(owner, person)[0]
    tie.until = date(2026, 1, 1)
    tie.save()
    put_back_first(client_of_owner, owner, boris, "relationship")
    tie.refresh_from_db()
    assert tie.until is None
    tie.throw_away()
    put_back_first(client_of_owner, owner, anna, "relationship")
    tie.refresh_from_db()
    assert tie.trash is None
    tie.delete()
    gone = Change.objects.filter(contact=boris, fields__relationship__1=None).first()
    assert gone
    address = reverse("contacts:change_put_back", args=[gone.pk])
    said = client_of_owner.post(address, {"field": "relationship"}, follow=True).content.decode()
    assert "Это не вернуть: Это удалено насовсем." in said


@time_machine.travel("2026-11-20 12:00:00+03:00")
def test_being_put_off_is_told_and_put_back(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    snooze = reverse("contacts:snooze", args=[anna.pk])
    for until in ("week", "week", "never", "now"):
        client_of_owner.post(snooze, {"until": until})
    assert sentences(owner, anna) == [
        "напоминания снова идут",
        "больше не напоминаем",
        "отложено до 27 ноября 2026",
        "внесение в список",
    ]
    with translation.override("en"):
        said = [field.said for one in person_history(owner, anna).changes for field in one.fields]
    assert said == ["reminders go on", "no more reminders", "put off until 27 November 2026"]
    put_back_first(client_of_owner, owner, anna, "reminders")
    anna.refresh_from_db()
    assert anna.rhythm_off
    put_off = Change.objects.get(contact=anna, fields__reminders=["", "2026-11-27"])
    address = reverse("contacts:change_put_back", args=[put_off.pk])
    asked = client_of_owner.post(address, {"field": "reminders"})
    assert asked.status_code == 409
    assert "Напоминания: больше не напоминаем" in asked.content.decode()
    client_of_owner.post(address, {"field": "reminders", "over": asked.context["seal"]})
    anna.refresh_from_db()
    assert (anna.snoozed_until, anna.rhythm_off) == (None, False)
    assert "Так уже и есть." in client_of_owner.post(address, {"field": "reminders"}, follow=True).content.decode()
    client_of_owner.post(snooze, {"until": "month"})
    client_of_owner.post(snooze, {"until": "never"})
    put_back_first(client_of_owner, owner, anna, "reminders")
    anna.refresh_from_db()
    assert (anna.snoozed_until, anna.rhythm_off) == (date(2026, 12, 20), False)


def saved(client: Client, person: Contact, ways: str) -> None:
    person.refresh_from_db()
    data = {"given_name": person.given_name, "channels_text": ways, "version": person.version}
    assert client.post(reverse("contacts:edit", args=[person.pk]), data).status_code == 302


def ways_of(person: Contact) -> set[tuple[str, str, bool]]:
    return {*person.channels.values_list("value_folded", "label", "preferred")}


def test_labels_and_stars_of_channels_are_told_and_put_back(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    saved(client_of_owner, anna, "@anna\n* a@b.ru (рабочая)")
    saved(client_of_owner, anna, "* @anna (новости)\na@b.ru (домашняя)")
    saved(client_of_owner, anna, "* @anna")
    saved(client_of_owner, anna, "* @anna")
    assert sentences(owner, anna)[:-1] == [
        "способы связи: убрано Почта a@b.ru (домашняя)",
        "способы связи: Telegram anna: без подписи «новости»",
        "способы связи: Почта a@b.ru: подпись: рабочая → домашняя, больше не основной способ; "
        "Telegram anna: подпись: новости, теперь основной способ",
        "способы связи: добавлено Telegram anna, Почта a@b.ru (рабочая, основной способ)",
    ]
    put_back_first(client_of_owner, owner, anna, "channels")
    assert ways_of(anna) == {("anna", "", True), ("a@b.ru", "домашняя", False)}
    put_back_first(client_of_owner, owner, anna, "ways")
    assert ways_of(anna) == {("anna", "новости", True), ("a@b.ru", "домашняя", False)}
    assert sentences(owner, anna)[0] == "способы связи: Telegram anna: подпись: новости"

    # What became of both is put back for those that are there, after a question when another word was given since.
    both = Change.objects.get(contact=anna, fields__ways__1__1=["telegram", "anna", "новости", True])
    saved(client_of_owner, anna, "* @anna (личный)")
    address = reverse("contacts:change_put_back", args=[both.pk])
    asked = client_of_owner.post(address, {"field": "ways"})
    assert asked.status_code == 409
    assert "Способы связи: Telegram anna (личный, основной способ)" in asked.content.decode()
    client_of_owner.post(address, {"field": "ways", "over": asked.context["seal"]})
    assert ways_of(anna) == {("anna", "", False)}
    assert "Так уже и есть." in client_of_owner.post(address, {"field": "ways"}, follow=True).content.decode()
    saved(client_of_owner, anna, "")
    said = client_of_owner.post(address, {"field": "ways"}, follow=True).content.decode()
    assert "Это не вернуть: Этого адреса больше нет." in said


def test_channels_of_a_history_without_labels_are_put_back(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    make_channel(contact=anna, value="@anna", label="новости", preferred=True)
    ways = [[["email", "a@b.ru"]], [["telegram", "anna"]]]
    Change.objects.create(owner=owner, contact=anna, fields={"channels": ways})
    put_back_first(client_of_owner, owner, anna, "channels")
    assert ways_of(anna) == {("a@b.ru", "", False)}


def test_notes_of_a_mentorship_are_told_and_put_back(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    data = {"direction": "me", "goal": "Доклад", "started_on": "2026-01-02", "note": "Начали с плана."}
    client_of_owner.post(reverse("contacts:mentorship_add", args=[anna.pk]), data)
    row = Mentorship.objects.get(contact=anna)
    what = "Я наставляю: Доклад, с 2 января 2026"
    assert sentences(owner, anna)[0] == f"наставничество добавлено: {what}, заметка: Начали с плана."
    edit = reverse("contacts:mentorship_edit", args=[row.pk])
    token = f"@[Анна #{anna.pk}]"
    client_of_owner.post(edit, {**data, "note": f"План готов у {token}.", "version": 1})
    assert told(owner, anna)[0] == [("заметка о наставничестве «Доклад»", "Начали с плана.", "План готов у @Анна.")]
    # What leaves the note alone says nothing of it, and putting that back does not touch it.
    client_of_owner.post(edit, {**data, "goal": "Статья", "note": f"План готов у {token}.", "version": 2})
    assert told(owner, anna)[0] == [("наставничество", what, what.replace("Доклад", "Статья"))]
    row.refresh_from_db()
    row.note = "Ещё раз."
    row.save()
    goal = Change.objects.get(contact=anna, fields__mentorship__1__goal="Статья", fields__mentorship__0__goal="Доклад")
    client_of_owner.post(reverse("contacts:change_put_back", args=[goal.pk]), {"field": "mentorship"})
    row.refresh_from_db()
    assert (row.goal, row.note) == ("Доклад", "Ещё раз.")
    noted = Change.objects.filter(contact=anna, fields__mentorship__0__note="Начали с плана.").get()
    address = reverse("contacts:change_put_back", args=[noted.pk])
    asked = client_of_owner.post(address, {"field": "mentorship"})
    assert asked.status_code == 409
    assert "Ещё раз." in asked.content.decode()
    client_of_owner.post(address, {"field": "mentorship", "over": asked.context["seal"]})
    row.refresh_from_db()
    assert row.note == "Начали с плана."


def test_putting_a_membership_back_asks_and_refuses_as_its_form_does(client_of_owner: Client, owner: User) -> None:
    anna, club = make_contact(owner=owner, name="Анна"), make_community(owner=owner, name="Клуб")
    row = make_membership(contact=anna, community=club, role="reader", since=date(2026, 1, 2))
    change = reverse("communities:membership_change", args=[row.pk])
    assert client_of_owner.post(change, {"role": "speaker", "since": "2026-05-01"}).status_code == 302
    ended = Change.objects.get(contact=anna, fields__community__1__until="2026-04-30")
    address = reverse("contacts:change_put_back", args=[ended.pk])
    # Without its end the first period would lie over the second one.
    said = client_of_owner.post(address, {"field": "community"}, follow=True).content.decode()
    assert "Это не вернуть: На эти дни уже есть другой период." in said
    Membership.objects.get(contact=anna, role="speaker").throw_away()
    row.refresh_from_db()
    row.role = "organiser"
    row.save()
    asked = client_of_owner.post(address, {"field": "community"})
    assert asked.status_code == 409
    assert "организатор" in asked.content.decode()
    sealed = asked.context["seal"]
    client_of_owner.post(address, {"field": "community", "over": sealed})
    row.refresh_from_db()
    assert (row.role, row.until) == ("reader", None)
    # What was purged for good is made anew.
    row.throw_away()
    Membership.objects.filter(contact=anna).delete()
    put_back_first(client_of_owner, owner, anna, "community")
    assert Membership.objects.get(contact=anna).since == date(2026, 1, 2)


def test_nothing_else_is_put_back(client_of_owner: Client, owner: User, stranger: User) -> None:
    anna, theirs = make_contact(owner=owner), make_contact(owner=stranger)
    mine = Change.objects.create(owner=owner, contact=anna, fields={"trash_id": [None, 1], "city": ["", "Псков"]})
    for field in ("trash_id", "company", "", "owner_id"):
        answer = client_of_owner.post(reverse("contacts:change_put_back", args=[mine.pk]), {"field": field})
        assert answer.status_code == 404, field
    other = Change.objects.create(owner=stranger, contact=theirs, fields={"city": ["Тверь", ""]})
    assert (
        client_of_owner.post(reverse("contacts:change_put_back", args=[other.pk]), {"field": "city"}).status_code == 404
    )
    theirs.refresh_from_db()
    assert theirs.city == ""


def test_a_long_history_goes_on(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    for number in range(35):
        anna.city = f"Город {number}"
        anna.save()
    first = person_history(owner, anna)
    second = person_history(owner, anna, before=first.before)
    shown = [field.after for one in (*first.changes, *second.changes) for field in one.fields]
    assert shown == [f"Город {number}" for number in reversed(range(35))]
    assert (len(first.changes), second.before) == (30, None)
    assert [one.said for one in second.changes][-1]
    page = client_of_owner.get(reverse("contacts:history", args=[anna.pk])).content.decode()
    assert "?before=" in page
