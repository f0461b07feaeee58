"""What stands in files of real programs, field by field, as a person reads them."""

from __future__ import annotations

from datetime import date

import pytest

from networking.exchange.formats import recognise
from networking.exchange.formats.rows import Address, Day, Person, Reading
from tests.exchange.places import SAMPLES

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the project")


def read(name: str) -> Reading:
    with (SAMPLES / name).open("rb") as file:
        return recognise.read(file)


def said(person: Person) -> dict[str, object]:
    """All that is filled, but for where it stood."""
    names = [name for name in Person.__slots__ if name not in ("raw", "line", "photo")]
    return {name: getattr(person, name) for name in names if getattr(person, name)}


def test_android() -> None:
    [person] = read("vcard/android21-qp-utf8.vcf").people
    assert said(person) == {
        "given_name": "Пётр",
        "family_name": "Иванов",
        "nickname": "Petya",
        "company": "ООО «Ромашка»",
        "note": "первая\nвторая",
        "channels": [
            Address("phone", "+79160000001", "mobile"),
            Address("phone", "84950000002", "work", preferred=True),
            Address("email", "petr@example.com", "home"),
        ],
    }


def test_iphone() -> None:
    [person] = read("vcard/iphone30-ru.vcf").people
    assert said(person) == {
        "given_name": "Пётр",
        "patronymic": "Сергеевич",
        "family_name": "Иванов",
        "company": "ООО «Ромашка»",
        "note": "строка1\nстрока2; ещё, да",
        "channels": [Address("telegram", "https://t.me/petr_example", "Telegram")],
        "dates": [Day("other", 1, 1, 2020, "Anniversary"), Day("birthday", 4, 12)],
        "tags": ["друзья", "работа, ИТ"],
    }


def test_iphone_with_doubled_returns() -> None:
    [person] = read("vcard/John_Doe_IPHONE.vcf").people
    assert (person.given_name, person.patronymic, person.family_name) == ("John", "Richter James", "Doe")
    assert (person.company, person.department, person.position) == ("IBM", "Accounting", "Money Counter")
    assert (person.nickname, person.city) == ("Johny", "New York")
    assert person.channels == [
        Address("email", "john.doe@ibm.com", preferred=True),
        Address("phone", "905-555-1234", "mobile", preferred=True),
        Address("phone", "905-666-1234", "home"),
        Address("phone", "905-777-1234", "work"),
        Address("other", "905-888-1234", "fax"),
        Address("other", "905-999-1234", "fax"),
        Address("other", "905-111-1234", "pager"),
        Address("phone", "905-222-1234", "AssistantPhone"),
        Address("website", "http://www.ibm.com", "HomePage"),
    ]
    assert person.dates == [Day("birthday", 6, 6, 2012)]
    assert person.photo[:2] == b"\xff\xd8"


def test_evolution_and_gmail() -> None:
    [one] = read("vcard/John_Doe_EVOLUTION.vcf").people
    assert (one.given_name, one.patronymic, one.family_name) == ("John", "Richter, James", "Doe")
    assert (one.company, one.department, one.city, one.tags) == ("IBM", "Accounting, Dungeon", "Albaney", ["VIP"])
    assert one.dates == [Day("birthday", 3, 22, 1980), Day("other", 3, 22, 1980, "Anniversary")]
    assert one.source_id == "477343c8e6bf375a9bac1f96a5000837"
    assert Address("other", "johnny5@aol.com", "Aim") in one.channels
    [one] = read("vcard/John_Doe_GMAIL.vcf").people
    assert one.dates == [Day("birthday", 3, 22, 1980), Day("other", 3, 1, 1975, "Anniversary")]
    assert Address("website", "http://www.ibm.com") in one.channels
    assert one.note.endswith("POSSIBILITY OF SUCH DAMAGE.\nFavotire Color: Blue")


def test_the_examples_of_the_standards() -> None:
    one, two = read("vcard/rfc2426-example.vcf").people
    assert (one.given_name, one.family_name, one.company) == ("Frank", "Dawson", "Lotus Development Corporation")
    assert (one.city, two.city) == ("Raleigh", "Mountain View")
    [one] = read("vcard/rfc6350-example.vcf").people
    assert (one.given_name, one.family_name, one.city) == ("Simon", "Perreault", "Quebec")
    assert one.dates == [Day("birthday", 2, 3), Day("other", 8, 8, 2009, "Anniversary")]
    assert one.channels[0] == Address("phone", "+1-418-656-9254 ext. 102", "work", preferred=True)


def test_encodings_of_cards() -> None:
    reading = read("vcard/nokia21-qp-cp1251.vcf")
    assert reading.encoding == "windows-1251"
    assert (reading.people[0].given_name, reading.people[0].family_name) == ("Пётр", "Иванов")
    reading = read("vcard/utf8-bom.vcf")
    assert reading.encoding == "UTF-8 (BOM)"
    assert (reading.people[0].given_name, reading.people[0].family_name) == ("Пётр", "Иванов")
    assert [(one.family_name, one.line) for one in read("vcard/two-cards-lf-blank-lines.vcf").people] == [
        ("А", 1),
        ("Б", 9),
    ]


def test_a_group_is_a_tag_of_its_members() -> None:
    [person] = read("vcard/v40-ru.vcf").people
    assert said(person) == {
        "given_name": "Пётр",
        "patronymic": "Сергеевич",
        "family_name": "Иванов",
        "city": "Москва",
        "channels": [
            Address("phone", "+7-916-000-00-01 ext. 12", "mobile", preferred=True),
            Address("email", "petr@example.com", preferred=True),
        ],
        "dates": [Day("birthday", 4, 12), Day("other", 1, 1, 2020, "Anniversary")],
        "tags": ["Митап"],
        "source_id": "urn:uuid:3fa85f64-5717-4562-b3fc-2c963f66afa6",
    }
    assert person.photo == b"\x89PNG\r\n\x1a\n"


def test_google_of_2024() -> None:
    reading = read("csv/google-new-2024.csv")
    assert said(reading.people[0]) == {
        "given_name": "Анна",
        "family_name": "Ёлкина",
        "company": "Example, Inc.",
        "position": "CTO",
        "channels": [
            Address("email", "anna@example.com", "work"),
            Address("phone", "+7 (495) 000‑00‑04", "mobile"),
            Address("telegram", "https://t.me/example_anna"),
        ],
        "dates": [Day("birthday", 5, 7, 1990), Day("other", 1, 1, 2020, "Anniversary")],
        "tags": ["Конференции"],
    }
    assert [(one.trouble, one.line) for one in reading.problems] == [("no_name", 3)]


def test_google_of_old() -> None:
    reading = read("csv/google-old.csv")
    one, two = reading.people
    assert said(one) == {
        "given_name": "Пётр",
        "patronymic": "Сергеевич",
        "family_name": "Иванов",
        "company": "ООО «Ромашка»",
        "position": "Тимлид",
        "note": "познакомились на митапе\nвторая строка",
        "channels": [
            Address("email", "petr@example.com", "home"),
            Address("email", "p.ivanov@example.org", "home"),
            Address("phone", "8 (916) 000-00-01", "mobile"),
            Address("phone", "+7 916 000-00-02", "mobile"),
        ],
        "dates": [Day("birthday", 4, 12)],
        "tags": ["Друзья"],
    }
    assert (two.name, two.line) == ("+79160000003", 4)


@pytest.mark.parametrize("name", ["linkedin-connections.csv", "linkedin-connections-quoted-notes.csv"])
def test_linkedin(name: str) -> None:
    reading = read(f"csv/{name}")
    assert (reading.format, reading.problems) == ("linkedin", [])
    assert [(one.name, one.company, one.position, one.met_on, one.line) for one in reading.people] == [
        ("Анна Ёлкина", "Example, Inc.", 'Руководитель разработки, "Платформа"', date(2026, 9, 28), 5),
        ("Ivan Petrov", "Globex", "Engineer", date(2019, 1, 3), 6),
        ("Neha", "", "", date(2022, 2, 7), 8),
    ]
    assert reading.people[1].channels == [
        Address("linkedin", "https://www.linkedin.com/in/IvanPetrovExample/"),
        Address("email", "ivan@example.com"),
    ]


def test_outlook() -> None:
    [person] = read("csv/outlook-en.csv").people
    assert said(person) == {
        "given_name": "Linus",
        "family_name": "Example",
        "company": "Kernel Inc",
        "position": "Maintainer",
        "channels": [Address("email", "linus@example.com"), Address("phone", "+358 40 000 0003", "mobile")],
        "dates": [Day("birthday", 12, 28, 1969)],
        "tags": ["Friends", "Open source"],
    }
    reading = read("csv/outlook-ru-cp1251.csv")
    assert (reading.encoding, reading.problems) == ("windows-1251", [])
    assert said(reading.people[0]) == {
        "given_name": "Пётр",
        "patronymic": "Сергеевич",
        "family_name": "Иванов",
        "company": "ООО «Ромашка»",
        "channels": [Address("phone", "8-916-000-00-01", "mobile"), Address("email", "petr@example.com")],
    }


def test_telegram() -> None:
    reading = read("telegram/full/result.json")
    assert [said(one) for one in reading.people] == [
        {
            "given_name": "Пётр",
            "family_name": "Иванов",
            "channels": [Address("phone", "+7 916 000 0002")],
            "talks": [date(2024, 11, 14), date(2024, 11, 15)],
            "source_id": "tg:100000002",
        },
        {
            "given_name": "Без аккаунта",
            "channels": [Address("phone", "+491700000000")],
            "source_id": "tg:00491700000000",
        },
    ]
    [one] = read("telegram/single-chat/result.json").people
    assert (one.name, one.talks) == ("Пётр Иванов", [date(2024, 11, 14), date(2024, 11, 15)])
