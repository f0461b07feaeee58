"""Workbooks of Excel and the export of Monica, field by field; and archives that mean harm."""

from __future__ import annotations

import io
import json
import time
import tracemalloc
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networking.exchange.formats import recognise
from networking.exchange.formats.problems import Trouble, Unreadable
from networking.exchange.formats.rows import Address, Day, Reading
from tests.exchange.fuzzing import fuzzed
from tests.exchange.places import FILES

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><workbookPr/><sheets><sheet name="A" sheetId="1" r:id="rId7"/>'
    "</sheets></workbook>"
)
RELS = '<Relationships><Relationship Id="rId7" Target="worksheets/people.xml"/></Relationships>'
STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    "</styleSheet>"
)
STRINGS = (
    f'<sst xmlns="{_MAIN}"><si><t>Имя</t></si><si><t>Фамилия</t></si><si><r><t>Вера</t></r><r><t> Ивановна</t></r></si>'
    "<si><t>Орлова</t></si></sst>"
)
ROWS = (
    '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="inlineStr">'
    "<is><t>Телефон</t></is></c>"
    '<c r="E2" t="str"><v>Дата рождения</v></c></row><row r="3"/>'
    '<row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4" t="s"><v>3</v></c><c r="C4"><v>79160000001</v></c>'
    '<c r="E4" s="1"><v>29323</v></c></row>'
)


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def book(rows: str = ROWS, **parts: str) -> bytes:
    held = {"xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": RELS, "xl/styles.xml": STYLES}
    held |= {"xl/sharedStrings.xml": STRINGS, "xl/worksheets/people.xml": sheet(rows)}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (held | {f"xl/{key.replace('_', '/')}.xml": text for key, text in parts.items()}).items():
            archive.writestr(name, text)
    return made.getvalue()


def read(data: bytes) -> Reading:
    return recognise.read(io.BytesIO(data))


def refused(data: bytes) -> Trouble:
    with pytest.raises(Unreadable) as unreadable:
        read(data)
    return unreadable.value.problem.trouble


def test_a_workbook_is_read_like_a_table() -> None:
    reading = read(book())
    [person] = reading.people
    assert (reading.format, reading.encoding, reading.problems) == ("table", "Excel", [])
    assert (person.given_name, person.family_name, person.line) == ("Вера Ивановна", "Орлова", 4)
    assert person.channels == [Address("phone", "79160000001")]
    assert person.dates == [Day("birthday", 4, 12, 1980)]


def test_columns_of_a_workbook_can_be_mapped() -> None:
    [person] = recognise.read(io.BytesIO(book()), {0: "nickname", 1: "family_name"}).people
    assert (person.nickname, person.family_name, person.channels) == ("Вера Ивановна", "Орлова", [])


def test_another_archive_is_no_workbook() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("readme.txt", "no")
    assert refused(made.getvalue()) is Trouble.ARCHIVE


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (book("<row><c"), Trouble.BROKEN_BOOK),
        (book(worksheets_people='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), Trouble.BROKEN_BOOK),
        (book('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'), Trouble.TOO_WIDE),
        (book('<row r="1"><c r="A1"><v>1</v></c></row>'), Trouble.UNKNOWN),
        (book('<row r="1"><c r="A1" t="s"><v>x</v></c></row>'), Trouble.BROKEN_BOOK),
    ],
)
def test_a_broken_workbook_is_refused_in_words(data: bytes, trouble: Trouble) -> None:
    assert refused(data) is trouble


def test_a_bomb_takes_bounded_memory_and_time() -> None:
    bomb = book(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"a" * 150_000_000}</t></is></c></row>')
    assert len(bomb) < 500_000
    tracemalloc.start()
    began = time.process_time()
    assert refused(bomb) is Trouble.TOO_LARGE
    assert time.process_time() - began < 20
    assert tracemalloc.get_traced_memory()[1] < 250_000_000
    tracemalloc.stop()


def test_monica() -> None:
    reading = read((FILES / "monica.json").read_bytes())
    [vera] = reading.people
    assert (reading.format, [one.trouble for one in reading.problems]) == ("monica", [Trouble.NO_NAME])
    assert (vera.given_name, vera.family_name, vera.nickname) == ("Vera", "Orlova", "Vee")
    assert (vera.company, vera.position, vera.city, vera.met_on) == ("Globex", "Engineer", "Tver", date(2019, 1, 3))
    assert (vera.note, vera.tags, vera.source_id) == ("Likes tea\n\nMet at the fair", ["friends"], "monica:c1")
    assert vera.dates == [Day("birthday", 4, 12)]
    assert vera.channels == [
        Address("email", "vera@example.com"),
        Address("phone", "+79160000001"),
        Address("telegram", "@vera_example"),
    ]


def test_an_export_of_monica_that_is_cut_keeps_whom_it_holds() -> None:
    whole = (FILES / "monica.json").read_bytes()
    reading = read(whole[: whole.index(b'"instance"')])
    assert [one.name for one in reading.people] == ["Vera Orlova"]
    assert Trouble.CUT in {one.trouble for one in reading.problems}


@fuzzed
@given(
    st.binary(max_size=200) | st.just(b""), st.integers(0, 900), st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "values", "data", "properties", "uuid", "tags", "date", "birthdate",
                                           "instance", "contact_field_types"]), inner, max_size=4),
        max_leaves=15,
    ),
)  # fmt: skip
def test_nothing_but_typed_problems(noise: bytes, place: int, account: object) -> None:
    whole = book()
    contact = {"type": "contact", "values": [account, {"properties": account, "data": account}]}
    said = {"version": "1", "app_version": "4", "account": {"data": [contact, account], "instance": account}}
    for data in (whole[:place] + noise + whole[place + len(noise) :], json.dumps(said).encode()):
        try:
            read(data)
        except Unreadable:
            continue
