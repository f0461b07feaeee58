"""Notes stand where they are needed: every place that pages ask for has one, every anchor is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from communities.models.event import EventRole
from communities.models.kinds import Kind
from communities.models.launch import Step
from communities.models.participation import Role
from networking.guidance.actions import import_folder, load_starter_notes
from networking.guidance.models import Note, NotePlace
from networking.guidance.places import is_place, places
from networking.guidance.placing import note_for, notes_for
from networking.guidance.vault.reasons import said
from networking.guidance.vault.trashing import put_in_trash, restore_note
from networking.guidance.writing.editing import edit
from networking.metrics.measures import COUNTS
from networking.metrics.practices.listing import PRACTICES
from networking.metrics.rated import RATINGS
from tests.guidance.folders import bring, client_of

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*(ROOT / "templates").rglob("*.html"), ROOT / "communities" / "launch.py"]
FIGURES = [f"figure:{one.slug}" for one in (*COUNTS, *RATINGS)]
STEPS = [f"step:{step}" for step in Step.values]
HABITS = [f"practice:{one.slug}" for one in PRACTICES]
MANY = {"kind:": Kind.values, "role:": [*EventRole.values, *Role.values], "step:": Step.values}
ASKED = re.compile(
    r'shown_on" "([^"]+)"|_guide.html" with place="([^"]+)"|(?:with place="|shown_on", args=\[f")([a-z]+:)(?:"\|add|\{)'
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def starters() -> None:
    load_starter_notes()


@pytest.fixture(params=["ru", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


def note_at(address: str) -> Note:
    """The note of an address, which has the heading that the address names."""
    path, _, anchor = unquote(address).partition("#")
    note = Note.objects.get(slug=path.rstrip("/").rsplit("/", 1)[-1])
    assert not anchor or f'id="{anchor}"' in note.html
    return note


@pytest.mark.usefixtures("starters")
def test_each_practice_step_and_figure_has_an_anchor_of_its_own(language: str) -> None:
    assert (len(HABITS), len(STEPS), len(FIGURES)) == (12, 6, 8)
    addresses = []
    for place in (*HABITS, *STEPS, *FIGURES):
        pointer = note_for(place)
        assert pointer is not None, place
        assert "#h-" in pointer.address, place
        assert note_at(pointer.address).language == language, place
        assert pointer.excerpt, place
        addresses.append(pointer.address)
    # To keep one's promises is a habit and a figure of habits; nothing else shares its section.
    assert len({*addresses}) == 26


@pytest.mark.usefixtures("starters")
def test_the_links_of_the_practices_lead_to_their_sections(language: str) -> None:
    client = client_of(language)
    # Asked for before the first answer, which leaves another language behind.
    pointers = [note_for(f"practice:{practice.slug}") for practice in PRACTICES]
    for practice, pointer in zip(PRACTICES, pointers, strict=True):
        assert pointer is not None
        address = client.get(practice.note).headers["Location"]
        assert unquote(address) == unquote(pointer.address)
        assert note_at(address).language == language


@pytest.mark.usefixtures("starters")
def test_every_place_that_a_page_asks_for_has_a_note(language: str) -> None:
    asked: set[str] = set()
    for page in PAGES:
        for one, other, many in ASKED.findall(page.read_text("utf-8")):
            asked |= {f"{many}{value}" for value in MANY.get(many, [])} | ({one or other} - {""})
    assert {"kind:technical", "role:speaker", "event", "promise", "review", "people_empty", "step:theme"} <= asked
    # The page of an event asks for no note on listening.
    for place in sorted(asked - {f"role:{EventRole.LISTENER}"}):
        told = notes_for(place)
        assert told, place
        assert {note_at(pointer.address).language for pointer in told} == {language}, place


@pytest.mark.usefixtures("starters")
def test_whoever_takes_part_in_a_community_is_told_what_members_do(language: str) -> None:
    pointer = note_for("role:participant")
    assert pointer is not None
    assert pointer.title == {"ru": "Двенадцать привычек", "en": "Twelve practices"}[language]
    assert pointer.excerpt.startswith({"ru": "За месяц достаточно", "en": "Three or four a month"}[language])
    # What is told of one evening stands where an evening is.
    evening = {"ru": "Мероприятия и участие", "en": "Events and taking part"}[language]
    places = [row.place for row in NotePlace.objects.filter(note__name=evening)]
    assert {"event", "events_empty", "today_empty"} < {*places}
    assert not [place for place in places if place.startswith(("role:participant", "role:listener"))]


@pytest.mark.usefixtures("starters")
def test_every_heading_named_by_a_place_is_in_its_note(language: str) -> None:
    with_headings = NotePlace.objects.filter(place__contains="#", note__language=language).select_related("note")
    assert len(with_headings) > 40
    for row in with_headings:
        pointer = next(one for one in notes_for(row.place.partition("#")[0]) if row.note.slug in unquote(one.address))
        assert "#" in pointer.address, row.place


def test_a_place_leads_to_a_heading_or_to_the_note_where_there_is_none(client_of_owner: Client, tmp_path: Path) -> None:
    text = "---\nshows_on: ['event#До', 'debrief#Нет такой']\n---\n# Встреча\n\nНачало.\n\n## До\n\nСобраться."
    bring(tmp_path, {"Встреча.md": text})
    note = Note.objects.get()
    before, after = note_for("event"), note_for("debrief")
    assert before is not None
    assert (before.title, before.excerpt) == ("До", "Собраться.")
    assert before.address == f"{note.get_absolute_url()}#h-до"
    assert after is not None
    assert (after.title, after.excerpt, after.address) == ("Встреча", "Начало.", note.get_absolute_url())
    assert note_for("even") is None
    panel = client_of_owner.get(reverse("guidance:shown_on", args=["event"]))
    assert unquote(panel.headers["Location"]) == unquote(before.address)


def test_an_admin_changes_where_a_note_stands(admin_client: Client, client_of_owner: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"Встреча.md": "# Встреча\n\nНачало.\n\n## До\n\nСобраться."})
    note = Note.objects.get()
    address = reverse("admin:guidance_note_change", args=[note.pk])
    sent = {
        "places-TOTAL_FORMS": 1,
        "places-INITIAL_FORMS": 0,
        "places-0-place": "review#До",
        "places-0-rank": 0,
        "places-0-note": note.pk,
    }
    assert admin_client.post(address, sent).status_code == 302
    panel = client_of_owner.get(reverse("guidance:shown_on", args=["review"]), headers={"HX-Request": "true"})
    assert "Собраться." in panel.content.decode()


def test_advice_tells_a_checklist_item_by_item(client_of_owner: Client, tmp_path: Path) -> None:
    items = "".join(f"- [ ] Дело {number}\n" for number in range(7))
    text = f"---\nshows_on: ['event#До', 'debrief#После']\n---\n## До\n\nСобраться.\n\n{items}\n## После\n\n{items}"
    bring(tmp_path, {"Встреча.md": text})
    before, after = note_for("event"), note_for("debrief")
    assert before is not None
    assert (before.excerpt, before.items[:2], len(before.items)) == ("Собраться.", ("Дело 0", "Дело 1"), 7)
    assert after is not None
    assert (after.excerpt, len(after.items)) == ("", 7)
    html = client_of_owner.get(reverse("guidance:shown_on", args=["event"]), headers={"HX-Request": "true"})
    assert html.content.decode().count("<li>Дело") == 5


def choose(note: Note, *places: str) -> None:
    note.places.all().delete()
    for rank, place in enumerate(places):
        NotePlace.objects.create(note=note, place=place, rank=rank)


def chosen(note: Note) -> list[str]:
    return [one.place for one in note.places.all()]


def test_the_places_that_an_admin_chose_stand_until_the_front_matter_says_others(tmp_path: Path) -> None:
    bring(tmp_path, {"A.md": "---\nshows_on: [event]\n---\none"})
    note, now = Note.objects.get(), timezone.now()
    choose(note, "review", "month")
    edit(note, "---\nshows_on: [event]\n---\ntwo", by=None, now=now)
    assert chosen(note) == ["review", "month"]
    bring(tmp_path, {"A.md": "---\nshows_on: event\ntags: [x]\n---\nthree"})
    assert chosen(note) == ["review", "month"]
    put_in_trash([Note.objects.get()], now)
    assert chosen(note) == []
    restore_note(Note.every.get(), now)
    assert chosen(note) == ["review", "month"]
    choose(note, "month")
    edit(Note.objects.get(), "four", by=None, now=now)
    assert chosen(note) == ["month"]
    edit(Note.objects.get(), "---\nshows_on: [debrief]\n---\nfour", by=None, now=now)
    assert chosen(note) == ["debrief"]
    edit(Note.objects.get(), "---\nshows_on: []\n---\nfour", by=None, now=now)
    assert chosen(note) == []


def send_place(client: Client, note: Note, place: str, *, now: NotePlace | None = None) -> str:
    sent: dict[str, object] = {
        "places-TOTAL_FORMS": 1,
        "places-INITIAL_FORMS": int(now is not None),
        "places-0-note": note.pk,
    }
    sent |= {"places-0-place": place, "places-0-rank": 3} | ({"places-0-id": now.pk} if now else {})
    return client.post(reverse("admin:guidance_note_change", args=[note.pk]), sent, follow=True).content.decode()


def test_a_place_that_no_page_asks_for_is_refused(admin_client: Client, tmp_path: Path) -> None:
    report = bring(tmp_path, {"A.md": "---\nshows_on: [event, чепуха]\n---\n", "B.md": "b"})
    again = import_folder(tmp_path)
    for told in (report, again):
        assert [one.reason for one in told.problems] == ["no page shows notes for the place: чепуха"]
    with translation.override("ru"):
        assert said(report.problems[0].reason) == "ни одна страница не показывает заметок для места: чепуха"
    note = Note.objects.get(path="B.md")
    assert (
        "communities_empty" in admin_client.get(reverse("admin:guidance_note_change", args=[note.pk])).content.decode()
    )
    assert "today_empty" in send_place(admin_client, note, "чепуха такая")
    assert "kind:technical" in send_place(admin_client, note, "kind:такого нет")
    assert chosen(note) == []
    send_place(admin_client, note, "kind:technical#Как есть")
    assert chosen(note) == ["kind:technical#Как есть"]
    # What came with a note stays, and its rank can be changed.
    odd = NotePlace.objects.create(note=Note.objects.get(path="B.md"), place="old")
    note.places.exclude(pk=odd.pk).delete()
    send_place(admin_client, note, "old", now=odd)
    assert note.places.get().rank == 3


def test_the_places_that_can_be_chosen_are_those_that_pages_ask_for() -> None:
    named = {place for place in places() if place.partition(":")[0] in ("figure", "practice", "step")}
    assert named == {*FIGURES, *HABITS, *STEPS}
    asked = {f"{many}{value}" for many, values in MANY.items() for value in values}
    for page in PAGES:
        for one, other, _many in ASKED.findall(page.read_text("utf-8")):
            asked |= {one or other} - {""}
    assert asked <= places()
    # The lists of a community ask for its family.
    assert places() - asked == named - {*STEPS} | {"family:internal", "family:professional"}


@pytest.mark.usefixtures("starters")
def test_the_products_own_notes_name_no_other_places() -> None:
    assert [place for place in NotePlace.objects.values_list("place", flat=True) if not is_place(place)] == []
