"""The full-text indexes say the same as a plain look at every kept text, whatever was done to the rows."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.finding.pieces import AllOf, AnyOf, Piece, Wanted
from contacts.models import Contact, Interaction, Participant
from networking.accounts.models import User
from tests.factories import make_contact, make_interaction

pytestmark = pytest.mark.django_db
# Everything that one of the two query languages could take for its own.
LETTERS = "аб=ü9\"'*:&|!()\\^~<-+./NEAR{}"
pieces = st.text(alphabet=LETTERS, min_size=1, max_size=4)
texts = st.lists(pieces, max_size=5).map(lambda found: f" {' '.join(found)} " if found else "")
wanted: Any = st.recursive(
    st.builds(Piece, pieces, st.booleans()),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(tuple).flatmap(
        lambda found: st.sampled_from([AnyOf(found), AllOf(found)])
    ),
    max_leaves=6,
)  # fmt: skip


def plainly(text: str, asked: Wanted) -> bool:
    match asked:
        case Piece():
            return any(one.startswith(asked.text) if asked.begins else one == asked.text for one in text.split(" "))
        case AnyOf():
            return any(plainly(text, one) for one in asked.wanted)
        case AllOf():
            return all(plainly(text, one) for one in asked.wanted)


@settings(max_examples=200, deadline=None, suppress_health_check=[*HealthCheck])
@given(kept=st.lists(texts, min_size=1, max_size=4), asked=wanted)
def test_it_finds_what_a_plain_look_finds(owner: User, kept: list[str], asked: Wanted) -> None:
    Contact.objects.all().delete()
    people = [make_contact(owner=owner, name="Анна") for _ in kept]
    for person, text in zip(people, kept, strict=True):
        Contact.objects.filter(pk=person.pk).update(search_text=text)
    found = set(Contact.objects.filter(search_text__holds=asked).values_list("pk", flat=True))
    assert found == {person.pk for person, text in zip(people, kept, strict=True) if plainly(text, asked)}


def everything_is_right() -> bool:
    out = StringIO()
    call_command("recount", "--json", stdout=out)
    return not any(kept["wrong"] for kept in json.loads(out.getvalue()))


@settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
@given(steps=st.lists(st.tuples(st.sampled_from("crntdubm"), st.integers(0, 9)), max_size=15))
def test_every_way_of_changing_a_row_keeps_it_right(owner: User, steps: list[tuple[str, int]]) -> None:
    people = [make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Борис")]
    trash = None
    for step, number in steps:
        person = people[number % len(people)]
        match step:
            case "c":
                people.append(make_contact(owner=owner, name=f"Вера Слово{number}", about=f"о {number}"))
            case "r":
                person.refresh_from_db()
                person.family_name = f"Новикова{number}"
                person.save()
            case "n":
                make_interaction(owner=owner, contacts=[person], note=f"шахматы {number}")
            case "t":
                trash = person.throw_away()
            case "u":
                if trash:
                    trash.put_back()
                    trash = None
            case "d":
                Interaction.objects.filter(participant__contact=person).delete()
            case "b":
                Contact.objects.filter(owner=owner).update(city="Тверь")
                for one in Contact.objects.filter(owner=owner):
                    one.save()
            case "m":
                parts = [*Participant.objects.filter(owner=owner)]
                for part in parts:
                    part.own_note = f"лично {number}"
                Participant.objects.bulk_update(parts, ["own_note"])
    assert everything_is_right()


def test_recount_finds_and_mends_what_was_written_past_it(owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    make_interaction(owner=owner, contacts=[anna], note="шахматы")
    assert everything_is_right()
    Contact.objects.filter(pk=anna.pk).update(given_name="Инна")
    Interaction.objects.update(note_text="")
    with pytest.raises(SystemExit):
        call_command("recount", "--check", stdout=StringIO())
    assert not Contact.objects.filter(search_text__holds=Piece("инна")).exists()
    assert not everything_is_right()
    assert everything_is_right()
    assert Contact.objects.filter(search_text__holds=Piece("инна")).get() == anna
    assert Interaction.objects.filter(note_text__holds=Piece("шахмат")).exists()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps its own indexes right")
def test_a_broken_index_of_sqlite_is_made_anew(owner: User) -> None:
    make_contact(owner=owner, name="Анна")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO contacts_contact_search_text_pieces(rowid, search_text) VALUES (999, 'чужое')")
    assert not everything_is_right()
    assert everything_is_right()
