"""People go out as cards and tables: what is in the file, and what comes back from it."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.mentions.tokens import token
from contacts.models import Channel, Contact
from contacts.spreadsheets import as_meant, harmless
from networking.accounts.models import User
from networking.exchange.actions import carrying_out
from networking.exchange.actions.preview import preview
from networking.exchange.formats import vcard
from networking.exchange.models import ImportRow, State, Verdict
from tests.exchange.places import FILES
from tests.factories import make_channel, make_contact, make_date, make_tag

pytestmark = pytest.mark.django_db
FILE = "exchange:people_export"


def got(client: Client, **asked: Any) -> str:
    answer: Any = client.get(reverse(FILE), {"everybody": "1", "kind": "vcard3"} | asked)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def rows(client: Client, **asked: Any) -> list[dict[str, str]]:
    text = got(client, kind="csv", **asked)
    assert text[0] == "\ufeff"
    delimiter = {"semicolon": ";", "tab": "\t"}.get(asked.get("separator", ""), ",")
    return [*csv.DictReader(StringIO(text[1:]), delimiter=delimiter)]


def brought_in(owner: User, data: bytes) -> None:
    batch = preview(owner=owner, file=BytesIO(data), name="file")
    while batch.state in (State.PREVIEW, State.RUNNING):
        batch = carrying_out.run_step(owner=owner, batch=batch)


@pytest.fixture
def anna(owner: User) -> Contact:
    owner.language = "en"
    owner.save()
    other = make_contact(owner=owner, name="Boris Volkov", city="Kazan")
    person = make_contact(
        owner=owner, name="Anna Petrova", company="Globex", position="=cmd()", city="Tver", tie=3, trust=4,
        about=f"Knows {token(other.name, other.pk)}; and, \"cats\"", introduced_by=other, how_met="-at the fair",
    )  # fmt: skip
    make_channel(contact=person, kind="phone", value="+7 912 000-11-22", label="mobile")
    make_channel(contact=person, kind="phone", value="+7 912 000-11-33", label="work")
    make_channel(contact=person, kind="telegram", value="@anna")
    make_channel(contact=person, kind="slack", value="@anna.p")
    make_date(contact=person, day=12, month=3, year=1990)
    person.tags.add(make_tag(owner=owner, name="chess"))
    return person


def test_a_card_says_what_the_person_is_without_the_owners_marks(client_of_owner: Client, anna: Contact) -> None:
    for version in ("3", "4"):
        text = got(client_of_owner, kind=f"vcard{version}", filter="city=Tver")
        assert f"VERSION:{version}.0\r\n" in text
        [person] = vcard.read(text.encode()).people
        assert (person.given_name, person.family_name, person.company) == ("Anna", "Petrova", "Globex")
        assert person.note == 'Knows @Boris Volkov; and, "cats"'
        assert {(one.kind, one.value, one.label) for one in person.channels} >= {
            ("phone", "+7 912 000-11-22", "mobile"),
            ("phone", "+7 912 000-11-33", "work"),
        }
        assert {one.kind for one in person.channels} == {"phone", "telegram", "slack"}
        assert [(one.kind, one.month, one.day, one.year) for one in person.dates] == [("birthday", 3, 12, 1990)]
        assert person.tags == ["chess"]
        assert "Tie" not in text
        assert "trust" not in text.lower()


def test_one_person_and_those_of_a_filter(client_of_owner: Client, anna: Contact) -> None:
    assert got(client_of_owner, everybody="", person=str(anna.pk)).count("BEGIN:VCARD") == 1
    assert got(client_of_owner).count("BEGIN:VCARD") == 2
    only = got(client_of_owner, filter="q=Globex")
    assert only.count("BEGIN:VCARD") == 1
    assert "FN:Anna Petrova" in only


def test_nobody_of_somebody_else_goes_out(client_of_stranger: Client, anna: Contact) -> None:
    answer = client_of_stranger.get(reverse(FILE), {"person": str(anna.pk), "kind": "vcard3"})
    assert answer.status_code == 302
    assert client_of_stranger.get(reverse(FILE), {"everybody": "1", "kind": "csv"}).status_code == 302


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(client_of_owner: Client, anna: Contact) -> None:
    for separator in ("semicolon", "comma", "tab"):
        [row] = rows(client_of_owner, filter="city=Tver", separator=separator)
        assert row["Job title"] == "'=cmd()"
        assert row["How we met"] == "'-at the fair"
        assert row["Phone"] == "'+7 912 000-11-22 ::: +7 912 000-11-33"
        assert row["Telegram"] == "'@anna"
        assert row["Other addresses"] == "Slack: @anna.p"
        assert (row["Birthday"], row["Trust, 1 to 5"], row["Depth of the tie"]) == ("1990-03-12", "4", "talking")
        assert row["Introduced by"] == "Boris Volkov"
        assert row["Notes"] == 'Knows @Boris Volkov; and, "cats"'


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", ["vcard3", "vcard4", "csv"])
def test_what_went_out_comes_in_again(client_of_owner: Client, anna: Contact, kind: str, language: str) -> None:
    User.objects.filter(pk=anna.owner_id).update(language=language)
    data = got(client_of_owner, kind=kind).encode()
    batch = preview(owner=anna.owner, file=BytesIO(data), name="file")
    verdicts = {row.name: (row.verdict, row.changes) for row in ImportRow.objects.filter(batch=batch)}
    # Of the other only the name is known: that is a guess, and changes nothing.
    assert verdicts == {"Anna Petrova": (Verdict.SAME, []), "Boris Volkov": (Verdict.DOUBLE, [])}
    Contact.objects.filter(owner=anna.owner).delete()
    brought_in(anna.owner, data)
    back = Contact.objects.get(owner=anna.owner, given_name="Anna")
    for name in ("family_name", "company", "position", "city"):
        assert getattr(back, name) == getattr(anna, name)
    phones = Channel.objects.filter(contact=back, kind="phone").values_list("value", flat=True)
    assert {*phones} == {"+7 912 000-11-22", "+7 912 000-11-33"}


def test_the_card_that_a_person_came_with_goes_out_again(client_of_owner: Client, owner: User) -> None:
    data = (FILES / "vcard" / "odd.vcf").read_bytes()
    brought_in(owner, data)
    text = got(client_of_owner)
    [was], [now] = vcard.read(data).people, vcard.read(text.encode()).people
    before = {one[:4] for one in vcard.parse(was.raw).properties}
    assert before <= {one[:4] for one in vcard.parse(now.raw).properties}
    Contact.objects.filter(owner=owner).update(company="New Works")
    after = {one[:4] for one in next(vcard.cards(got(client_of_owner).encode())).properties}
    assert {one[1] for one in before - after} == {"ORG"}
    assert ("", "ORG", "", "New Works;Loom") in after


def test_the_page_says_how_many_and_offers_every_form(client_of_owner: Client, anna: Contact) -> None:
    page = client_of_owner.get(reverse("exchange:people"), {"everybody": "1", "filter": "city=Tver"}).content.decode()
    assert "1 person goes into the file" in page
    assert 'value="city=Tver"' in page
    assert page.count('name="kind"') == 3
    wrong = client_of_owner.get(reverse(FILE), {"everybody": "1", "kind": "pdf"})
    assert wrong.status_code == 422
    listed = client_of_owner.get(reverse("contacts:list"), {"city": "Tver"}).content.decode()
    assert f"{reverse('exchange:people')}?everybody=1&amp;filter=city%3DTver" in listed


@settings(deadline=None, suppress_health_check=[*HealthCheck])
@given(st.text())
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert as_meant(harmless(text)) == text or text.startswith("'")
