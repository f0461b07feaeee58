"""Who is found by what people type: one network, a table of queries, the same on every database."""

from __future__ import annotations

import unicodedata

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.finding import people as searching
from contacts.finding.among import active_of
from contacts.finding.layout import other_layout
from contacts.finding.people import Found, Why, find
from contacts.finding.short_names import meant_names, pairs
from contacts.finding.sound import sound
from contacts.models import Contact, Interaction, Participant
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_channel, make_contact, make_interaction, make_tag

ANNA, INNA, PETR, MARIA = "Анна Петрова", "Инна Иванова", "Пётр Соловьёв", "Мария Ковалёва"
MARINA, SASHA, ALEXANDRA, IVAN = "Марина Зайцева", "Александр Кузнецов", "Александра Белая", "Иван Толстой"
YULIA, SERGEY, ALEXEY, NIKITA = "Юлия Щербакова", "Сергей Хрущёв", "Алексей Быков", "Никита Михайлов"
JOHN, LATIN, SHURA, DIMA = "John Smith", "Petr Novak", "Шура Каретный", "Дмитрий Чайковский"
ZHENYA, NASTYA, KATYA, LYOSHA = "Евгений Онегин", "Анастасия Рыжова", "Екатерина Цветаева", "Лёша Попов"
PAVEL, LEV, ILYA, VALYA = "Павел Жуков", "Лев Шварц", "Илья Эренбург", "Валентина Юдина"
MISHA, KSENIA, DOUBLE, GEORGY = "Михаил Яхонтов", "Ксения Орлова", "Ольга Семёнова-Тян", "Георгий Дзюба"

PAIRS = [
    # as it is written: beginnings, order, case, ё, forms of Unicode
    ("анна", ANNA), ("АННА ПЕТР", ANNA), ("петрова анна", ANNA), ("  анна   петрова ", ANNA),
    ("петр", PETR), ("Пётр", PETR), ("соловьев", PETR), ("СОЛОВЬЁВ", PETR), ("ковалева", MARIA), ("тян", DOUBLE),
    (unicodedata.normalize("NFD", "Сергей"), SERGEY), (unicodedata.normalize("NFD", "Пётр"), PETR),
    ("николаевна", ANNA), ("нюта", ANNA),
    # the other layout of the keyboard
    ("bdfy", IVAN), ("fyyf", ANNA), ("Gtnhjdf", ANNA), ("шмфт", IVAN), ("огдшф", YULIA), ("'hty,ehu", ILYA),
    ("cjkjdm`d", PETR), ("fyyf gtnhjdf", ANNA), ("Анна gtnhjdf", ANNA), ("сщрт", None), ("ыьшер", JOHN),
    # the other alphabet
    ("Ivan", IVAN), ("Petr", PETR), ("Pyotr", PETR), ("Пётр", LATIN), ("петр новак", LATIN), ("Yulia", YULIA),
    ("Julia", YULIA), ("Iuliia", YULIA), ("Yuliya", YULIA), ("Sergey", SERGEY), ("Sergei", SERGEY),
    ("Sergej", SERGEY), ("Alexey", ALEXEY), ("Aleksei", ALEXEY), ("Alexei Bykov", ALEXEY), ("Khrushchev", SERGEY),
    ("Hruschev", SERGEY), ("Khrushchov", SERGEY), ("Shcherbakova", YULIA), ("Scherbakova", YULIA),
    ("Kuznetsov", SASHA), ("Kuznecov", SASHA), ("Solovyov", PETR), ("Soloviev", PETR), ("Tsvetaeva", KATYA),
    ("Chaykovsky", DIMA), ("Tchaikovsky", DIMA), ("Ekaterina", KATYA), ("Yekaterina", KATYA), ("Ksenia", KSENIA),
    ("Xenia", KSENIA), ("Kseniya", KSENIA), ("Dmitry", DIMA), ("Dmitrii", DIMA), ("Georgiy", GEORGY),
    ("Zhukov", PAVEL), ("смит", JOHN),
    # short names, both ways, beginnings of them, in Latin, in other cases
    ("Саша", SASHA), ("Саша", ALEXANDRA), ("саша куз", SASHA), ("Женя", ZHENYA), ("Валя", VALYA), ("Настя", NASTYA),
    ("Дима", DIMA), ("Миша", MISHA), ("Катя", KATYA), ("Маша", MARIA), ("Лёша", ALEXEY), ("леша", ALEXEY),
    ("Алексей Попов", LYOSHA), ("Александр Каретный", SHURA), ("Саша Каретный", SHURA), ("Паша", PAVEL),
    ("Аня", ANNA), ("Юля", YULIA), ("Серёжа", SERGEY), ("Ваня", IVAN), ("Гоша", GEORGY), ("Жора", GEORGY),
    ("Ксюша", KSENIA), ("Лёва", LEV), ("Илюша", ILYA), ("Петя", PETR), ("кать", KATYA), ("Sasha", SASHA),
    ("Misha", MISHA), ("Саше", SASHA), ("Катей", KATYA), ("Alexander", SASHA), ("Michael", MISHA), ("Катю", KATYA),
    # cases
    ("Анны", ANNA), ("Анне", ANNA), ("Анной Петровой", ANNA), ("Петровой", ANNA), ("Петрову", ANNA),
    ("Марии", MARIA), ("Марию Ковалёву", MARIA), ("Сергея", SERGEY), ("Сергею", SERGEY), ("Павла", PAVEL),
    ("Павлу Жукову", PAVEL), ("Льва", LEV), ("Ильи", ILYA), ("Петра", PETR), ("Алексеем", ALEXEY),
    ("Толстого", IVAN), ("Чайковскому", DIMA), ("Кузнецовым", SASHA), ("Белой", ALEXANDRA), ("Юлией", YULIA),
    # one slip of the finger
    ("Хрущов", SERGEY), ("Кузнецв", SASHA), ("Кузненцов", SASHA), ("Кузенцов", SASHA), ("Пертова", ANNA),
    ("Анна Питрова", ANNA), ("Чайковсий", DIMA), ("Щербокова", YULIA), ("Ековалёва", MARIA), ("Kuznetsof", SASHA),
    ("Цветаевв", KATYA), ("Михаилл", MISHA),
    # work, place, channels, tags
    ("яндекс", ANNA), ("Yandex", ANNA), ("zyltrc", ANNA), ("яндекса", ANNA), ("анна яндекс", ANNA),
    ("дизайнеру", INNA), ("казань", INNA), ("в казани", None), ("@anna_p", ANNA), ("anna_p", ANNA),
    ("916 000-11-22", PETR), ("8 (916) 000-11-22", PETR), ("+79160001122", PETR), ("novak@example", LATIN),
    ("лекторы", MARINA), ("лектор", MARINA),
    # notes
    ("шахматы", ILYA), ("шахматами", ILYA), ("линтеры", LEV), ("мериносами", LEV), ("лев линтер", LEV),
]  # fmt: skip
NOT = [
    ("анна", INNA), ("инна", ANNA), ("Анне", INNA), ("Инне", ANNA), ("Саша", PAVEL), ("Мария", MARINA),
    ("Марии", MARINA), ("Марина", MARIA), ("Илья", YULIA), ("Дима", MARIA), ("Лев", ALEXEY), ("Катя", KSENIA),
    ("Ян", IVAN), ("Паша", SASHA), ("Михаил", NIKITA), ("Анна Иванова", ANNA), ("Анна Иванова", INNA),
    ("Yulia", ILYA), ("нна", ANNA), ("петр иванов", PETR), ("шахматы", LEV),
]  # fmt: skip


@pytest.fixture
def network(owner: User, stranger: User) -> dict[str, Contact]:
    more: dict[str, dict[str, str]] = {
        ANNA: {"patronymic": "Николаевна", "nickname": "Нюта", "company": "Яндекс"},
        INNA: {"position": "Дизайнер", "city": "Казань"},
        ILYA: {"about": "Любит шахматы и походы."},
    }
    everybody = (
        ANNA, INNA, PETR, MARIA, MARINA, SASHA, ALEXANDRA, IVAN, YULIA, SERGEY, ALEXEY, NIKITA, JOHN, LATIN, SHURA,
        DIMA, ZHENYA, NASTYA, KATYA, LYOSHA, PAVEL, LEV, ILYA, VALYA, MISHA, KSENIA, DOUBLE, GEORGY,
    )  # fmt: skip
    people = {name: make_contact(owner=owner, name=name, **more.get(name, {})) for name in everybody}
    make_channel(contact=people[ANNA], value="@anna_p")
    make_channel(contact=people[PETR], value="+7 916 000-11-22", kind="phone")
    make_channel(contact=people[LATIN], value="novak@example.org", kind="email")
    people[MARINA].tags.add(make_tag(owner=owner, name="лекторы"))
    talk = make_interaction(owner=owner, contacts=[people[LEV]], note="Пишет линтеры")
    talk.participants.update(own_note="разводит мериносов")
    for row in talk.participants.all():
        row.save()
    make_contact(owner=stranger, name="Анна Чужая", about="шахматы")
    return people


def found_for(owner: User, query: str, *, notes: bool = True) -> list[Found]:
    return find(active_of(owner), query, limit=20, notes=notes)


def names_for(owner: User, query: str) -> list[str]:
    return [one.contact.name for one in found_for(owner, query)]


@pytest.mark.django_db
def test_people_are_found_as_people_type(owner: User, network: dict[str, Contact]) -> None:
    assert len([1 for _query, name in PAIRS if name]) >= 60
    missed = [
        (query, name, names_for(owner, query)) for query, name in PAIRS if name not in [*names_for(owner, query), None]
    ]
    assert not missed
    nobody = [(query, names_for(owner, query)) for query, name in PAIRS if name is None and names_for(owner, query)]
    assert not nobody


@pytest.mark.django_db
def test_a_search_whose_sql_was_made_for_another_finds_the_same(owner: User, network: dict[str, Contact]) -> None:
    """Each search after all others, and each as if it were the first."""
    asked = [query for query, _name in PAIRS]
    after_others = [found_for(owner, query) for _round in range(2) for query in asked][len(asked) :]
    for query, found in zip(asked, after_others, strict=True):
        searching._people._made.cache_clear()
        assert found_for(owner, query) == found, query


@pytest.mark.django_db
def test_nobody_else_is_found(owner: User, network: dict[str, Contact]) -> None:
    assert not [(query, name) for query, name in NOT if name in names_for(owner, query)]


def test_a_guess_says_that_it_is_one(client_of_owner: Client, owner: User, network: dict[str, Contact]) -> None:
    assert {one.why for one in found_for(owner, "Кузенцов")} == {Why.TYPO}
    assert not [one for one in found_for(owner, "кузнецов") if one.maybe]
    page = client_of_owner.get(reverse("contacts:list"), {"q": "Кузенцов"}).content.decode()
    assert "Возможно, вы искали" in page
    told = client_of_owner.get(reverse("contacts:suggest"), {"q": "Кузенцов"}).json()["results"]
    assert [one["note"] for one in told] == ["может быть"]


def test_names_come_before_work_and_work_before_notes(owner: User) -> None:
    notes = make_contact(owner=owner, name="Аврора Ветрова", about="Знает всех в Казани.")
    work = make_contact(owner=owner, name="Белла Белова", company="Казань-Софт")
    longer = make_contact(owner=owner, name="Вадим Казаньков")
    whole = make_contact(owner=owner, name="Яков Казань")
    found = [(one.contact, one.why) for one in found_for(owner, "Казань")]
    expected = [(whole, Why.WHOLE_NAME), (longer, Why.NAME), (work, Why.WORK), (notes, Why.NOTES)]
    assert found == expected
    assert [one.contact for one in found_for(owner, "Казань", notes=False)] == [whole, longer, work]


def test_notes_are_told_apart_on_the_list(client_of_owner: Client, network: dict[str, Contact]) -> None:
    page = client_of_owner.get(reverse("contacts:list"), {"q": "мериносы"}).content.decode()
    assert "Лев Шварц" in page
    assert "найдено — " in page
    assert "<mark>мериносы</mark>" in page or "<mark>меринос" in page
    assert not client_of_owner.get(reverse("contacts:suggest"), {"q": "мериносы"}).json()["results"]


def test_what_search_reads_follows_every_edit(owner: User) -> None:
    person = make_contact(owner=owner, name="Ада Байрон", about="паровые машины")
    talk = make_interaction(owner=owner, contacts=[person], note="про ткани")
    person.about, talk.note = "вышивка", "про кружева"
    person.save(update_fields=["about"])
    talk.save(update_fields=["note"])
    part = talk.participants.get()
    part.own_note = "любит лошадей"
    Participant.objects.bulk_update([part], ["own_note"])
    assert [names_for(owner, word) for word in ("машины", "ткани")] == [[], []]
    assert [names_for(owner, word) for word in ("вышивкой", "кружево", "лошади")] == [["Ада Байрон"]] * 3
    talk.throw_away()
    assert names_for(owner, "лошади") == []
    assert Interaction.objects.trashed(owner).count() == 1


def test_trashed_and_strangers_people_are_not_found(owner: User, stranger: User) -> None:
    gone, theirs = make_contact(owner=owner, name="Ада Байрон"), make_contact(owner=stranger, name="Ада Чужая")
    make_interaction(owner=stranger, contacts=[theirs], note="кружева")
    gone.throw_away()
    assert [names_for(owner, query) for query in ("ада", "ада байрон", "кружева", "байрн", "байронн")] == [[]] * 5


def test_more_than_a_page_is_found_page_by_page(client_of_owner: Client, owner: User) -> None:
    for number in range(60):
        make_contact(owner=owner, name=f"Анна Имя{number:02}")
    first = client_of_owner.get(reverse("contacts:list"), {"q": "анна"})
    assert "from=50" in first.content.decode()
    second = client_of_owner.get(reverse("contacts:list"), {"q": "анна", "from": "50"})
    names = [one.name for page in (first, second) for one in page.context["people"]]
    assert names == [f"Анна Имя{number:02}" for number in range(60)]


@pytest.mark.parametrize("query", ["анна", "Кузенцов", "bdfy", "шахматы", "никого здесь нет", "916 000"])
def test_a_search_asks_a_bounded_number_of_queries(
    client_of_owner: Client, network: dict[str, Contact], query: str
) -> None:
    assert queries_of(client_of_owner, f"{reverse('contacts:list')}?q={query}") <= 10
    assert queries_of(client_of_owner, f"{reverse('contacts:suggest')}?q={query}") <= 7


@settings(max_examples=150, deadline=None, suppress_health_check=[*HealthCheck])
@given(query=st.one_of(st.text(max_size=40), st.text("анпетр'`j ёй.,-@+#%_\\0189 ()", max_size=30)))
def test_nothing_that_is_typed_raises(owner: User, query: str) -> None:
    if not Contact.objects.for_owner(owner).exists():
        make_contact(owner=owner, name="Анна Петрова", nickname="J'ai", about="100 % шерсти_")
    found_for(owner, query)


@settings(max_examples=150, deadline=None)
@given(text=st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", max_size=20))
def test_turning_the_layout_twice_changes_nothing(text: str) -> None:
    assert other_layout(other_layout(text)) in (text, "")


def test_the_table_of_short_names_is_rich_and_of_both_genders() -> None:
    assert pairs() >= 120
    assert {sound("александр"), sound("александра")} <= set(meant_names("саша"))
    assert {sound("евгений"), sound("евгения")} <= set(meant_names("женя"))
