"""What cannot be is refused beside its field, in every form of people: what was typed stays, nothing is written."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from networking.accounts.models import User
from tests.factories import (
    make_contact,
    make_date,
    make_interaction,
    make_mentorship,
    make_promise,
    make_referral,
    make_relationship,
)
from tests.merge_network import snapshot
from tests.network import picture

NOW = "2026-11-20 12:00:00+03:00"
HUGE = "я" * 5 * 1024 * 1024  # ten megabytes
LONG = "д" * 20_001


@dataclass(frozen=True)
class Page:
    """A form: where it stands, and what makes it right but for the value under test."""

    route: str
    right: dict[str, Any]
    marker: str  # the field whose text must come back


PERSON = {"given_name": "Вера", "family_name": "Котова", "city": "Тверь"}
KEY = "0b8f8d5c-57a5-4c0f-a7a5-1d9b2e6f1c11"
PAGES = {
    "person": Page("contacts:add", PERSON, "city"),
    "person again": Page("contacts:edit", {**PERSON, "version": 1}, "city"),
    "talk": Page(
        "contacts:interaction_edit",
        {"who": "id:{one}", "kind": "call", "day": "2026-11-01", "note": "о горах", "topics": "горы", "version": 1},
        "topics",
    ),
    "log": Page(
        "home:quick_log",
        {"who": "id:{one}", "kind": "call", "day": "2026-11-01", "note": "о горах", "promise": "позвонить", "key": KEY},
        "promise",
    ),
    "promise": Page(
        "contacts:promise_add",
        {"who": "id:{one}", "direction": "mine", "text": "прислать книгу", "made_on": "2026-11-01"},
        "text",
    ),
    "promise again": Page(
        "contacts:promise_edit",
        {"who": "id:{one}", "direction": "mine", "text": "прислать книгу", "made_on": "2026-11-01", "version": 1},
        "text",
    ),
    "referral": Page(
        "contacts:referral_add",
        {"direction": "received", "giver": "id:{one}", "kind": "job", "subject_text": "место", "made_on": "2026-11-01"},
        "subject_text",
    ),
    "date": Page("contacts:date_add", {"kind": "work", "label": "десять лет", "day": 1, "month": 3}, "label"),
    "birthday": Page("contacts:date_add", {"kind": "birthday", "label": "праздник", "day": 1, "month": 3}, "label"),
    "mentorship": Page(
        "contacts:mentorship_add", {"direction": "they", "goal": "стать главной", "started_on": "2026-11-01"}, "goal"
    ),
    "relationship": Page(
        "contacts:relationship_add", {"who": "id:{two}", "what": "new", "own_label": "кум"}, "own_label"
    ),
    "rhythm": Page("home:rhythm_settings", {"ideal_4": "17"}, "ideal_4"),
    "merge": Page("contacts:merge_with", {}, ""),
}
BEFORE_BIRTH, AHEAD, AGO, FAR = "1979-01-01", "2026-11-21", "0001-01-01", "9999-12-31"
NOT_YET, LONG_AGO, UNBORN = "Этот день ещё не наступил", "Этот день был слишком давно", "Это раньше дня рождения"
TOO_FAR, TOO_LONG = "Этот день слишком далеко впереди", "Убедитесь, что это значение содержит не более"
CASES: list[tuple[str, str, Any, str]] = [
    *[(page, "met_on", day, said) for page in ("person", "person again") for day, said in
      ((AHEAD, NOT_YET), (AGO, LONG_AGO))],
    ("person again", "met_on", BEFORE_BIRTH, UNBORN),
    ("person again", "introduced_by", "id:{one}", "Никто не знакомит с самим собой"),
    ("person again", "introduced_by", "id:{last}", "круг"),
    ("person", "introduced_by", "id:999999", "Такого человека нет"),
    *[("person", name, value, TOO_LONG) for name, value in
      (("about", LONG), ("about", HUGE), ("given_name", "я" * 101), ("tags_text", HUGE), ("channels_text", HUGE))],
    ("person", "introduced_by", "я" * 5001, TOO_LONG),
    ("person", "given_name", "а\x00б", "символ"),
    ("person", "channels_text", "почта@", "почта@"),
    ("person", "tags_text", "м" * 61, "60"),
    ("person", "tie", "9", "9"),
    ("person", "trust", "6", "5"),
    ("person", "roles", "king", "king"),
    ("person", "cadence_ideal", "0", "1"),
    ("person", "cadence_ideal", "9" * 30, "3650"),
    ("person", "photo_file", "no picture", "не фотография"),
    ("person", "photo_file", "bomb", "40"),
    ("person", "photo_file", "large", "5"),
    *[(page, "day", day, said) for page in ("talk", "log") for day, said in
      ((AHEAD, NOT_YET), (FAR, NOT_YET), (AGO, LONG_AGO), (BEFORE_BIRTH, UNBORN))],
    *[(page, "note", HUGE, TOO_LONG) for page in ("talk", "log")],
    ("talk", "kind", "dance", "dance"),
    ("talk", "own_{one}", LONG, TOO_LONG),
    ("talk", "who", "", "Обязательное поле"),
    ("log", "due_on", FAR, TOO_FAR),
    ("log", "due_on", "2026-10-01", "Это раньше"),
    *[(page, "made_on", day, said) for page in ("promise", "promise again") for day, said in
      ((AHEAD, NOT_YET), (AGO, LONG_AGO), (BEFORE_BIRTH, UNBORN))],
    *[("promise", "due_on", day, said) for day, said in ((FAR, TOO_FAR), ("2026-10-01", "Это раньше"))],
    ("promise", "text", HUGE, TOO_LONG),
    ("promise", "who", "id:999999", "Такого человека нет"),
    *[("referral", name, AHEAD, NOT_YET) for name in ("asked_on", "made_on", "met_on", "useful_on", "thanked_on")],
    *[("referral", "made_on", day, said) for day, said in ((AGO, LONG_AGO), (BEFORE_BIRTH, UNBORN))],
    *[("referral", name, "2026-10-01", "Это раньше") for name in ("met_on", "useful_on", "thanked_on")],
    ("referral", "receiver", "id:{one}", "один и тот же человек"),
    ("referral", "note", HUGE, TOO_LONG),
    ("date", "year", "1979", UNBORN),
    ("date", "year", "2027", NOT_YET),
    ("date", "year", "1066", "1850"),
    ("date", "day", "32", "31"),
    ("date", "label", HUGE, TOO_LONG),
    ("birthday", "year", "2027", NOT_YET),
    ("birthday", "year", "2022", "вы уже были знакомы"),
    *[("mentorship", "started_on", day, said) for day, said in
      ((AHEAD, NOT_YET), (AGO, LONG_AGO), (BEFORE_BIRTH, UNBORN))],
    *[("mentorship", "ended_on", day, said) for day, said in ((AHEAD, NOT_YET), ("2026-10-01", "раньше"))],
    ("mentorship", "rhythm_days", "0", "1"),
    ("mentorship", "note", HUGE, TOO_LONG),
    *[("relationship", "since", day, said) for day, said in
      ((AHEAD, NOT_YET), (AGO, LONG_AGO), (BEFORE_BIRTH, UNBORN))],
    ("relationship", "until", FAR, TOO_FAR),
    ("relationship", "until", BEFORE_BIRTH, UNBORN),
    ("relationship", "who", "id:{one}", "С самим собой"),
    ("relationship", "own_label", HUGE, TOO_LONG),
    ("rhythm", "at_most_4", "5", "короче"),
    ("rhythm", "at_most_4", "-1", "1"),
    ("merge", "who", "id:{one}", "на чьей странице"),
    ("merge", "who", "Никто Таковой", "в вашем списке нет"),
]  # fmt: skip


def photo(what: str) -> SimpleUploadedFile:
    if what == "bomb":
        head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
        parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1_000_000, 9)), (b"IEND", b"")]
        body = b"".join(
            struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))
            for kind, part in parts
        )
        return SimpleUploadedFile("bomb.png", b"\x89PNG\r\n\x1a\n" + body)
    return SimpleUploadedFile("a.jpg", what.encode() if what != "large" else picture() + b"\0" * 6 * 1024 * 1024)


@pytest.mark.parametrize(
    ("form", "field", "bad", "said"), CASES, ids=[f"{one[0]}-{one[1]}-{str(one[2])[:12]!a}" for one in CASES]
)
@time_machine.travel(NOW, tick=False)
def test_it_is_refused_beside_its_field(
    client_of_owner: Client, owner: User, form: str, field: str, bad: Any, said: str
) -> None:
    page, rows = PAGES[form], a_network(owner)
    ids = {name: row.pk for name, row in rows.items()}
    filled = {**page.right, field: bad}
    sent = {name.format(**ids): v.format(**ids) if isinstance(v, str) and len(v) < 100 else v
            for name, v in filled.items()}  # fmt: skip
    field = field.format(**ids)
    if field == "photo_file":
        sent[field] = photo(bad)
    before = snapshot()
    answer = client_of_owner.post(address(page.route, rows), sent)
    text = unescape(answer.content.decode())
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert [*errors] == [field]
    assert said in " ".join(errors[field])
    assert f'id="id_{field}_error"' in text
    assert said in text
    if page.marker and page.marker != field:
        assert str(page.right[page.marker]) in text
    if isinstance(bad, str) and field != "photo_file" and "\x00" not in bad and field not in ("tie", "roles", "kind"):
        assert sent[field].strip() in text
    assert snapshot() == before


def address(route: str, rows: dict[str, Any]) -> str:
    name = route.removeprefix("contacts:").removesuffix("_edit")
    if route in ("contacts:add", "contacts:promise_add", "contacts:referral_add") or route.startswith("home:"):
        return reverse(route)
    return reverse(route, args=[rows[name if name in rows else "one"].pk])


def a_network(owner: User) -> dict[str, Any]:
    """Two people of whom one has a birthday, and one row of everything that can be edited."""
    one = make_contact(owner=owner, name="Анна Петрова", met_on=date(2020, 5, 1))
    two = make_contact(owner=owner, name="Пётр Орлов")
    make_date(contact=one, year=1980)
    last = one
    for number in range(5):
        last = make_contact(owner=owner, name=f"Звено{number}", introduced_by=last)
    return {
        "one": one,
        "two": two,
        "last": last,
        "interaction": make_interaction(owner=owner, contacts=[one]),
        "promise": make_promise(contact=one),
        "referral": make_referral(owner=owner, giver=one),
        "relationship": make_relationship(contact=one, other=two),
        "mentorship": make_mentorship(contact=two),
    }


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("form", [name for name in PAGES if name != "merge"])
def test_the_same_forms_take_what_is_right(client_of_owner: Client, owner: User, form: str) -> None:
    """Else the table would pass with forms that refuse everything."""
    page, rows = PAGES[form], a_network(owner)
    ids = {name: row.pk for name, row in rows.items()}
    sent = {name: str(value).format(**ids) for name, value in page.right.items()}
    before = snapshot()
    answer = client_of_owner.post(address(page.route, rows), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert snapshot() != before


def test_a_long_circle_of_introductions_is_refused_in_few_words(client_of_owner: Client, owner: User) -> None:
    first = last = make_contact(owner=owner, name="Анна Петрова")
    for number in range(80):
        last = make_contact(owner=owner, name=f"Звено{number}", introduced_by=last)
    address = reverse("contacts:edit", args=[first.pk])
    sent = {"given_name": "Анна", "family_name": "Петрова", "introduced_by": f"id:{last.pk}", "version": 1}
    answer = client_of_owner.post(address, sent)
    said = " ".join(answer.context["form"].errors["introduced_by"])
    assert answer.status_code == 422
    assert ("Анна Петрова ← Звено79" in said, "← Звено0 ← Анна Петрова" in said) == (True, True)
    assert len(said) < 200
    first.refresh_from_db()
    assert first.introduced_by is None
