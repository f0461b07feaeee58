from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from contacts.models import Contact, Interaction, Trash
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_channel, make_contact, make_interaction, make_promise, make_referral

ANNA = {"given_name": "Анна", "family_name": "Петрова", "channels_text": ""}


def names_on(client: Client, query: str = "") -> list[str]:
    response = client.get(reverse("contacts:list"), {"q": query})
    return [person.name for person in response.context["people"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("анна", ["Анна Петрова"]),
        ("АННА ПЕТР", ["Анна Петрова"]),
        ("алена", ["Алёна Ёлкина"]),
        ("ёлкина", ["Алёна Ёлкина"]),
        ("елкина", ["Алёна Ёлкина"]),
        ("яндекс", ["Борис Аверин"]),
        ("@boris_a", ["Борис Аверин"]),
        ("никого", []),
    ],
)
def test_search_finds_as_people_type(client_of_owner: Client, owner: User, query: str, found: list[str]) -> None:
    make_contact(owner=owner, name="Анна Петрова")
    make_contact(owner=owner, name="Алёна Ёлкина")
    make_channel(contact=make_contact(owner=owner, name="Борис Аверин", company="Яндекс"), value="@boris_a")
    assert names_on(client_of_owner, query) == found


def test_search_folds_decomposed_letters(client_of_owner: Client, owner: User) -> None:
    make_contact(owner=owner, name="Андрей Йот")
    assert names_on(client_of_owner, "Андрей") == ["Андрей Йот"]


def test_people_stand_as_russian_sorts(client_of_owner: Client, owner: User) -> None:
    for name in ("Яков", "ёж", "Елена", "Жанна", "Zed", "Ирина", "Йозеф", "Аня 2", "Аня 10"):
        make_contact(owner=owner, name=name)
    expected = ["Аня 10", "Аня 2", "ёж", "Елена", "Жанна", "Ирина", "Йозеф", "Яков", "Zed"]
    assert names_on(client_of_owner) == expected


def test_list_goes_on_after_fifty(client_of_owner: Client, owner: User) -> None:
    for number in range(53):
        make_contact(owner=owner, name=f"Имя{number:02}")
    first = client_of_owner.get(reverse("contacts:list"))
    last = first.context["people"][-1]
    second = client_of_owner.get(reverse("contacts:list"), {"after": last.pk})
    assert len(first.context["people"]) == 50
    assert [person.given_name for person in second.context["people"]] == ["Имя50", "Имя51", "Имя52"]
    assert f"after={last.pk}" in first.content.decode()


def test_list_asks_the_same_whatever_its_length(client_of_owner: Client, owner: User) -> None:
    counts = []
    for people in (1, 2):
        for _ in range(people):
            make_interaction(owner=owner, contacts=[make_contact(owner=owner)])
        counts.append(queries_of(client_of_owner, reverse("contacts:list")))
    assert counts[0] == counts[1] <= 9


def test_person_page_asks_the_same_whatever_its_length(client_of_owner: Client, owner: User) -> None:
    anna, counts = make_contact(owner=owner, name="Анна"), []
    for rows in (1, 2):
        for _ in range(rows):
            make_interaction(owner=owner, contacts=[anna, make_contact(owner=owner, introduced_by=anna)])
            make_promise(contact=anna)
            make_referral(owner=owner, giver=anna, receiver=make_contact(owner=owner))
            make_channel(contact=anna)
        counts.append(queries_of(client_of_owner, anna.get_absolute_url()))
    assert counts[0] == counts[1] <= 18


def test_a_name_is_enough(client_of_owner: Client, owner: User) -> None:
    response = client_of_owner.post(reverse("contacts:add"), {"given_name": "Анна"})
    person = Contact.objects.for_owner(owner).get()
    assert response.url == person.get_absolute_url()  # type: ignore[attr-defined]
    assert person.name == "Анна"


def test_without_a_name_everything_typed_is_kept(client_of_owner: Client, owner: User) -> None:
    response = client_of_owner.post(reverse("contacts:add"), {"company": "Рога и копыта", "channels_text": "@a"})
    assert response.status_code == 422
    assert "given_name" in response.context["form"].errors
    assert "Рога и копыта" in response.content.decode()
    assert not Contact.objects.for_owner(owner).exists()


def test_channels_are_understood_from_one_field(client_of_owner: Client, owner: User) -> None:
    text = "+7 (916) 000-11-22\nAnna@Example.org\n@anna_p\nhttps://vk.com/anna\nSlack: anna.p\nt.me/anna_p"
    client_of_owner.post(reverse("contacts:add"), {**ANNA, "channels_text": text})
    person = Contact.objects.for_owner(owner).get()
    assert [(one.kind, one.value_folded) for one in person.channels.order_by("pk")] == [
        ("phone", "+79160001122"),
        ("email", "anna@example.org"),
        ("telegram", "anna_p"),
        ("vk", "anna"),
        ("slack", "anna.p"),
    ]


def test_editing_keeps_the_rows_of_channels_that_stay(client_of_owner: Client, owner: User) -> None:
    person = make_contact(owner=owner, name="Анна Петрова")
    stays, goes = make_channel(contact=person, value="@anna"), make_channel(contact=person, value="@old")
    data = {**ANNA, "channels_text": "@anna\nanna@example.org", "version": person.version}
    client_of_owner.post(reverse("contacts:edit", args=[person.pk]), data)
    values = {one.value: one.pk for one in person.channels.all()}
    assert values["@anna"] == stays.pk
    assert set(values) == {"@anna", "anna@example.org"}
    assert goes.pk not in values.values()


def test_wrong_channel_is_said_beside_its_field(client_of_owner: Client) -> None:
    response = client_of_owner.post(reverse("contacts:add"), {**ANNA, "channels_text": "Почта: нет такой"})
    assert response.status_code == 422
    assert "нет такой" in str(response.context["form"].errors["channels_text"])


def test_a_stale_form_gets_both_texts(client_of_owner: Client, owner: User) -> None:
    person = make_contact(owner=owner, name="Анна Петрова", company="Старая")
    seen = person.version
    edit = reverse("contacts:edit", args=[person.pk])
    client_of_owner.post(edit, {**ANNA, "company": "Новая из первой вкладки", "version": seen})
    response = client_of_owner.post(edit, {**ANNA, "company": "Новая из второй вкладки", "version": seen})
    assert response.status_code == 409
    rows = response.context["form"].stale_rows
    assert [(row.theirs, row.mine) for row in rows] == [("Новая из первой вкладки", "Новая из второй вкладки")]
    person.refresh_from_db()
    assert person.company == "Новая из первой вкладки"
    newer = response.context["form"].data["version"]
    assert client_of_owner.post(edit, {**ANNA, "company": "Всё-таки вторая", "version": newer}).status_code == 302
    person.refresh_from_db()
    assert person.company == "Всё-таки вторая"


def test_unknown_introducer_becomes_a_person(client_of_owner: Client, owner: User) -> None:
    client_of_owner.post(reverse("contacts:add"), {**ANNA, "introduced_by": "Дмитрий Ковалёв"})
    anna = Contact.objects.for_owner(owner).get(given_name="Анна")
    assert anna.introduced_by is not None
    assert anna.introduced_by.name == "Дмитрий Ковалёв"


def test_nobody_introduces_themself(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    data = {**ANNA, "introduced_by": f"Анна Петрова #{anna.pk}", "version": 1}
    response = client_of_owner.post(reverse("contacts:edit", args=[anna.pk]), data)
    assert response.status_code == 422
    assert "introduced_by" in response.context["form"].errors


def test_strangers_introducer_is_refused(client_of_owner: Client, stranger: User) -> None:
    theirs = make_contact(owner=stranger, name="Чужая")
    response = client_of_owner.post(reverse("contacts:add"), {**ANNA, "introduced_by": f"x #{theirs.pk}"})
    assert response.status_code == 422
    assert "introduced_by" in response.context["form"].errors


def test_delete_and_undo_bring_everything_back(client_of_owner: Client, owner: User) -> None:
    anna, boris = make_contact(owner=owner, name="Анна"), make_contact(owner=owner, name="Борис")
    alone = make_interaction(owner=owner, contacts=[anna])
    both = make_interaction(owner=owner, contacts=[anna, boris])
    make_promise(contact=anna)
    make_referral(owner=owner, giver=anna)
    client_of_owner.post(reverse("contacts:delete", args=[anna.pk]))
    assert names_on(client_of_owner) == ["Борис"]
    assert set(Interaction.objects.for_owner(owner)) == {both}
    assert client_of_owner.get(anna.get_absolute_url()).status_code == 404
    trash = Trash.objects.for_owner(owner).get()
    client_of_owner.post(reverse("contacts:undo", args=[trash.pk]))
    assert names_on(client_of_owner) == ["Анна", "Борис"]
    assert set(Interaction.objects.for_owner(owner)) == {alone, both}
    page = client_of_owner.get(anna.get_absolute_url())
    assert page.context["balance"].received == 1
    assert len(page.context["mine"]) == 1


def test_archive_and_back(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    client_of_owner.post(reverse("contacts:archive", args=[anna.pk]))
    assert names_on(client_of_owner) == []
    archived = client_of_owner.get(reverse("contacts:list"), {"archived": "yes"})
    assert [one.name for one in archived.context["people"]] == ["Анна"]
    client_of_owner.post(reverse("contacts:archive", args=[anna.pk]))
    assert names_on(client_of_owner) == ["Анна"]


def test_timeline_has_talks_promises_and_referrals(client_of_owner: Client, owner: User) -> None:
    anna, boris = make_contact(owner=owner, name="Анна"), make_contact(owner=owner, name="Борис")
    talk = make_interaction(owner=owner, contacts=[anna, boris], day=date(2026, 10, 3), note="Про фиче-сторы")
    talk.participants.filter(contact=anna).update(own_note="только об Анне")
    make_promise(contact=anna, text="Прислать ссылку", made_on=date(2026, 10, 5))
    make_referral(owner=owner, giver=anna, made_on=date(2026, 10, 1))
    page = client_of_owner.get(anna.get_absolute_url())
    assert [entry.day.day for entry in page.context["timeline"].entries] == [5, 3, 1]
    text = page.content.decode()
    assert "Про фиче-сторы" in text
    assert "только об Анне" in text
    other = client_of_owner.get(boris.get_absolute_url()).content.decode()
    assert "Про фиче-сторы" in other
    assert "только об Анне" not in other


def test_timeline_pages_lose_nothing(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    for number in range(70):
        make_interaction(owner=owner, contacts=[anna], day=date(2026, 1, 1 + number // 3), note=f"разговор {number}")
    seen, before = set(), None
    for _ in range(10):
        page = client_of_owner.get(anna.get_absolute_url(), {"before": before.isoformat()} if before else {})
        line = page.context["timeline"]
        seen |= {entry.text for entry in line.entries}
        before = line.before
        if before is None:
            break
    assert len(seen) == 70


@time_machine.travel("2026-11-20 12:00:00+03:00")
def test_last_contact_is_the_latest_answered_day_not_in_the_future(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    make_interaction(owner=owner, contacts=[anna], day=date(2026, 11, 12))
    make_interaction(owner=owner, contacts=[anna], day=date(2026, 11, 15), answered=False)
    make_interaction(owner=owner, contacts=[anna], day=date(2026, 11, 25))
    latest = make_interaction(owner=owner, contacts=[anna], day=date(2026, 11, 18))
    list_page = client_of_owner.get(reverse("contacts:list"))
    assert list_page.context["people"][0].last_contact == date(2026, 11, 18)
    latest.throw_away()
    list_page = client_of_owner.get(reverse("contacts:list"))
    assert list_page.context["people"][0].last_contact == date(2026, 11, 12)


def test_suggestions_are_the_owners_and_by_beginnings(client_of_owner: Client, owner: User, stranger: User) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова", company="Яндекс")
    make_contact(owner=stranger, name="Анна Чужая")
    found = client_of_owner.get(reverse("contacts:suggest"), {"q": "пет ан"}).json()["results"]
    assert found == [{"value": f"Анна Петрова #{anna.pk}", "text": "Анна Петрова", "note": "Яндекс"}]
    assert client_of_owner.get(reverse("contacts:suggest"), {"q": "нна"}).json()["results"] == []


def test_channels_have_words_and_a_best_one(client_of_owner: Client, owner: User) -> None:
    text = "Anna@Example.org (личная)\n* 8 (916) 000-11-22 (рабочий, до шести)\n@anna_p\nSlack: anna.p\n+749500000 (12)"
    client_of_owner.post(reverse("contacts:add"), {**ANNA, "channels_text": text.replace(", до", " до")})
    person = Contact.objects.get(owner=owner)
    rows = [(one.kind, one.value, one.label, one.preferred) for one in person.channels.all()]
    assert rows == [
        ("phone", "8 (916) 000-11-22", "рабочий до шести", True),
        ("email", "Anna@Example.org", "личная", False),
        ("telegram", "@anna_p", "", False),
        ("slack", "anna.p", "", False),
        ("phone", "+749500000 (12)", "", False),
    ]
    page = client_of_owner.get(person.get_absolute_url()).content.decode()
    assert 'href="tel:+79160001122"' in page
    assert 'href="tg://resolve?domain=anna_p"' in page
    assert "рабочий до шести" in page
    shown = client_of_owner.get(reverse("contacts:edit", args=[person.pk])).context["form"]["channels_text"].value()
    assert shown.splitlines()[0] == "* 8 (916) 000-11-22 (рабочий до шести)"
    before = [*person.channels.values()]
    client_of_owner.post(
        reverse("contacts:edit", args=[person.pk]), {**ANNA, "channels_text": shown, "version": person.version}
    )
    assert [*person.channels.values()] == before
    # Another word and no star: the rows stay.
    told = "8 916 000 11 22 (дом)\n@anna_p"
    person.refresh_from_db()
    client_of_owner.post(
        reverse("contacts:edit", args=[person.pk]), {**ANNA, "channels_text": told, "version": person.version}
    )
    kept = {one.pk: (one.label, one.preferred) for one in person.channels.all()}
    assert kept == {before[0]["id"]: ("дом", False), before[2]["id"]: ("", False)}


def test_a_word_that_fits_no_line_is_kept(client_of_owner: Client, owner: User) -> None:
    person = make_contact(owner=owner, name="Анна")
    odd = make_channel(contact=person, kind="phone", value="+7 916 000-11-22", label="work, (new); best")
    bare = make_channel(contact=person, kind="email", value="a@b.ru", label="24")
    text = client_of_owner.get(reverse("contacts:edit", args=[person.pk])).context["form"]["channels_text"].value()
    assert text == "+7 916 000-11-22 (work new best)\na@b.ru"
    client_of_owner.post(
        reverse("contacts:edit", args=[person.pk]), {**ANNA, "channels_text": text, "version": person.version}
    )
    odd.refresh_from_db()
    bare.refresh_from_db()
    assert (odd.label, bare.label) == ("work, (new); best", "24")


def test_what_is_wrong_with_each_address_is_said_and_the_heading_stays(client_of_owner: Client, owner: User) -> None:
    person = make_contact(owner=owner, name="Анна Петрова", nickname="Аня")
    data = {"given_name": "", "family_name": "", "nickname": "Аня", "channels_text": "почта@\n+7 12"}
    answered = client_of_owner.post(reverse("contacts:edit", args=[person.pk]), {**data, "version": person.version})
    assert answered.status_code == 422
    errors = str(answered.context["form"].errors["channels_text"])
    assert "почта@" in errors
    assert "+7 12" in errors
    assert "<h1>Анна Петрова</h1>" in answered.content.decode()


def test_nothing_chosen_is_said(client_of_owner: Client, owner: User) -> None:
    talk = make_interaction(owner=owner, contacts=[make_contact(owner=owner)])
    page = client_of_owner.get(reverse("contacts:interaction_edit", args=[talk.pk])).content.decode()
    assert "---------" not in page
    assert '<option value="">не выбрано</option>' in page.replace(" selected", "")
