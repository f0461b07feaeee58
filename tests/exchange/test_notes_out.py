"""The network as a folder of notes: safe names, links that all lead somewhere, and a way into the guidance pages."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.mentions.tokens import token
from contacts.models import Contact
from networking.accounts.models import User
from networking.exchange.vault.markdown import own_text
from networking.exchange.vault.naming import Names, safe
from networking.exchange.vault.writing import notes
from networking.guidance.actions import import_folder
from networking.guidance.leading.resolving import Index
from networking.guidance.models import Note, NoteLink
from networking.guidance.text.links import WIKILINK, take_apart
from networking.guidance.vault.reading import MOST_BYTES
from tests.factories import (
    make_attendance,
    make_channel,
    make_community,
    make_contact,
    make_event,
    make_interaction,
    make_membership,
    make_promise,
    make_tag,
    make_user,
)
from tests.merge_network import make_world
from tests.network import fill

pytestmark = pytest.mark.django_db
NASTY = ["CON", "a/b", "a\\b", "..", "A|b", "a#b", "[[x]]", "a^b", "x.md", "Анна", "анна", "АННА", "Ё", "Е", "%%",
         "`a`", "{{y}}", "my network", "2026-10", "  .hidden", "é", "e\u0301", "-" * 100, "Straße", "STRASSE",
         "\u202eevil"]  # fmt: skip


def written(owner: User, folder: Path) -> dict[str, str]:
    """The notes as files; their texts by their paths."""
    found = dict(notes(owner))
    for path, text in found.items():
        assert len(text) <= MOST_BYTES
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text)
    return {path: text.decode() for path, text in found.items()}


def every_link_leads_somewhere(texts: dict[str, str], folder: Path) -> int:
    """Read the folder as the guidance pages do, and follow each link that stands in a file; says how many there are."""
    report = import_folder(folder)
    assert not report.skipped
    assert not report.problems
    index = Index.of(Note.objects.prefetch_related("aliases"))
    count = 0
    for path, text in texts.items():
        source = Note.objects.get(path=path)
        for match in WIKILINK.finditer(text):
            link = take_apart(match)
            assert link is not None, match[0]
            assert not link.embed, match[0]
            found = index.find(link.name, source)
            assert found.note is not None, f"{path}: {match[0]}"
            assert found.note.path.rpartition("/")[2] == f"{link.name}.md", f"{path}: {match[0]} → {found.note.path}"
            count += 1
    assert not NoteLink.objects.filter(target=None, source__path__in=texts).exists()
    return count


def test_a_network_becomes_notes_that_link_to_each_other(owner: User, tmp_path: Path) -> None:
    owner.language = "en"
    other = make_contact(owner=owner, name="Boris Volkov")
    anna = make_contact(
        owner=owner, name="Anna Petrova", company="Globex: East",
        about=f"Knows {token('Boris', other.pk)} [[not a note]] %%",
        introduced_by=other, nickname="anya", tie=3,
    )  # fmt: skip
    anna.tags.add(make_tag(owner=owner, name="chess club"))
    make_channel(contact=anna, value="@anna")
    place = make_community(owner=owner, name="Tver Dev")
    make_membership(contact=anna, community=place, since=date(2026, 1, 5))
    event = make_event(owner=owner, name="Meetup: 1/2", community=place, starts=datetime(2026, 10, 3, 15, tzinfo=UTC))
    make_attendance(event=event, contact=anna, came=True)
    make_interaction(
        owner=owner, contacts=[anna], day=date(2026, 10, 4), topics="CI", note=f"!{token('Boris', other.pk)}"
    )
    make_promise(contact=anna, text="Send the link", made_on=date(2026, 10, 4))
    with translation.override("en"):
        texts = written(owner, tmp_path)
    assert {*texts} == {
        "My network.md", "People/Anna Petrova.md", "People/Boris Volkov.md", "Communities/Tver Dev.md",
        "Events/2026-10-03 Meetup 1 2.md", "Months/2026-10.md",
    }  # fmt: skip
    assert every_link_leads_somewhere(texts, tmp_path) > 12
    card = texts["People/Anna Petrova.md"]
    for said in ("type: person", "- anya", "- chess-club", "company: 'Globex: East'",
                 "introduced_by: '[[Boris Volkov]]'",
                 "> Knows [[Boris Volkov|Boris]] \\[\\[not a note]]", "Telegram: @anna", "[[Tver Dev]], participant",
                 "[[2026-10-03 Meetup 1 2]]", "[[2026-10|2026-10-04]] Meeting. CI. ! [[Boris Volkov|Boris]]",
                 "- [ ] I promised: Send the link"):  # fmt: skip
        assert said in card, said
    assert "[[Anna Petrova]]" in texts["Events/2026-10-03 Meetup 1 2.md"]
    assert "[[Anna Petrova]]: 1" in texts["Months/2026-10.md"]
    assert "[[Anna Petrova]], participant" in texts["Communities/Tver Dev.md"]
    page = Note.objects.get(path="People/Anna Petrova.md")
    assert 'href="/guidance/tver-dev/"' in page.html
    assert {alias.name for alias in page.aliases.all()} == {"anya"}


def test_a_row_of_everything_and_nasty_names(owner: User, tmp_path: Path) -> None:
    fill(owner, date(2026, 11, 20))
    people = [make_contact(owner=owner, name=name) for name in NASTY]
    Contact.objects.filter(pk=people[0].pk).update(about="```\n" + "\n".join(token(one.name, one.pk) for one in people))
    for one in people:
        make_interaction(owner=owner, contacts=[one], note="x" * 20_000)
        make_event(owner=owner, name=one.name)
        make_community(owner=owner, name=one.name)
    texts = written(owner, tmp_path)
    assert len(texts) > 3 * len(NASTY)
    names = [PurePosixPath(path).stem.casefold() for path in texts]
    assert len({*names}) == len(names)
    assert every_link_leads_somewhere(texts, tmp_path) > 4 * len(NASTY)


@settings(max_examples=4, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 10_000))
def test_a_random_network(db: None, tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    Note.objects.all().delete()
    User.objects.all().delete()
    make_world(owner := make_user(), seed)
    folder = tmp_path_factory.mktemp("notes")
    assert every_link_leads_somewhere(written(owner, folder), folder) > 20


@settings(max_examples=300, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.lists(st.text(max_size=130), max_size=8))
def test_names_are_safe_and_no_two_the_same(texts: list[str]) -> None:
    names = Names()
    taken = [names.take(text) for text in texts]
    assert len({name.casefold() for name in taken}) == len(taken)
    for name in taken:
        assert name == name.strip(" .") or name == "-"
        assert not {*name} & {*'\\/:*?"<>|#^[]\n\r\x00`%'}
        assert len(name.encode()) <= 450
        assert safe(name) == name or "(" in name


@settings(max_examples=300, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.text(alphabet="[]!%\\|#^a @`\n"), st.text(alphabet="[]!%\\a\n"))
def test_no_text_of_the_owner_becomes_a_link(text: str, after: str) -> None:
    shown = own_text(f"{text}{token('Name', 5)}{after}", {5: "Anna"})
    assert [match[0] for match in WIKILINK.finditer(shown)] == ["[[Anna|Name]]"]
    assert "%%" not in shown


def test_the_folder_is_downloaded(client_of_owner: Client, owner: User) -> None:
    make_contact(owner=owner, name="Anna Petrova")
    page = client_of_owner.get(reverse("exchange:archive")).content.decode()
    assert reverse("exchange:notes_export") in page
    answer: Any = client_of_owner.get(reverse("exchange:notes_export"))
    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert [name for name in archive.namelist() if name.endswith("/Anna Petrova.md")]
        assert archive.testzip() is None
