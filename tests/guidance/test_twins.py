"""Notes in two languages: the starters are the same in both, and each reader is led to those of their own."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from networking.accounts.models import User
from networking.guidance.actions import STARTER_NOTES, import_folder, load_starter_notes
from networking.guidance.finding.searching import search
from networking.guidance.lists.checklists import checklists
from networking.guidance.models import Note, NoteLink, NoteVersion
from networking.guidance.models.own_list import OwnItem
from networking.guidance.placing import note_for
from networking.guidance.vault.reading import read_folder
from tests.factories import make_community, make_event, make_participation
from tests.guidance.folders import bring, client_of

CYRILLIC = re.compile("[а-яё]", re.I)
PAIR: dict[str, str | bytes] = {
    "Встречи.md": "---\nlanguage: ru\ntags: [дело]\nshows_on: [event, 'debrief#После']\n---\nРассказ.\n\n"
    "## После\n\nЗаписать.\n\n- [ ] Да",
    "Meetings.md": "---\nlanguage: en\ntranslation_of: '[[Встречи]]'\ntags: [work]\n"
    "shows_on: [event, 'debrief#Afterwards']\n---\nA story.\n\n## Afterwards\n\nWrite it down.\n\n- [ ] Yes",
}

pytestmark = pytest.mark.django_db


def titles(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def twin_of(name: str) -> str | None:
    twin = Note.objects.get(name=name).twin
    return twin.name if twin else None


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    bring(tmp_path / "vault", PAIR)
    return tmp_path / "vault"


# The notes that the product ships.


def test_every_starter_is_there_in_both_languages_and_says_the_same_in_the_same_places() -> None:
    load_starter_notes()
    russian = list(Note.objects.filter(language="ru"))
    assert len(russian) == Note.objects.filter(language="en").count() == Note.objects.count() / 2 == 12
    for note in russian:
        twin = note.twin
        assert twin is not None, f"{note} is not there in English"
        assert (twin.language, twin.twin) == ("en", note)
        places, others = ([place.place for place in one.places.all()] for one in (note, twin))
        assert [place.split("#")[0] for place in places] == [place.split("#")[0] for place in others], note
        assert ["#" in place for place in places] == ["#" in place for place in others], note
        # What is led to is the same heading, told by its number: the contents of both are alike.
        assert [entry["level"] for entry in note.toc] == [entry["level"] for entry in twin.toc], note
        assert [numbered(note, place) for place in places] == [numbered(twin, place) for place in others], note
        assert [len(one.items) for one in checklists(note)] == [len(one.items) for one in checklists(twin)], note
        assert [link.target.twin_id for link in links_of(note) if link.target] == [
            link.target_id for link in links_of(twin)
        ], note
        assert note.tags.count() == twin.tags.count()
        # Equal in what they say: English takes more words for it, and never half as many.
        assert 0.8 < len(twin.body) / len(note.body) < 1.4, note


def numbered(note: Note, place: str) -> int:
    heading = place.partition("#")[2]
    return next((number for number, entry in enumerate(note.toc) if entry["text"] == heading), -1)


def links_of(note: Note) -> list[NoteLink]:
    return list(NoteLink.objects.filter(source=note).select_related("target").order_by("line", "pk"))


def test_a_starter_note_in_one_language_only_would_be_seen() -> None:
    heads = [source.head.values for source in read_folder(STARTER_NOTES).sources]
    names = {source.name for source in read_folder(STARTER_NOTES).sources}
    stands_for = [str(head["translation_of"]).strip("[]") for head in heads if head["language"] == "en"]
    assert {*stands_for} == {name for name in names if CYRILLIC.search(name)}
    assert len(stands_for) == len({*stands_for}) == len(heads) / 2


def test_english_notes_are_english_and_lead_to_english_notes() -> None:
    load_starter_notes()
    for note in Note.objects.filter(language="en"):
        said = [note.name, note.title, note.body, *note.aliases.values_list("name", flat=True)]
        said += [*note.tags.values_list("name", flat=True), *note.places.values_list("place", flat=True)]
        assert not CYRILLIC.search("\n".join(said)), note
        assert {link.target.language if link.target else "" for link in links_of(note)} == {"en"}, note
    lost = NoteLink.objects.filter(target=None) | NoteLink.objects.exclude(heading="").exclude(href__contains="#")
    assert not lost.exists()
    # Places are kept in sixty letters: a longer one would lose the end of its heading.
    assert not [source.path for source in read_folder(STARTER_NOTES).sources if any(
        len(place) > 60 for place in source.head.values["shows_on"]
    )]  # fmt: skip


def test_an_installation_that_has_the_russian_notes_gets_the_english_ones(
    admin_client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the next start; what an admin edited, or whose place somebody's note took, stays as it is."""
    shutil.copytree(STARTER_NOTES, tmp_path / "before", ignore=lambda _, names: [n for n in names if n < "А"])
    for file in (tmp_path / "before").iterdir():
        file.write_text(file.read_text("utf-8").replace("language: ru\n", ""), "utf-8")
    with monkeypatch.context() as before:
        before.setattr("networking.guidance.actions.STARTER_NOTES", tmp_path / "before")
        load_starter_notes()
    assert Note.objects.count() == 12
    edit(admin_client, "карьера", "По-своему.")
    bring(tmp_path / "mine", {"Образование.md": "Моё.", "Teamwork.md": "Ours."})
    for _ in range(2):
        load_starter_notes()
    assert (Note.objects.count(), Note.objects.filter(language="en").count()) == (24, 11)
    assert Note.objects.get(name="Карьера").body == "По-своему."
    assert (Note.objects.get(name="Teamwork").body, Note.objects.get(name="Образование").body) == ("Ours.", "Моё.")
    # What says no language is for everybody; the others are told once to each reader.
    with translation.override("en"):
        shown = {note.name for note in search("")}
    assert {"Карьера", "Образование", "Командная работа", "Teamwork", "Career"} <= shown
    assert len([name for name in shown if CYRILLIC.search(name)]) == 3
    with translation.override("ru"):
        assert {note.name for note in search("") if not CYRILLIC.search(note.name)} == {"Teamwork"}
    assert not load_starter_notes().notes


def edit(client: Client, slug: str, text: str) -> None:
    address = reverse("guidance:edit", args=[slug])
    known = titles(client, address).partition('name="known" value="')[2].partition('"')[0]
    assert client.post(address, {"text": text, "known": known}).status_code == 302


def test_a_note_of_somebodys_that_goes_over_a_starter_is_for_everybody_and_keeps_its_twin(tmp_path: Path) -> None:
    load_starter_notes()
    bring(tmp_path, {"Карьера.md": "# Карьера\n\nСвоими словами. [[Менторство]]"})
    assert (twin_of("Карьера"), twin_of("Career")) == ("Career", "Карьера")
    with translation.override("en"):
        assert {"Карьера", "Career"} <= {note.name for note in search("")}
        first = note_for("month")
        assert first is not None
        assert first.title == "The eight figures"
        referral = note_for("referral")
        assert referral is not None
        assert referral.title == "Referrals"
    with translation.override("ru"):
        assert "Career" not in {note.name for note in search("")}
        referral = note_for("referral")
        assert referral is not None
        assert CYRILLIC.search(referral.title)


# Any notes that say their language.


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize(("language", "own", "other"), [("ru", "Встречи", "Meetings"), ("en", "Meetings", "Встречи")])
def test_every_list_of_notes_shows_a_reader_the_one_of_a_pair(
    language: str, own: str, other: str, tmp_path: Path
) -> None:
    bring(tmp_path / "more", {
        "Только.md": "---\nlanguage: ru\ntags: [общая]\n---\nодно\n\n- [ ] а",
        "Only.md": "---\nlanguage: en\ntags: [общая]\n---\none\n\n- [ ] b",
        "Ничьё.md": "без языка\n\n- [ ] в",
    })  # fmt: skip
    client = client_of(language)
    event = make_event(owner=User.objects.get())
    everywhere = [
        reverse("guidance:index"), reverse("guidance:folders"), f"{reverse('guidance:graph')}?marked=",
        f"{reverse('guidance:list_add')}?where=event:{event.pk}",
    ]  # fmt: skip
    for address in everywhere:
        html = titles(client, address)
        assert f">{other}<" not in html, address
        assert f'"{other}"' not in html, address
        for name in (own, "Только", "Only", "Ничьё"):
            assert f">{name}<" in html or f'"{name}"' in html, (address, name)
    with translation.override(language):
        assert [note.name for note in search("рассказ" if language == "ru" else "story")] == [own]
        assert not search("story" if language == "ru" else "рассказ")
    # What only the notes of the other language have is shown as such; of two languages the reader's stands alone.
    theirs_alone, ours = ("story", "рассказ") if language == "ru" else ("рассказ", "story")
    queries = []

    def found_for(query: str) -> str:
        with CaptureQueriesContext(connection) as made:
            response = client.get(reverse("guidance:index"), {"q": query}, headers={"HX-Request": "true"})
        queries.append(len(made))
        return response.content.decode()

    found = found_for(theirs_alone)
    elsewhere = {"ru": "На вашем языке ничего не нашлось", "en": "Nothing is found in your language"}[language]
    assert elsewhere in found
    assert f">{other}<" in found
    assert f">{own}<" not in found
    assert f">{own}<" in (mine_found := found_for(ours))
    assert elsewhere not in mine_found
    assert "empty-state" in (nothing := found_for("xyzzy"))
    assert elsewhere not in nothing
    # Only a search that finds nothing looks further.
    assert queries[0] == queries[1] + 1
    mine, theirs = ("дело", "work") if language == "ru" else ("work", "дело")
    for address in (reverse("guidance:tags"), reverse("guidance:index")):
        assert f"#{mine}" in titles(client, address)
        assert f"#{theirs}" not in titles(client, address)
    # The tag of a note in the other language still leads to it.
    assert other in titles(client, reverse("guidance:tag", args=[theirs]))


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize(
    ("language", "said", "anchor"), [("ru", "Записать.", "h-после"), ("en", "Write it down.", "h-afterwards")]
)
def test_a_place_leads_to_the_note_in_the_language_of_the_reader(language: str, said: str, anchor: str) -> None:
    client = client_of(language)
    panel = client.get(reverse("guidance:shown_on", args=["debrief"]), headers={"HX-Request": "true"})
    assert said in panel.content.decode()
    own = Note.objects.get(language=language)
    plain = client.get(reverse("guidance:shown_on", args=["debrief"]))
    assert unquote(plain.headers["Location"]) == unquote(f"{own.get_absolute_url()}#{anchor}")
    # Without its own, the reader is led to the other.
    own.places.all().delete()
    other = client.get(reverse("guidance:shown_on", args=["event"])).headers["Location"]
    assert own.twin is not None
    assert other == own.twin.get_absolute_url()


@pytest.mark.usefixtures("pair")
def test_a_note_offers_its_twin_and_stands_among_its_own() -> None:
    reader = client_of("en")
    english, russian = Note.objects.get(language="en"), Note.objects.get(language="ru")
    html = titles(reader, english.get_absolute_url())
    assert f'href="{russian.get_absolute_url()}" lang="ru" hreflang="ru">' in html
    assert "По-русски</a>" in html
    html = titles(reader, russian.get_absolute_url())
    assert f'href="{english.get_absolute_url()}" lang="en" hreflang="en">' in html
    assert "In English</a>" in html
    assert '<article class="prose note-text" lang="ru"' in html
    assert "hreflang" not in titles(client_of("ru"), reverse("guidance:index"))


@pytest.mark.parametrize(("language", "said", "unsaid"), [("ru", "Клуб", "Club"), ("en", "Club", "Клуб")])
def test_what_leads_nowhere_is_told_of_the_readers_notes(tmp_path: Path, language: str, said: str, unsaid: str) -> None:
    bring(tmp_path / "vault", {
        "Встречи.md": "---\nlanguage: ru\n---\n[[Клуб]] [[Общее]]",
        "Meetings.md": "---\nlanguage: en\ntranslation_of: '[[Встречи]]'\n---\n[[Club]] [[Общее]]",
        "Alone.md": "---\nlanguage: en\n---\n[[Lonely]]",
    })  # fmt: skip
    client = client_of(language)
    missing = titles(client, reverse("guidance:missing"))
    assert f"<b>{said}</b>" in missing
    assert f"<b>{unsaid}</b>" not in missing
    # A note that there is in one language only is everybody's.
    assert "<b>Lonely</b>" in missing
    found = re.search(r'missing/">(\d+)', titles(client, reverse("guidance:index")))
    assert found is not None
    assert found[1] == "3"


def test_before_after_and_near_are_of_the_readers_language() -> None:
    load_starter_notes()
    for language, name in (("en", "Learning"), ("ru", "Образование")):
        note = Note.objects.get(name=name)
        # Who came to a note of the other language is among notes of that language.
        for reader in ("en", "ru"):
            html = titles(client_of(reader), note.get_absolute_url())
            beside = html.partition('class="note-beside"')[2].partition("note-backlinks")[0]
            slugs = {*Note.objects.exclude(language=language).values_list("slug", flat=True)}
            assert 'rel="prev"' in beside
            assert 'rel="next"' in beside
            assert "note-related" in beside
            assert not [slug for slug in slugs if reverse("guidance:note", args=[slug]) in beside]


@pytest.mark.usefixtures("pair")
def test_a_checklist_at_work_is_in_the_language_of_its_note() -> None:
    client = client_of("en")
    club = make_community(owner=User.objects.get())
    make_participation(community=club)
    for slug in ("meetings", "встречи"):
        client.post(reverse("guidance:list_take", args=[slug]), {"where": f"community:{club.pk}"})
    assert [*OwnItem.objects.order_by("pk").values_list("text", flat=True)] == ["Yes", "Да"]


def test_a_place_without_lists_has_no_heading_over_nothing(pair: Path) -> None:
    client = client_of("en")
    club = make_community(owner=User.objects.get())
    address = reverse("guidance:lists_of_community", args=[club.pk])
    panel = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<h2" not in panel
    assert f"{reverse('guidance:list_add')}?where=community%3A{club.pk}" in panel
    client.post(reverse("guidance:list_take", args=["meetings"]), {"where": f"community:{club.pk}"})
    assert "<h2" in client.get(address, headers={"HX-Request": "true"}).content.decode()


def test_a_pair_holds_through_a_new_name_and_ends_with_one_of_its_notes(admin_client: Client, pair: Path) -> None:
    admin_client.post(reverse("guidance:move", args=["встречи"]), {"name": "Сборы", "folder": ""})
    assert (twin_of("Сборы"), twin_of("Meetings")) == ("Meetings", "Сборы")
    assert Note.objects.get(name="Meetings").translation_of == "Сборы"
    admin_client.post(reverse("guidance:remove", args=["meetings"]))
    assert twin_of("Сборы") is None
    with translation.override("en"):
        assert [note.name for note in search("")] == ["Сборы"]
    admin_client.post(reverse("guidance:trash"), {"pk": Note.every.get(name="Meetings").pk})
    assert twin_of("Сборы") == "Meetings"
    edit(admin_client, "meetings", "No language any more.")
    assert (twin_of("Сборы"), twin_of("Meetings")) == (None, None)


@pytest.mark.parametrize(
    ("head", "language", "name"),
    [
        ("language: English", "en", ""),
        ("lang: ru-RU", "ru", ""),
        ("language: de\ntranslation_of: Б", "", "Б"),
        ("lang: [en]\ntranslation_of: [[Б]]", "en", "Б"),
        ("language: en\ntranslation_of: '[[п/Б|слова]]'", "en", "п/Б"),
        ("title: x", "", ""),
    ],
)
def test_what_the_front_matter_says(tmp_path: Path, head: str, language: str, name: str) -> None:
    bring(tmp_path, {"A.md": f"---\n{head}\n---\na", "п/Б.md": "б"})
    note = Note.objects.get(name="A")
    assert (note.language, note.translation_of) == (language, name)
    assert (twin_of("A"), twin_of("Б")) == (("Б", "A") if language and name else (None, None))


def test_odd_pairs_are_harmless(tmp_path: Path) -> None:
    """A note of itself, of one that is not there, two of one, and one of the same language."""
    head = "---\nlanguage: en\ntranslation_of: {}\n---\nx"
    odd = {"Self.md": "Self", "Lost.md": "Нет", "One.md": "Общее", "Two.md": "Общее", "Same.md": "Self"}
    bring(tmp_path, {"Общее.md": "о", **{name: head.format(of) for name, of in odd.items()}})
    assert twin_of("Общее") == "One"
    assert twin_of("One") == "Общее"
    assert [twin_of(name) for name in ("Self", "Lost", "Two", "Same")] == [None] * 4
    before = [*Note.objects.order_by("pk").values("pk", "twin", "html")]
    import_folder(tmp_path)
    assert [*Note.objects.order_by("pk").values("pk", "twin", "html")] == before
    assert NoteVersion.objects.count() == 6
