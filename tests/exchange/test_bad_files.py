"""Files that are broken, hostile or something else: typed problems, bounded time, and never anything but those."""

from __future__ import annotations

import base64
import io
import json
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networking.exchange.formats import recognise, telegram, vcard
from networking.exchange.formats.problems import Problem, Problems, Trouble, Unreadable
from networking.exchange.formats.rows import Reading
from tests.exchange.fuzzing import fuzzed


def read(data: bytes | str) -> Reading:
    return recognise.read(io.BytesIO(data.encode() if isinstance(data, str) else data))


def card(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n123", b"%PDF-1.7\n", b"PK\x03\x04abc", b"SQLite format 3\x00", b"just some words\n"]
)
def test_another_kind_of_file_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.problem.trouble is Trouble.UNKNOWN


@pytest.mark.parametrize("data", [b"", b"  \r\n\t "])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.problem.trouble is Trouble.EMPTY


def test_a_folded_line_of_ten_megabytes_takes_bounded_time() -> None:
    long = "NOTE:" + "\r\n ".join(["a" * 74] * 140_000)
    began = time.process_time()
    [person] = read(card("FN:Anna Ash", long)).people
    assert time.process_time() - began < 10
    assert len(person.note) == 74 * 140_000


def test_a_name_in_the_head_that_never_ends_takes_bounded_time() -> None:
    began = time.process_time()
    read(card("FN:Anna Ash", 'X;A="' + '"' * 200_000 + "b", 'TEL;X="' + "a" * 500_000))
    assert time.process_time() - began < 5


def test_a_photo_that_is_none_leaves_the_person() -> None:
    bomb = base64.b64encode(b"\xff\xd8" + bytes(9_000_000)).decode()
    reading = read(card("FN:Anna Ash", f"PHOTO;ENCODING=b;TYPE=JPEG:{bomb}"))
    assert [one.name for one in reading.people] == ["Anna Ash"]
    assert [one.trouble for one in reading.problems] == [Trouble.BAD_PHOTO]


def test_a_broken_card_is_named_by_its_line_and_the_others_go_on() -> None:
    text = card("FN:Anna Ash") + "BEGIN:VCARD\r\nFN:No End\r\n" + card("FN:Boris Birch")
    reading = read(text)
    assert [one.name for one in reading.people] == ["Anna Ash", "Boris Birch"]
    assert [(one.trouble, one.line) for one in reading.problems] == [(Trouble.BROKEN_CARD, 5)]


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VCARD\n" * 50_000,
        "BEGIN:VCARD\nFN:Anna Ash\n" + "z\n" * 50_000 + "END:VCARD\n",
        "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 50_000,
    ],
)
def test_of_endless_problems_only_the_first_are_kept(text: str) -> None:
    assert len(read(text).problems) == Problems.MOST


@pytest.mark.parametrize(
    "line", ["TEL:1\n", "BDAY:x\n", "i1.X-ABLabel:a\n", "NOTE:a\n b\n", "ORG:\\;\\,\n", "IMPP:x:a\n"]
)
def test_a_card_of_a_million_lines_takes_bounded_memory(line: str) -> None:
    text = f"BEGIN:VCARD\nFN:Anna Ash\n{line * 1_000_000}END:VCARD\n"
    tracemalloc.start()
    [person] = read(text).people
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert person.name == "Anna Ash"
    assert peak < 12 * len(text)


def test_a_million_tags_take_bounded_time() -> None:
    began = time.process_time()
    [person] = read(card("FN:Anna Ash", "CATEGORIES:" + ",".join(map(str, range(1_000_000))))).people
    assert time.process_time() - began < 10
    assert person.tags[:3] == ["0", "1", "2"]


def test_cards_without_names_are_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("networking.exchange.formats.vcard.files.MOST_CARDS", 5)
    assert [one.trouble for one in read("BEGIN:VCARD\nEND:VCARD\n" * 9).problems] == [Trouble.NO_NAME] * 5 + [
        Trouble.TOO_MANY
    ]


def test_a_table_with_ten_thousand_columns_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read("First Name," + ",".join(f"c{n}" for n in range(10_000)) + "\nAnna\n")
    assert refused.value.problem.trouble is Trouble.TOO_WIDE


def test_a_zero_byte_in_a_table_is_said_and_left_out() -> None:
    reading = read("First Name,Last Name,Email\nAn\x00na,Ash,a@example.com\n" + "x,y,z\n" * 40)
    assert reading.people[0].given_name == "Anna"
    assert Trouble.BAD_TEXT in [one.trouble for one in reading.problems]


def test_a_quote_that_is_never_closed_is_said() -> None:
    reading = read('First Name,Last Name\nAnna,"Ash\n' + "Boris,Birch\n" * 300)
    assert (Trouble.OPEN_QUOTE, 2) in [(one.trouble, one.line) for one in reading.problems]


def test_a_telegram_file_that_is_cut_off_gives_what_was_before() -> None:
    people = [{"user_id": n, "first_name": f"P{n}", "last_name": "X"} for n in range(1, 4)]
    text = json.dumps({"contacts": {"list": people}})
    reading = read(text[: text.index('"P3"') + 4])
    assert [one.given_name for one in reading.people] == ["P1", "P2"]
    assert [one.trouble for one in reading.problems] == [Trouble.CUT]


def test_a_number_of_ten_thousand_digits_is_only_a_number() -> None:
    contact = '{"user_id": 7, "first_name": "Anna", "last_name": "Ash", "x": %s}'
    reading = read('{"contacts": {"list": [' + contact % ("9" * 10_000) + "]}}")
    assert [one.name for one in reading.people] == ["Anna Ash"]


def test_json_nested_beyond_reason_is_refused() -> None:
    with pytest.raises(Unreadable):
        read('{"contacts": ' + "[" * 100_000)


class LongChat(io.RawIOBase):
    """A file of Telegram with as many messages as one likes, made while it is read."""

    def __init__(self, messages: int) -> None:
        self.left, self.ended = messages, False
        self.rest = b'{"chats": {"list": [{"name": "Vera Orlova", "type": "personal_chat", "id": 7, "messages": ['

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while len(self.rest) < len(view) and not self.ended:
            day = f"2024-{self.left % 12 + 1:02d}-{self.left % 28 + 1:02d}"
            last = self.left == 1
            self.rest += (
                f'{{"id": {self.left}, "type": "message", "date": "{day}T10:00:00", "text": "{"words " * 100}"}}'
                f"{']}]}}' if last else ','}"
            ).encode()
            self.left -= 1
            self.ended = last
        taken = self.rest[: len(view)]
        self.rest = self.rest[len(view) :]
        view[: len(taken)] = taken
        return len(taken)


def test_memory_does_not_grow_with_a_telegram_file() -> None:
    tracemalloc.start()
    reading = telegram.read(io.BufferedReader(LongChat(60_000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(reading.people[0].talks) == 84
    assert peak < 20_000_000


def gathered_problems(problems: list[Problem]) -> None:
    assert [one.text for one in problems if not one.text] == []


def gathered(data: bytes) -> None:
    try:
        reading = read(data)
    except Unreadable as unreadable:
        gathered_problems([unreadable.problem])
        return
    gathered_problems(reading.problems)
    for person in reading.people:
        assert person.name
    assert vcard.write(reading.people).count(b"END:VCARD") == len(reading.people)


LINES = st.sampled_from(
    ["BEGIN:VCARD", "END:VCARD", "VERSION:2.1", "VERSION:4.0", "FN:Anna", "N:;;;;", "N", "item1.TEL:1",
     "item1.X-ABLabel:a",
     "PHOTO;ENCODING=b:////", "PHOTO:data:,", "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=no-such:=D0=", " =9F",
     "BDAY:0000-13-45",
     "ADR:;;;", "ORG:", 'TEL;X="a:b":c', "KIND:group", "CATEGORIES:\\,", "X-SOCIALPROFILE:", "URL:\\", "EMAIL:\x00",
     "X-ANDROID-CUSTOM:", "NOTE;CHARSET=idna;ENCODING=QUOTED-PRINTABLE:=41", ":", ";", ".:", "\t"]
)  # fmt: skip


@fuzzed
@given(st.lists(LINES | st.text(max_size=30), max_size=30), st.sampled_from(["\n", "\r\n", "\r", "\r\r\n"]))
def test_any_lines_of_cards_give_people_or_problems(lines: list[str], end: str) -> None:
    gathered(("BEGIN:VCARD" + end + end.join(lines)).encode("utf-8", "surrogatepass"))


@fuzzed
@given(st.binary(max_size=400), st.sampled_from([b"", b"BEGIN:VCARD\n", b"First Name,Email\n", b"{", b"\xff\xfe"]))
def test_any_bytes_give_people_or_problems(data: bytes, head: bytes) -> None:
    gathered(head + data)


CELLS = st.text(max_size=12) | st.sampled_from(['"', '""', "a@b.c", "+7 916 000-00-01", "1990-02-30", " ::: ", "Anna"])


@fuzzed
@given(st.lists(st.lists(CELLS, max_size=6), max_size=8), st.sampled_from([",", ";", "\t"]))
def test_any_cells_give_people_or_problems(rows: list[list[str]], mark: str) -> None:
    head = mark.join(["First Name", "Name", "Birthday", "E-mail 1 - Value", "Labels", "Connected On"])
    gathered("\n".join([head, *(mark.join(row) for row in rows)]).encode("utf-8", "surrogatepass"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["contacts", "chats", "list", "messages", "id", "type", "name", "date"]), inner
        )
    ),
    max_leaves=12,
)


@fuzzed
@given(
    st.dictionaries(st.sampled_from(["contacts", "chats", "frequent_contacts", "messages", "x"]), JSON),
    st.integers(0, 40),
)
def test_any_json_gives_people_or_problems(value: dict[str, object], cut: int) -> None:
    text = json.dumps(value)
    gathered(text[: len(text) - cut].encode() if cut < len(text) else text.encode())
