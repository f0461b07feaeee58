"""The catalogue as a CSV file: read as spreadsheets save it, shown first, brought in whole or not at all."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from communities.actions.catalogue import load_catalogue
from communities.actions.catalogue_merging import merge
from communities.actions.catalogue_table import plan
from communities.models import CatalogueChange, CatalogueEntry, Kind, kinds_of
from communities.models.kinds import Family
from communities.tables.cells import bare, harmless
from communities.tables.entries import COLUMNS, column_of, read_row, write_table
from communities.tables.reading import Unreadable, read_table
from contacts.text import clean_name, clean_text
from tests.communities.test_catalogue_admin import ENTRY, made
from tests.factories import make_user

TABLE = "slug;name;kind;city;channels\nclub;Клуб;sig;Казань;telegram: @club\nnew;Новый;Географическая группа;Омск;\n"


@pytest.fixture
def desk(db: None) -> Client:
    client = Client()
    client.force_login(make_user(email="admin@example.org", is_staff=True, is_superuser=True))
    return client


def upload(client: Client, content: bytes) -> Any:
    return client.post(reverse(f"{ENTRY}table_in"), {"file": SimpleUploadedFile("entries.csv", content)})


def apply(client: Client, preview: Any) -> Any:
    return client.post(reverse(f"{ENTRY}table_apply"), {"kept": preview.context["kept"]}, follow=True)


def states() -> dict[str, Any]:
    return {one.slug: one.state() for one in CatalogueEntry.objects.prefetch_related("channels")}


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter"),
    [
        (TABLE.encode(), "utf-8", ";"),
        (TABLE.encode("utf-8-sig"), "utf-8", ";"),
        (TABLE.encode("cp1251"), "windows-1251", ";"),
        (TABLE.encode("utf-16"), "utf-16", ";"),
        (TABLE.replace(";", ",").encode(), "utf-8", ","),
        (TABLE.replace(";", "\t").encode("cp1251"), "windows-1251", "\t"),
        (f"sep=;\n{TABLE}".encode(), "utf-8", ";"),
        (TABLE.replace("\n", "\r\n").encode(), "utf-8", ";"),
    ],
)
def test_encoding_and_delimiter_are_found_out(content: bytes, encoding: str, delimiter: str) -> None:
    table = read_table(content, column_of)
    assert (table.encoding, table.delimiter) == (encoding, delimiter)
    assert [row.cells["name"] for row in table.rows] == ["Клуб", "Новый"]
    assert [row.number for row in table.rows] == [2, 3], "spreadsheets do not show the line that names the delimiter"
    first = 3 if content.startswith(b"sep=") else 2
    assert [row.line for row in table.rows] == [first, first + 1]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"a;b\n1;2\n", "columns"),
        ("name;название;Name\n".encode(), "twice"),
        (b'name;kind\n"Club;sig\nOther;sig\n', "quotes"),
        (b'name;kind\n"Club"x;sig\n', "quotes"),
        (b"name\x00;kind\n", "encoding"),
        (b"name;kind\n\x98\n", "encoding"),
        (b"name;kind\n" + b"x;sig\n" * 2_001, "rows"),
        (b"name;kind\n" + b"x" * 1_048_577, "large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_table(content, column_of)
    assert error.value.code == code


def test_headings_in_words_and_unknown_columns() -> None:
    table = read_table("Название;Вид;Город;Погода\nКлуб;Географическая группа;Омск;дождь\n".encode(), column_of)
    assert table.columns == ["name", "kind", "city"]
    assert table.unknown == ["Погода"]
    state = read_row(table.rows[0].cells).state
    assert state == {"name": "Клуб", "kind": "geographic", "family": "professional", "city": "Омск"}
    assert [column_of(one) for one in ("Каналы", "каналы связи", "Channels")] == ["channels"] * 3


@given(st.text())
def test_cells_lose_nothing_on_the_way(value: str) -> None:
    assert bare(harmless(value)) == value
    assert not harmless(value).startswith(("=", "+", "-", "@", "\t", "\r"))


LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30).map(clean_name)
NAME = st.one_of(LINE, st.sampled_from(["=1+1", "+7", "-x", "@y", "'=z", "'", '"a";b', "a,b c"])).filter(bool)
# What begins like another channel after a comma or a space is read as one.
ADDRESS = NAME.filter(lambda said: not re.search(r"[,;\s].*[.:@\d]", said))
WORDS = st.lists(LINE, max_size=3).map("\n".join).map(clean_text)


@st.composite
def entries(draw: Any) -> dict[str, Any]:
    family = draw(st.sampled_from([*Family]))
    texts = {name: draw(WORDS) for name in ("about", "about_en", "membership_terms", "certification", "licensing")}
    lines = {name: draw(LINE) for name in ("field", "city", "legal_form", "represents")}
    channels = st.lists(st.tuples(st.sampled_from(["telegram", "slack", "website", "other"]), ADDRESS), max_size=3)
    return {
        **texts, **lines, "slug": draw(st.from_regex(r"[a-z0-9_-]{1,20}", fullmatch=True)), "name": draw(NAME),
        "family": str(family), "kind": str(draw(st.sampled_from(kinds_of(family)))),
        "other_names": draw(st.lists(NAME, max_size=3, unique=True)),
        "channels": [list(one) for one in draw(channels)],
        "is_published": draw(st.booleans()), "is_template": draw(st.booleans()),
    }  # fmt: skip


@given(st.lists(entries(), max_size=4), st.sampled_from(",;"))
def test_what_goes_out_comes_in_the_same(given_states: list[dict[str, Any]], delimiter: str) -> None:
    table = read_table(write_table(given_states, delimiter=delimiter), column_of)
    assert table.delimiter == delimiter or not given_states
    read = [read_row(row.cells) for row in table.rows]
    assert [one.state for one in read] == given_states
    assert not any(one.problems for one in read)


@pytest.mark.parametrize(
    ("cell", "channels"),
    [
        ("@yolka, https://yolka.ru", [("telegram", "@yolka"), ("website", "https://yolka.ru")]),
        ("@yolka;yolka@example.org,\n8 916 000-00-00", [
            ("telegram", "@yolka"), ("email", "yolka@example.org"), ("phone", "8 916 000-00-00"),
        ]),
        ("yolka.ru vk.com/yolka", [("website", "yolka.ru"), ("vk", "vk.com/yolka")]),
        ("telegram: @yolka https://yolka.ru", [("telegram", "@yolka"), ("website", "https://yolka.ru")]),
        ("Slack: ёлка и я, Телефон: +7 916 000-00-00", [("slack", "ёлка и я"), ("phone", "+7 916 000-00-00")]),
        ("+7 916 000-00-00, @yolka", [("phone", "+7 916 000-00-00"), ("telegram", "@yolka")]),
        ("https://yolka.ru/a,b;c", [("website", "https://yolka.ru/a,b;c")]),
        ("other: ул. Ленина, 5", [("other", "ул. Ленина, 5")]),
        ("phone: 8 (916) 000-00-00 доб. 5", [("phone", "8 (916) 000-00-00 доб. 5")]),
        ("Другое: чат в коридоре", [("other", "чат в коридоре")]),
        ("Форум: мы в коридоре", [("other", "Форум: мы в коридоре")]),
        ("Рассылка: list@example.org", [("email", "list@example.org")]),
    ],
)  # fmt: skip
def test_several_channels_in_a_line(cell: str, channels: list[tuple[str, str]]) -> None:
    read = read_row({"channels": cell})
    assert read.problems == {}
    assert read.state["channels"] == [list(one) for one in channels]


@pytest.mark.parametrize("cell", ["@yolka чат", "@yolka, чат", "чат, @yolka", "slack: ёлка, чат, https://yolka.ru"])
def test_an_address_among_other_words_is_asked_about(cell: str) -> None:
    read = read_row({"channels": cell})
    assert read.problems == {"channels": [f"Каждый канал — на своей строке: «{cell}»."]}


def test_words_alone_lead_nowhere_as_in_the_form() -> None:
    read = read_row({"channels": "чат в коридоре\n@yolka\nу лифта"})
    said = "Не адрес и не имя в сети: чат в коридоре; у лифта. Для остального: «Slack: python»."
    assert read.problems == {"channels": [said]}


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        table = read_table(b"name;kind\n" + content, column_of)
    except Unreadable:
        return
    assert all({*row.cells} <= {*COLUMNS} for row in table.rows)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_out_and_in_changes_nothing(desk: Client, language: str) -> None:
    load_catalogue()
    made(name="=1+1", slug="formula", other_names=["@both", "'quoted"], about="- раз\n- два", is_published=False)
    before = states()
    desk.get("/")
    user = make_user(email="second@example.org", is_staff=True, is_superuser=True, language=language)
    desk.force_login(user)
    answer = desk.get(reverse(f"{ENTRY}table_out"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="catalogue.csv"'
    rows = [*csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";" if language == "ru" else ",")]
    assert len(rows) == len(before) + 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    preview = upload(desk, answer.content)
    assert preview.status_code == 200
    assert preview.context["counts"] == {"new": 0, "changed": 0, "same": len(before), "wrong": 0}
    assert states() == before


def test_a_preview_then_all_of_it(desk: Client) -> None:
    made(city="Москва", channels=[])
    before = states()
    preview = upload(desk, TABLE.encode("cp1251"))
    page = preview.content.decode()
    for said in ("windows-1251", "точка с запятой", "Москва", "Казань", "@club", "Новый", "Омск"):
        assert said in page
    assert states() == before
    done = apply(desk, preview).content.decode()
    assert "1 запись добавлена" in done
    assert "1 запись изменена" in done
    after = states()
    assert after["club"] == {**before["club"], "city": "Казань", "channels": [["telegram", "@club"]]}
    assert (after["new"]["kind"], after["new"]["family"], after["new"]["is_published"]) == (
        "geographic", "professional", True,
    )  # fmt: skip
    assert [*CatalogueChange.objects.filter(cause="imported").values_list("slug", flat=True)] == ["new", "club"]
    assert apply(desk, preview).status_code == 422
    assert states() == after


def test_one_wrong_row_and_nothing_is_written(desk: Client) -> None:
    made()
    before = states()
    rows = [
        "slug;name;kind;family;is_published;channels",
        "club;Клуб 2;sig;;;",
        "one;;sig;;;",
        "two;Два;гильдия;;;",
        "three;Три;technical;professional;;",
        "four;Четыре;sig;;может;",
        "five;Пять;sig;;;email: нет",
        "club;Клуб 3;sig;;;",
        ";Клуб 2;sig;;;",
        "six six;Шесть;sig;;;",
        "seven;Семь;sig;;;;лишнее",
        "eight;Восемь;;;;",
    ]
    preview = upload(desk, "\n".join(rows).encode())
    assert preview.status_code == 422
    shown = [one for one in preview.context["rows"] if one.problems]
    wrong = {one.row.number: {label for label, _said in one.problems} for one in shown}
    assert wrong == {
        3: {"Название"}, 4: {"Вид"}, 5: {"Вид"}, 6: {"Опубликовано"}, 7: {"Каналы"}, 8: {"Адрес"},
        9: {"Адрес"}, 10: {"Адрес"}, 11: {""}, 12: {"Вид"},
    }  # fmt: skip
    page = preview.content.decode()
    assert "«гильдия» не из списка: Техническое сообщество, " in page
    assert "name=&quot;kept&quot;" not in page
    assert 'name="kept"' not in page
    assert apply(desk, preview).status_code == 422
    assert states() == before


def test_rows_are_numbered_as_spreadsheets_do_and_the_errors_lead_to_them(desk: Client) -> None:
    made()
    rows = 'slug;name;kind;about\none;Один;sig;"В три\n\nстроки"\n;;;\ntwo;Два;гильдия;\nthree;;sig;\n'
    page = upload(desk, rows.encode()).content.decode()
    first = page.index('<a href="#row-4">Строка 4 (строка файла 6): Два')
    assert "Вид: «гильдия» не из списка" in page[first : page.index('<a href="#row-5">')]
    assert page.index('<a href="#row-5">Строка 5 (строка файла 7): —') < page.index('id="row-2"')
    for number in (2, 4, 5):
        assert f'id="row-{number}"' in page
    assert "Строка 2: Один" in page
    assert '<a href="#row-2">' not in page


def test_a_known_name_without_an_address_is_asked_about(desk: Client) -> None:
    made()
    preview = upload(desk, "name;kind;city\nКЛУБ;sig;казань\nКлуб;sig;Пермь\n".encode())
    said = [one.problems for one in preview.context["rows"]]
    assert "club" in said[0][0][1][0]
    assert said[1] == []
    assert preview.context["rows"][1].row.state["slug"] == "klub-2"


def test_a_known_name_is_told_with_the_other_mistakes_of_its_row_and_without_a_city_too(desk: Client) -> None:
    made()
    rows = "slug;name;kind;channels\n;Клуб;гильдия;email: нет\n;КЛУБ;sig;\n"
    shown = upload(desk, rows.encode()).context["rows"]
    wrong = [{label for label, _said in one.problems} for one in shown]
    assert wrong == [{"Вид", "Каналы", "Название"}, {"Название", "Адрес"}]
    assert upload(desk, "slug;name;kind\nother;Клуб;sig\n".encode()).status_code == 200


def test_what_is_wrong_is_said_once(desk: Client) -> None:
    made()
    page = upload(desk, "slug;name;kind\nclub;Клуб 2;гильдия\none;;sig\n".encode()).content.decode()
    assert page.count("«гильдия» не из списка") == 1
    below = page[page.index("Кодировка") :]
    assert "Это поле" not in below
    assert "Клуб 2" in below


def test_what_an_empty_cell_erases_is_marked_and_counted(desk: Client) -> None:
    made(city="Казань", field="Python", channels=[["telegram", "@club"]], is_published=False)
    made(slug="same", name="Тот же", city="", field="", channels=[])
    rows = (
        "slug;name;kind;city;field;channels;is_published\nclub;Клуб;sig;;;;\nsame;Тот же;sig;;;;\nnew;Новый;sig;;;;\n"
    )
    preview = upload(desk, rows.encode())
    page = preview.content.decode()
    assert "3 значения стираются." in page
    assert page.count("стирается: Город, Область, Каналы") == 1
    assert page.count("<td>стирается</td>") == 3
    apply(desk, preview)
    after = states()["club"]
    assert (after["city"], after["field"], after["channels"], after["is_published"]) == ("", "", [], False)


def test_a_file_that_erases_nothing_says_nothing_of_it(desk: Client) -> None:
    made(city="Москва")
    assert "стира" not in upload(desk, TABLE.encode()).content.decode()


def test_the_help_says_that_an_empty_cell_erases(desk: Client) -> None:
    assert "Пустая ячейка" in desk.get(reverse(f"{ENTRY}table_in")).content.decode()


def test_doubles_inside_a_file_and_merged_entries_are_wrong(desk: Client) -> None:
    kept, gone = made(), made(slug="gone", name="Ушедший")
    merge(kept=kept, gone=gone, by=make_user())
    preview = upload(desk, "slug;name;kind\n;Ёлка;sig\ngone;Ушедший;sig\n;елка;sig\n".encode())
    wrong = {one.row.number: one.problems for one in preview.context["rows"]}
    assert wrong[2] == []
    assert wrong[3][0][1] == ["Эта запись объединена с другой."]
    assert wrong[4][0][1] == ["О том же сообществе строка 2."]
    assert "gone" not in {row["slug"] for row in csv.DictReader(io.StringIO(exported(desk)), delimiter=";")}


def exported(desk: Client) -> str:
    return desk.get(reverse(f"{ENTRY}table_out")).content.decode("utf-8-sig")


def test_a_catalogue_changed_meanwhile_is_shown_anew(desk: Client) -> None:
    entry = made(city="Москва")
    preview = upload(desk, TABLE.encode())
    entry.city = "Тверь"
    entry.version += 1
    entry.save()
    again = apply(desk, preview)
    assert again.status_code == 422
    assert "Тверь" in again.content.decode()
    assert [*states()] == ["club"]
    assert apply(desk, again).status_code == 200
    assert states()["club"]["city"] == "Казань"


def test_a_preview_that_was_tampered_with_is_refused(desk: Client) -> None:
    preview = upload(desk, TABLE.encode())
    answer = desk.post(reverse(f"{ENTRY}table_apply"), {"kept": preview.context["kept"][:-2] + "xx"}, follow=True)
    assert "Выберите файл ещё раз" in answer.content.decode()
    assert not CatalogueEntry.objects.exists()


def test_no_file_and_a_picture(desk: Client) -> None:
    assert desk.post(reverse(f"{ENTRY}table_in"), {}).status_code == 422
    answer = upload(desk, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert answer.status_code == 422
    assert "windows-1251" in answer.content.decode()


def test_two_thousand_rows_are_planned_in_a_few_queries(db: None, django_assert_max_num_queries: Any) -> None:
    rows = "".join(f"club-{number};Клуб {number};sig\n" for number in range(2_000))
    table = read_table(f"slug;name;kind\n{rows}".encode(), column_of)
    with django_assert_max_num_queries(3):
        assert plan(table).count("new") == 2_000


def test_kinds_by_their_names_in_both_languages() -> None:
    for kind in Kind:
        assert read_row({"kind": str(kind.label).upper()}).state["kind"] == kind
    assert read_row({"kind": "Formal association"}).state["family"] == "professional"
    assert read_row({"is_published": "нет", "is_template": "да"}).state == {"is_published": False, "is_template": True}
