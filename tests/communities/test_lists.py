"""Many people at once from a pasted list: what is understood, who is known, and that nobody becomes noisy."""

from __future__ import annotations

import re
import time
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from communities.forms.list_lines import left_out
from communities.forms.lists import Listed, parse_list
from communities.models import Community, Membership
from contacts.models import Channel, Contact
from networking.accounts.models import User
from networking.home.rhythm import due_people
from tests.factories import make_channel, make_community, make_contact, make_interaction, make_membership

ADD = "communities:member_add"
PASTED = """
Участники:

1. Анна Петрова <Anna@Example.org>
2) Игорь Сидоренко
 3.  Тимур   Марков, timur@example.org
- Лада Зайцева
* Дмитрий Ковалёв (dima@example.org)
• анна петрова
— igor.bely@example.org
[x] Олег Ёлкин\t+7 900 000-00-00
"""


@pytest.fixture
def club(owner: User) -> Community:
    return make_community(owner=owner, name="Клуб")


def paste(client: Client, place: Community, text: str, **data: Any) -> Any:
    given = {"community": place.pk, "role": "participant", "people": "", "pasted": text, **data}
    return client.post(reverse(ADD), given, follow=True)


def names(owner: User) -> list[str]:
    return [one.contact.full_name for one in Membership.objects.for_owner(owner).order_by("pk")]


def test_what_people_really_paste() -> None:
    assert parse_list(PASTED) == [
        Listed("Анна Петрова", ("anna@example.org",)),
        Listed("Игорь Сидоренко"),
        Listed("Тимур Марков", ("timur@example.org",)),
        Listed("Лада Зайцева"),
        Listed("Дмитрий Ковалёв", ("dima@example.org",)),
        Listed("Igor Bely", ("igor.bely@example.org",)),
        Listed("Олег Ёлкин"),
    ]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("", []),
        ("\n - \n 2. \n , ;;\n", []),
        ("a@b.ru", [("A", "a@b.ru")]),
        ("x1@b.ru", [("x1", "x1@b.ru")]),
        ("a@b.ru, Анна Петрова", [("Анна Петрова", "a@b.ru")]),
        ("Анна <a@b.ru>, Борис <b@b.ru>; Вера", [("Анна", "a@b.ru"), ("Борис", "b@b.ru"), ("Вера", "")]),
        ("Анна\tанна@почта.рф", [("Анна", "анна@почта.рф")]),
        ("Анна <a@b.ru>\nАнна", [("Анна", "a@b.ru")]),
        ("Анна\nАнна <a@b.ru>", [("Анна", "a@b.ru")]),
        ("Анна <a@b.ru>\nАнна <c@b.ru>", [("Анна", "a@b.ru"), ("Анна", "c@b.ru")]),
        ("Анна <a@b.ru>\nАнна Петрова <A@B.ru>", [("Анна", "a@b.ru")]),
        ("Пришли:\nАнна", [("Анна", "")]),
        ("12345\n+7 900 000-00-00", []),
        ("[Анна](mailto:a@b.ru)", None),
        ("1\tАнна Петрова\ta@b.ru\n2\tБорис\tb@b.ru", [("Анна Петрова", "a@b.ru"), ("Борис", "b@b.ru")]),
        (
            "1) **Анна Петрова**\n№2 Борис\n#3 Вера\n4 Глеб\n5 - Дина\n12345. Егор",
            [
                ("Анна Петрова", ""),
                ("Борис", ""),
                ("Вера", ""),
                ("Глеб", ""),
                ("Дина", ""),
                ("Егор", ""),
            ],
        ),
        (
            "✅ Анна\n☐ Борис\n👤 Вера\n➤ Глеб\n‑ Дина\nа) Егор",
            [
                ("Анна", ""),
                ("Борис", ""),
                ("Вера", ""),
                ("Глеб", ""),
                ("Дина", ""),
                ("Егор", ""),
            ],
        ),
        (
            "Анна Петрова (Acme)\nБорис Ильин — дизайнер\nВера Климова @vera\nГлеб Панов +7 900 111-22-33",
            [
                ("Анна Петрова", ""),
                ("Борис Ильин", ""),
                ("Вера Климова", "@vera"),
                ("Глеб Панов", ""),
            ],
        ),
        ("Анна Петрова - a@b.ru", [("Анна Петрова", "a@b.ru")]),
        ('"Петрова, Анна" <a@b.ru>; "Борис" <b@b.ru>', [("Анна Петрова", "a@b.ru"), ("Борис", "b@b.ru")]),
        ("Имя;Почта\nАнна;a@b.ru", [("Анна", "a@b.ru")]),
        ("Анна&nbsp;Петрова &lt;a@b.ru&gt;\n\u200bАнна\u00a0Петрова", [("Анна Петрова", "a@b.ru")]),
        ("Пётр Зуев, инженер, Азбука", [("Пётр Зуев", "")]),
        ("Анна Петрова, Яндекс Практикум, anna@b.ru", [("Анна Петрова", "anna@b.ru")]),
        ("Анна, дизайнер; a@b.ru", [("Анна", "a@b.ru")]),
        ("Сидорова, Мария", [("Сидорова Мария", "")]),
        (
            "Фамилия\tИмя\tКомпания\nСидорова\tМария\tАзбука\nАнна\tПетрова\tAcme",
            [("Сидорова Мария", ""), ("Анна Петрова", "")],
        ),
        ("Фамилия Имя\tПочта\nКим Ольга\tolga@ex.org\tYandex", [("Ким Ольга", "olga@ex.org")]),
        ("| Анна | Yandex | a@b.ru |", [("Анна", "a@b.ru")]),
        ("Анна, Борис, Вера", [("Анна", ""), ("Борис", ""), ("Вера", "")]),
        ("Иванов, Петров", [("Иванов", ""), ("Петров", "")]),
        ("Анна Петрова, Борис Ильин; Вера", [("Анна Петрова", ""), ("Борис Ильин", ""), ("Вера", "")]),
        ("Zhang Wei, Li Na", [("Zhang Wei", ""), ("Li Na", "")]),
        ("анна, борис", [("анна", ""), ("борис", "")]),
        ("Всего: 5 человек\nИтого 7", []),
        ("Ведущая: Анна Болт\nБорис Ильин: дизайнер", [("Анна Болт", ""), ("Борис Ильин", "")]),
        ("Анна https://t.me/anna\nhttps://t.me/someone\nt.me/other", [("Анна", "@anna")]),
        ("Анна-Мария О'Нил-Петрова\nд'Артаньян", [("Анна-Мария О'Нил-Петрова", ""), ("д'Артаньян", "")]),
        ("Анна Петрова #12", [("Анна Петрова #12", "")]),
        ("Mikhail\tSmirnov\tmikh@ex.org", [("Mikhail Smirnov", "mikh@ex.org")]),
        ("Анна\tКац\ta@b.ru\nAnna\tSmith\tc@b.ru", [("Анна Кац", "a@b.ru"), ("Anna Smith", "c@b.ru")]),
        ("Анна;Кац;a@b.ru\nАнна, Мюллер, c@b.ru", [("Анна Кац", "a@b.ru"), ("Анна Мюллер", "c@b.ru")]),
        ("1\tКац\tАнна\tИвановна\ta@b.ru", [("Кац Анна Ивановна", "a@b.ru")]),
        ("Анна, Борис, b@b.ru", [("Анна", ""), ("Борис", "b@b.ru")]),
        ("Имя\tФамилия\tПочта\nАнна\tМюллер\ta@b.ru", [("Анна Мюллер", "a@b.ru")]),
        ("Фамилия;Имя;Город;E-mail\nМюллер;Рудольф;Омск;r@b.ru", [("Рудольф Мюллер", "r@b.ru")]),
        ('First name,Last name,Notes,Email\nMei,Wong,"a, b",m@b.ru', [("Mei Wong", "m@b.ru")]),
        ("| Full name | Company | Email |\n|---|---|---|\n| Mei Wong | Acme | m@b.ru |", [("Mei Wong", "m@b.ru")]),
        ("Имя\tРазмер\tФамилия\nАнна\tM\tКац\n\tL\t\nБорис", [("Анна Кац", ""), ("Борис", "")]),
        ("Имя;Фамилия;Почта\n;;olga.kim@b.ru", [("Olga Kim", "olga.kim@b.ru")]),
        ("Имя;Почта\nАнна; Борис", [("Анна", ""), ("Борис", "")]),
        (
            "Громов Иван\nИван Петрович Громов <i@b.ru>\nИван Сергеевич Громов",
            [("Иван Петрович Громов", "i@b.ru"), ("Иван Сергеевич Громов", "")],
        ),
        ("Петрова Анна\nАННА ПЕТРОВА\nАнна  Петрова.", [("Петрова Анна", "")]),
        ("Анна Петрова @Anna_P, a@b.ru", [("Анна Петрова", "@anna_p a@b.ru")]),
        ("Анна Петрова (@anna_p)\nАнна Петрова <a@b.ru>", [("Анна Петрова", "@anna_p a@b.ru")]),
        ("Вера @vera_k\nВера @vera_l", [("Вера", "@vera_k"), ("Вера", "@vera_l")]),
        ("@anna_petrova\n@x1_y2", [("Anna Petrova", "@anna_petrova"), ("x1_y2", "@x1_y2")]),
        ("Анна, @anna, Борис, @boris", [("Анна", "@anna"), ("Борис", "@boris")]),
        ("a@b.ru, Борис <b@b.ru>", [("A", "a@b.ru"), ("Борис", "b@b.ru")]),
        ("Анна Петрова https://t.me/anna_p/\nБорис t.me/boris", [("Анна Петрова", "@anna_p"), ("Борис", "@boris")]),
        ("Чат: https://t.me/devops_chat\nhttps://t.me/joinchat/abc\nАнна", [("Анна", "")]),
        ("Анна — вопросы к @boris\nБорис — @boris", [("Анна", ""), ("Борис", "@boris")]),
        ("Имя\tТелеграм\nАнна\tanna_p\nБорис Ильин\t@boris", [("Анна", "@anna_p"), ("Борис Ильин", "@boris")]),
        ("ФИО;Почта;Ник\nАнна Петрова;a@b.ru;anna_p", [("Анна Петрова", "a@b.ru @anna_p")]),
        ("Анна\tМюллер\nОльга\tКим", [("Анна Мюллер", ""), ("Ольга Ким", "")]),
        ("Анна\tОльга", [("Анна", "")]),
        ("Анна Петрова\tЯндекс", [("Анна Петрова", "")]),
        ("Priya Patel, Xiang Li, Bob", [("Priya Patel", ""), ("Xiang Li", ""), ("Bob", "")]),
        ("Иван, Мария, Петр и ещё 5 человек", [("Иван", ""), ("Мария", ""), ("Петр", "")]),
        ("Anna, Bob and Carol", [("Anna", ""), ("Bob", ""), ("Carol", "")]),
        ("Анна и Борис", [("Анна", ""), ("Борис", "")]),
        ("Petrov, Ivan; Smith, John", [("Ivan Petrov", ""), ("John Smith", "")]),
        ("Анна, дизайнер; Борис, разработчик", [("Анна", ""), ("Борис", "")]),
        ("@anna_p @boris_i @vera", [("Anna P", "@anna_p"), ("Boris I", "@boris_i"), ("Vera", "@vera")]),
        ("Анна, Борис, Дима из Яндекса", [("Анна", ""), ("Борис", ""), ("Дима", "")]),
        ("Иван Петров, Сидоров, Кузнецов", [("Иван Петров", ""), ("Сидоров", ""), ("Кузнецов", "")]),
        ("Иван Петров, Саратов", [("Иван Петров", "")]),
        ("Анна Петрова, дизайнер, Борис", [("Анна Петрова", ""), ("Борис", "")]),
        ("Анна Петрова, Johnson & Johnson", [("Анна Петрова", "")]),
        ("Анна Петрова telegram: @anya_new", [("Анна Петрова", "@anya_new")]),
        ("Kate Moss: @katemoss\nКонтакты: @vera_k", [("Kate Moss", "@katemoss"), ("Vera K", "@vera_k")]),
        ("Спикеры — Анна Петрова, Борис Иванов", [("Анна Петрова", ""), ("Борис Иванов", "")]),
        ("Анна Петрова (организатор, Яндекс)", [("Анна Петрова", "")]),
        ("[22.11.2026 14:05] Nina Brown: hi all!", [("Nina Brown", "")]),
        ("Анна\nбыла недавно\nБорис\nв сети\nВера\nadmin", [("Анна", ""), ("Борис", ""), ("Вера", "")]),
    ],
)
def test_lists(text: str, people: list[tuple[str, str]] | None) -> None:
    found = [(one.name, " ".join(one.addresses)) for one in parse_list(text)]
    assert found == people if people is not None else len(found) == 1


@given(st.text(st.characters(codec=None), max_size=300) | st.text("аб@.,;<>()[]:-1 \n\t", max_size=120))
def test_no_text_breaks_it_and_nobody_comes_twice(text: str) -> None:
    found = parse_list(text)
    assert all(one.name.strip() for one in found)
    emails = [one for listed in found for one in listed.addresses]
    assert len(emails) == len(set(emails))
    assert all("@" in email and not email.isspace() for email in emails)


@given(st.permutations(["Имя", "Фамилия", "Почта", "Город"]), st.sampled_from("\t;,|"))
def test_a_heading_says_what_the_columns_are(order: list[str], separator: str) -> None:
    anna = {"Имя": "Рудольф", "Фамилия": "Мюллер", "Почта": "r@b.ru", "Город": "Омск"}
    text = f"{separator.join(order)}\n{separator.join(anna[name] for name in order)}"
    assert parse_list(text) == [Listed("Рудольф Мюллер", ("r@b.ru",))]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 30_000,
        "Имя;Почта\n" + '";' * 15_000,
        "a@" * 15_000,
        "a.@" * 10_000,
        "@" * 30_000,
        "@abc" * 7_500,
        "t.me/abcd" * 3_300,
        "t.me/" + "a" * 30_000,
        " — @abcd" * 3_700,
        "Анна и " * 4_000,
        " и ещё 5" * 3_700,
        "А, Б;" * 3_000,
        "[1" * 15_000,
        "был " * 7_500,
        "а @abcd, " * 3_300,
        "<" * 30_000,
        "a@b." * 7_000,
        "1. " * 9_000,
        "1" * 30_000 + "x",
        "(" * 30_000,
        " - " * 9_000,
        "а) " * 9_000,
        "&" * 30_000,
    ],
)
def test_long_nonsense_comes_to_an_end(text: str) -> None:
    """A pattern that tries every way through such a text would work for minutes: what counts is work, not the clock."""
    begun = time.process_time()
    parse_list(text)
    assert time.process_time() - begun < 20


@pytest.mark.parametrize(("text", "lines"), [
    ("Анна\n😀\nБорис 🎉\n\n---\n•\n❤️ 🎂\n1.\n", ["😀", "❤️ 🎂"]),
    ("", []),
    ("😀 Анна, 🎉", []),
])  # fmt: skip
def test_pictures_alone_are_nobody(text: str, lines: list[str]) -> None:
    assert left_out(text) == lines


LEFT_OUT = "Пропущено, имени здесь нет: 😀."


def test_a_picture_alone_is_said_to_be_left_out(client_of_owner: Client, owner: User, club: Community) -> None:
    answer = paste(client_of_owner, club, "Анна Петрова\n😀\nБорис Ильин")
    assert f"2 человека теперь в «Клуб». {LEFT_OUT}" in answer.content.decode()
    assert {*names(owner)} == {"Борис Ильин", "Анна Петрова"}
    address = reverse("communities:member_add")
    refused = client_of_owner.post(address, {"community": club.pk, "role": "participant", "pasted": "😀"})
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"pasted": [LEFT_OUT]}


MYSELF = "Ваше собственное имя пропущено."


@pytest.mark.parametrize("said", ["Ольга Орлова", "орлова ольга", "Кто-то Ещё <olga@example.org>"])
def test_my_own_name_in_a_list_becomes_nobody(client_of_owner: Client, owner: User, club: Community, said: str) -> None:
    User.objects.filter(pk=owner.pk).update(name="Ольга Орлова", email="olga@example.org")
    # Nearly my name: it is not asked about either.
    make_contact(owner=owner, name="Оля Орлова")
    answer = paste(client_of_owner, club, f"{said}\nИрина Ветрова\n😀")
    assert f"Ирина Ветрова теперь в «Клуб». {MYSELF} {LEFT_OUT}" in answer.content.decode()
    assert names(owner) == ["Ирина Ветрова"]
    assert Contact.objects.for_owner(owner).count() == 2
    address = reverse("communities:member_add")
    refused = client_of_owner.post(address, {"community": club.pk, "role": "participant", "pasted": said})
    assert (refused.status_code, refused.context["form"].errors) == (422, {"pasted": [MYSELF]})


def test_somebody_known_of_my_name_is_meant(client_of_owner: Client, owner: User, club: Community) -> None:
    User.objects.filter(pk=owner.pk).update(name="Ольга Орлова")
    make_contact(owner=owner, name="Ольга Орлова")
    assert MYSELF not in paste(client_of_owner, club, "Ольга Орлова").content.decode()
    assert names(owner) == ["Ольга Орлова"]


def test_who_comes_later_is_said_to_come(client_of_owner: Client, owner: User, club: Community) -> None:
    page = paste(client_of_owner, club, "Анна Петрова\nИгорь Белов", since="2126-01-15").content.decode()
    assert "2 человека придут в «Клуб» 15 января 2126." in page
    assert "Сейчас там нет никого из ваших знакомых." in page
    assert "Здесь пока никого" not in page
    advice = client_of_owner.get(reverse("communities:community_next", args=[club.pk])).content.decode()
    assert "Добавьте первых людей" not in advice
    Membership.objects.for_owner(owner).update(since=None, until="2020-01-01")
    advice = client_of_owner.get(reverse("communities:community_next", args=[club.pk])).content.decode()
    assert "Добавьте первых людей" in advice


def test_new_people_known_ones_and_those_who_are_there(client_of_owner: Client, owner: User, club: Community) -> None:
    anna = make_contact(owner=owner, name="Аня Смирнова")
    make_channel(contact=anna, kind="email", value="ANNA@example.org")
    lada = make_contact(owner=owner, name="Лада Зайцева")
    make_membership(contact=lada, community=club)
    answer = paste(client_of_owner, club, PASTED.replace("Анна Петрова <", "Аня <"), since="2026-01-05")
    assert "7 человек теперь в «Клуб»." in answer.content.decode()
    assert "1 человек уже был там." in answer.content.decode()
    # «Аня» is known by her address, and the other line is a person of her own.
    assert names(owner) == [
        "Лада Зайцева", "Аня Смирнова", "Игорь Сидоренко", "Тимур Марков", "Дмитрий Ковалёв", "анна петрова",
        "Igor Bely", "Олег Ёлкин",
    ]  # fmt: skip
    timur = Contact.objects.for_owner(owner).get(given_name="Тимур")
    assert [one.value for one in timur.channels.all()] == ["timur@example.org"]
    assert timur.met_on is None
    assert Channel.objects.for_owner(owner).filter(value_folded="anna@example.org").count() == 1
    again = paste(client_of_owner, club, PASTED.replace("Анна Петрова <", "Аня <"))
    assert "8 человек уже были там." in again.content.decode()
    assert len(names(owner)) == 8


def test_a_handle_finds_who_has_it_and_is_kept_of_the_others(
    client_of_owner: Client, owner: User, club: Community
) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    make_channel(contact=anna, kind="telegram", value="t.me/Anna_P")
    other = make_contact(owner=User.objects.create_user("other@example.org"), name="Вера Ким")
    make_channel(contact=other, kind="telegram", value="@vera_k")
    text = "Аня Петрова @anna_p anna@example.org\nВера Ким https://t.me/vera_k\n@igor_bely"
    said = paste(client_of_owner, club, text.replace("Аня", "Анна")).content.decode()
    assert names(owner) == ["Анна Петрова", "Вера Ким", "Igor Bely"]
    kept = Channel.objects.for_owner(owner).order_by("pk").values_list("contact__given_name", "kind", "value_folded")
    assert [*kept] == [
        ("Анна", "telegram", "anna_p"),
        ("Анна", "email", "anna@example.org"),
        ("Вера", "telegram", "vera_k"),
        ("Igor", "telegram", "igor_bely"),
    ]
    undo = re.search(r'action="([^"]*/many/[^"]*)"', said)
    assert undo
    client_of_owner.post(undo[1])
    assert [one.value_folded for one in Channel.objects.for_owner(owner)] == ["anna_p"]


def test_an_address_for_a_member_is_said_and_taken_back(client_of_owner: Client, owner: User, club: Community) -> None:
    boris = make_contact(owner=owner, name="Борис Иванов")
    make_membership(contact=boris, community=club)
    said = paste(client_of_owner, club, "Борис Иванов @boris_ivanov").content.decode()
    assert "1 человек уже был там. Новый адрес у 1 человека." in said
    assert [one.value for one in boris.channels.all()] == ["@boris_ivanov"]
    undo = re.search(r'action="([^"]*/many/[^"]*)"', said)
    assert undo
    client_of_owner.post(undo[1])
    assert not boris.channels.exists()
    assert names(owner) == ["Борис Иванов"]
    assert "Новый адрес" not in paste(client_of_owner, club, "Борис Иванов").content.decode()


def test_namesakes_of_a_list_are_asked_about_one_by_one(client_of_owner: Client, owner: User, club: Community) -> None:
    known = make_contact(owner=owner, name="Иван Сидоров")
    make_channel(contact=known, kind="telegram", value="@old_ivan")
    text = "Иван Сидоров @ivan1\nИван Сидоров @ivan2\nВера"
    page = paste(client_of_owner, club, text)
    assert names(owner) == []
    keys = re.findall(r'type="radio" name="(is:[^"]+)"', page.content.decode())
    first, second = dict.fromkeys(keys)
    assert (first, second) == ("is:иван сидоров @ivan1", "is:иван сидоров @ivan2")
    paste(client_of_owner, club, text, **{first: f"id:{known.pk}", second: "new"})
    assert names(owner) == ["Иван Сидоров", "Иван Сидоров", "Вера"]
    people = Contact.objects.for_owner(owner).filter(family_name="Сидоров").order_by("pk")
    assert [[one.value_folded for one in person.channels.order_by("pk")] for person in people] == [
        ["old_ivan", "ivan1"],
        ["ivan2"],
    ]


def test_two_lines_of_one_person_keep_both_addresses(client_of_owner: Client, owner: User, club: Community) -> None:
    known = make_contact(owner=owner, name="Иван Сидоров")
    text = "Иван Сидоров @ivan1\nИван Сидоров @ivan2"
    assert "is:иван сидоров @ivan1" in paste(client_of_owner, club, text).content.decode()
    answers = {f"is:иван сидоров @ivan{number}": f"id:{known.pk}" for number in (1, 2)}
    paste(client_of_owner, club, text, **answers)
    assert names(owner) == ["Иван Сидоров"]
    assert [one.value_folded for one in known.channels.order_by("pk")] == ["ivan1", "ivan2"]
    other = make_contact(owner=User.objects.create_user("other@example.org"), name="Иван Сидоров")
    answers = {f"is:иван сидоров @ivan{number}": f"id:{other.pk}" for number in (3, 4)}
    text = "Иван Сидоров @ivan3\nИван Сидоров @ivan4"
    assert "Такого человека нет" in paste(client_of_owner, club, text, **answers).content.decode()


def test_whoever_is_unclear_is_asked_about(client_of_owner: Client, owner: User, club: Community) -> None:
    boss = make_contact(owner=owner, name="Борис Ильин")
    make_channel(contact=boss, kind="email", value="boss@example.org")
    text = "Борис Ильин <other@example.org>\nЗинаида Кац <boss@example.org>\nВера"
    make_contact(owner=owner, name="Вера Климова")
    asked = paste(client_of_owner, club, text)
    assert asked.status_code == 422
    assert asked.content.decode().count("who-is-meant") == 3
    assert "Борис Ильин &lt;other@example.org&gt;" in asked.content.decode()
    assert "boss@example.org</span>" in asked.content.decode()
    # Another address may be another person: nobody is chosen for the user.
    chosen = re.findall(r'name="is:([^"]*)" value="([^"]*)" checked', asked.content.decode())
    assert {name for name, _answer in chosen} == {"зинаида кац", "вера"}
    assert not names(owner)
    answers = {"is:борис ильин": f"id:{boss.pk}", "is:зинаида кац": "new", "is:вера": "new"}
    paste(client_of_owner, club, text, **answers)
    assert names(owner) == ["Борис Ильин", "Зинаида Кац", "Вера"]
    assert {one.value for one in boss.channels.all()} == {"boss@example.org", "other@example.org"}
    assert not Channel.objects.for_owner(owner).filter(contact__given_name="Зинаида").exists()


def test_a_list_is_taken_back_with_one_press(client_of_owner: Client, owner: User, club: Community) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    said = paste(client_of_owner, club, "Анна Петрова <a@b.ru>\nАзбука\nБорис\nВера").content.decode()
    assert len(names(owner)) == 4
    boris = Contact.objects.get(given_name="Борис")
    make_interaction(owner=owner, contacts=[boris])
    Membership.objects.filter(contact__given_name="Вера").update(role="mentor", version=2)
    undo = re.search(r'action="([^"]*/many/[^"]*)"', said)
    assert undo
    client_of_owner.post(undo[1])
    # Somebody whom I talked to since stays, and so does a membership that was worked on, with its person.
    assert names(owner) == ["Вера"]
    left = {one.name for one in Contact.objects.for_owner(owner)}
    assert left == {"Анна Петрова", "Борис", "Вера"}
    assert not anna.channels.exists()
    trash = Contact.objects.trashed(owner).get()
    assert trash.name == "Азбука"
    assert client_of_owner.post(undo[1]).status_code == 404


def test_namesakes_with_an_address_each_are_two_people(client_of_owner: Client, owner: User, club: Community) -> None:
    paste(client_of_owner, club, "Анна Петрова <a@b.ru>\nАнна Петрова <c@d.ru>", people="Вера Климова, Анна Белова")
    assert sorted(names(owner)) == ["Анна Белова", "Анна Петрова", "Анна Петрова", "Вера Климова"]


@time_machine.travel("2026-11-20 12:00:00+03:00")
def test_who_only_came_with_a_list_asks_for_nothing_until_the_first_talk(client_of_owner: Client, owner: User) -> None:
    club = make_community(owner=owner, cadence_ideal=7, cadence_at_most=14)
    with time_machine.travel("2026-06-01 12:00:00+03:00"):
        client_of_owner.force_login(owner)
        paste(client_of_owner, club, "Анна Петрова\nБорис Ильин")
    today = date(2026, 11, 20)
    assert due_people(owner, today) == []
    anna = Contact.objects.for_owner(owner).get(given_name="Анна")
    make_interaction(owner=owner, contacts=[anna], day=date(2026, 11, 1))
    assert [one.person for one in due_people(owner, today)] == [anna]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"pasted": "   "}, "people"),
        ({"pasted": "id:999999"}, "pasted"),
        ({"pasted": "\n".join(f"Имя{n} Фамилия" for n in range(301))}, "pasted"),
        ({"pasted": "я" * 30_001}, "pasted"),
        ({"pasted": "Анна Петрова", "since": "2026-05-01", "until": "2026-04-01"}, "until"),
        ({"pasted": "Анна Петрова", "community": "999999"}, "community"),
    ],
)
def test_what_makes_no_sense_is_refused(
    client_of_owner: Client, owner: User, club: Community, wrong: dict[str, Any], field: str
) -> None:
    answer = paste(
        client_of_owner, club, **{"text": "", **{("text" if k == "pasted" else k): v for k, v in wrong.items()}}
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not Contact.objects.for_owner(owner).exists()


def test_a_strangers_people_are_unknown(client_of_owner: Client, owner: User, stranger: User, club: Community) -> None:
    theirs = make_contact(owner=stranger, name="Анна Петрова")
    make_channel(contact=theirs, kind="email", value="anna@example.org")
    paste(client_of_owner, club, "Анна Петрова <anna@example.org>")
    [row] = Membership.objects.for_owner(owner).select_related("contact")
    assert row.contact.owner == owner
    assert paste(client_of_owner, club, f"id:{theirs.pk}").status_code == 422


def test_three_hundred_people_in_a_bounded_number_of_queries(
    client_of_owner: Client, owner: User, club: Community, django_assert_max_num_queries: Any
) -> None:
    text = "\n".join(f"{n}. Имя{n} Фамилия{n} <p{n}@example.org>" for n in range(300))
    given = {"community": club.pk, "role": "participant", "people": "", "pasted": text}
    with django_assert_max_num_queries(60):
        client_of_owner.post(reverse(ADD), given)
    assert len(names(owner)) == 300
