"""Reading, writing and reading a card again loses nothing: on every sample, and on whatever else can be a person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networking.exchange.formats import vcard
from networking.exchange.formats.rows import Address, Day, Person
from tests.exchange.places import FILES, SAMPLES

CARDS = [*sorted((FILES / "vcard").glob("*.vcf")), *sorted((SAMPLES / "vcard").glob("*.vcf"))]


def bare(person: Person) -> Person:
    return replace(person, raw="", line=0)


@pytest.mark.parametrize("version", ["3.0", "4.0"])
@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_nothing_is_lost_between_reading_writing_and_reading(path: Path, version: str) -> None:
    for card in vcard.cards(path.read_bytes()):
        again = next(vcard.cards(vcard.card_text(card, version).encode()))
        kept = [one for one in card.properties if one.name not in ("PHOTO", "LOGO")]
        back = [one for one in again.properties if one.name not in ("PHOTO", "LOGO")]
        assert [one[:4] for one in back] == [one[:4] for one in kept]
        before, after = vcard.person_of(card, []), vcard.person_of(again, [])
        assert (before and bare(before)) == (after and bare(after))


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_person_written_from_the_kept_card_has_every_line_of_it(path: Path) -> None:
    for person in vcard.read(path.read_bytes()).people:
        untagged = replace(person, tags=[tag for tag in person.tags if tag in person.raw or "=" in person.raw])
        card = next(vcard.cards(vcard.write([untagged])))
        for one in vcard.parse(person.raw).properties:
            if one.name != "PHOTO":
                assert one[:4] in [line[:4] for line in card.properties]


def test_a_changed_field_is_written_anew_and_the_rest_stays() -> None:
    [person] = vcard.read((FILES / "vcard" / "odd.vcf").read_bytes()).people
    person.company = "New; Works, Ltd"
    text = vcard.write([person], "4.0").decode()
    assert "ORG:New\\; Works\\, Ltd" in text
    assert "Old Works" not in text
    assert "X-UNKNOWN;X-MINE=yes:kept as it is\\; all of it" in text
    assert "item1.X-ABLabel:Summer house" in text


def test_a_channel_taken_away_takes_its_label_along() -> None:
    [person] = vcard.read((FILES / "vcard" / "odd.vcf").read_bytes()).people
    person.channels = [one for one in person.channels if one.label != "Summer house"]
    text = vcard.write([person]).decode()
    assert "Summer house" not in text
    assert "odd@example.com" in text


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), max_size=30)
texts = st.lists(words.filter(bool), min_size=1, max_size=6).map(" ".join)
days = st.builds(Day, st.just("birthday"), st.integers(1, 12), st.integers(1, 28), st.none() | st.integers(1850, 2100))
channels = st.one_of(
    st.builds(Address, st.just("phone"), st.integers(10**6, 10**12).map("+{}".format),
              st.sampled_from(["", "work", "mobile"])),
    st.builds(Address, st.just("email"), st.integers(0, 999).map("p{}@example.com".format),
              st.sampled_from(["", "home"])),
    st.builds(Address, st.just("telegram"), st.integers(0, 999).map("https://t.me/p{}".format)),
    st.builds(Address, st.just("website"), st.integers(0, 999).map("https://p{}.example.com/a;b,c".format)),
)  # fmt: skip
people = st.builds(
    Person, given_name=texts, family_name=texts, patronymic=texts | st.just(""), nickname=texts | st.just(""),
    company=texts, department=texts | st.just(""), position=texts, city=texts, note=texts,
    channels=st.lists(channels, max_size=4), dates=st.lists(days, max_size=1),
    tags=st.lists(texts.filter(lambda tag: tag.lower() not in {"contacts", "starred"}), max_size=3, unique=True),
)  # fmt: skip


@given(people, st.sampled_from(["3.0", "4.0"]))
def test_any_person_comes_back_from_a_card_of_their_own(person: Person, version: str) -> None:
    reading = vcard.read(vcard.write([person], version))
    assert [bare(one) for one in reading.people] == [person]
    assert reading.problems == []
