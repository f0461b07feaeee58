"""A table of somebody's own: the guess, another choice for each column, and what the import remembers of it."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contacts.models import Contact
from networking.accounts.models import User
from networking.exchange.actions.sheets import sheet_of
from networking.exchange.formats import recognise
from networking.exchange.formats.addresses import split_name
from networking.exchange.formats.problems import Unreadable
from networking.exchange.models import ImportBatch, ImportRow

pytestmark = pytest.mark.django_db
ODD = (
    "Кто;Моб;Мыло;Где;Когда виделись\n"
    "Пётр Петров;+7 916 000 11 22;petr@example.ru;Ромашка;03.01.2020\n"
    ";;;Василёк;\n"
    "Анна Ёлкина;+7 916 000 11 23;;;\n"
)


def uploaded(client: Client, text: str) -> str:
    """The address to which an upload leads."""
    file = SimpleUploadedFile("table.txt", text.encode())
    return client.post(reverse("exchange:imports"), {"file": file}).headers.get("Location", "")


def columns_of(batch: ImportBatch) -> str:
    return reverse("exchange:batch_columns", args=[batch.pk])


def said(*fields: str) -> dict[str, str]:
    return {f"column_{place}": field for place, field in enumerate(fields)}


def test_columns_with_names_of_ones_own_are_guessed_by_what_they_hold() -> None:
    reading = recognise.read(io.BytesIO(ODD.encode()))
    assert reading.table
    assert reading.table.fields == ["full_name", "phone", "email", "", ""]
    assert [one.name for one in reading.people] == ["Пётр Петров", "Анна Ёлкина"]


def test_a_column_of_names_is_found_beside_known_addresses() -> None:
    reading = recognise.read(io.BytesIO("Кого;Почта\nПётр Петров;petr@example.ru\n".encode()))
    assert [one.name for one in reading.people] == ["Пётр Петров"]


def test_columns_that_fill_nothing_are_named_beside_the_people(client_of_owner: Client) -> None:
    page = client_of_owner.get(uploaded(client_of_owner, ODD)).content.decode()
    assert "Где, Когда виделись" in page


def test_a_table_without_names_of_columns_loses_nobody() -> None:
    reading = recognise.read(io.BytesIO(b"Anna Ash,anna@example.com\nBoris Birch,boris@example.com\n"))
    assert [one.name for one in reading.people] == ["Anna Ash", "Boris Birch"]


@pytest.mark.parametrize("text", ["just some words\n", "Dear all,\nthis, that and other words.\nBye\n", "a;a\nb;b\n"])
def test_a_text_is_no_table(text: str) -> None:
    with pytest.raises(Unreadable):
        recognise.read(io.BytesIO(text.encode()))


def test_other_columns_read_the_same_table_anew_and_are_remembered(client_of_owner: Client, owner: User) -> None:
    address = uploaded(client_of_owner, ODD)
    batch = ImportBatch.objects.get()
    assert address == batch.get_absolute_url()
    assert columns_of(batch) in client_of_owner.get(address).content.decode()
    page = client_of_owner.get(columns_of(batch)).content.decode()
    assert "Когда виделись" in page
    assert "Ромашка · Василёк" in page
    answer = client_of_owner.post(columns_of(batch), said("full_name", "phone", "email", "company", "met_on"))
    assert answer.headers["Location"] == address
    batch.refresh_from_db()
    table = sheet_of(batch)
    assert table
    assert table.fields == ["full_name", "phone", "email", "company", "met_on"]
    assert [(one.name, one.person.get("company"), one.person.get("met_on")) for one in batch.rows.all()] == [
        ("Пётр Петров", "Ромашка", "2020-01-03"),
        ("Анна Ёлкина", None, None),
    ]
    assert [(kind, line) for kind, line, *_rest in batch.problems] == [("no_name", 3)]
    assert not Contact.objects.exists()
    client_of_owner.post(reverse("exchange:batch_run", args=[batch.pk]))
    assert {one.company for one in Contact.objects.for_owner(owner)} == {"Ромашка", ""}
    assert client_of_owner.get(columns_of(batch)).headers["Location"] == address


def test_a_table_in_which_nobody_was_found_asks_for_its_columns_first(client_of_owner: Client) -> None:
    address = uploaded(client_of_owner, "Wer;Wo\nPetrow;Ulm\nElkina;Bonn\n")
    batch = ImportBatch.objects.get()
    assert address == columns_of(batch)
    assert (batch.rows_count, [one[0] for one in batch.problems]) == (0, ["no_column"])
    client_of_owner.post(address, said("family_name", "city"))
    batch.refresh_from_db()
    assert (batch.rows_count, batch.problems) == (2, [])
    assert [(one.name, one.person["city"]) for one in batch.rows.all()] == [("Petrow", "Ulm"), ("Elkina", "Bonn")]


def test_columns_that_cannot_be_are_said_beside_their_fields(client_of_owner: Client) -> None:
    uploaded(client_of_owner, ODD)
    batch = ImportBatch.objects.get()
    answer = client_of_owner.post(columns_of(batch), said("", "", "", "company", "city"))
    assert answer.status_code == 422
    assert [*answer.context["form"].errors] == ["column_0"]
    answer = client_of_owner.post(columns_of(batch), said("full_name", "phone", "email", "company", "company"))
    assert [*answer.context["form"].errors] == ["column_4"]
    assert "Где" in answer.context["form"].errors["column_4"][0]
    assert batch.rows.count() == 2


def test_a_long_table_is_kept_whole(client_of_owner: Client) -> None:
    lines = "".join(f"Name{n:04d};Town{n}\n" for n in range(1200))
    address = uploaded(client_of_owner, "Wer;Wo\n" + lines)
    client_of_owner.post(address, said("family_name", "city"))
    batch = ImportBatch.objects.get()
    assert (batch.rows_count, batch.rows.count()) == (1200, 1200)
    assert batch.rows.get(place=1199).person["city"] == "Town1199"
    assert ImportRow.every.filter(batch=batch).count() == 1200 + 4


def test_other_files_have_no_columns(client_of_owner: Client) -> None:
    uploaded(client_of_owner, "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Ash\nEND:VCARD\n")
    batch = ImportBatch.objects.get()
    assert client_of_owner.get(columns_of(batch)).headers["Location"] == batch.get_absolute_url()


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("Громов Иван", ("Иван", "", "Громов")),
        ("Иван Громов", ("Иван", "", "Громов")),
        ("Jane Alexander", ("Jane", "", "Alexander")),
        ("Петрова Анна Сергеевна", ("Анна", "Сергеевна", "Петрова")),
        ("Мадонна", ("Мадонна", "", "")),
    ],
)
def test_a_name_in_one_line_falls_into_its_parts(said: str, parts: tuple[str, str, str]) -> None:
    assert split_name(said) == parts
