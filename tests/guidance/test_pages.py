"""The pages of the notes, and the panel that other pages fetch."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from networking.guidance.actions import load_starter_notes
from networking.guidance.models import Note
from networking.guidance.placing import note_for
from tests.counting import queries_of
from tests.guidance.folders import bring

FILES: dict[str, str | bytes] = {
    "Встреча.md": "---\naliases: [Митап]\ntags: [события/первые]\nshows_on: [event]\n---\n# Первая встреча\n\n"
    "Приходите на встречу раньше.\n\n## До\n\nа\n\n## После\n\n- [x] написать [[Нет такой]]\n\n%%тайна%% ==важно==\n",
    "п/Другая.md": "---\ntags: [события]\nshows_on: [debrief, event]\n---\nСначала одно. "
    "Потом читайте [[Митап|о ней]] дома.",
}


def page(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.fixture
def vault(db: None, tmp_path: Path) -> None:
    bring(tmp_path, FILES)


def test_note(client_of_owner: Client, vault: None) -> None:
    note = Note.objects.get(path="Встреча.md")
    assert unquote(note.get_absolute_url()) == "/guidance/встреча/"
    html = page(client_of_owner, note.get_absolute_url())
    assert html.count("<h1>") == 1
    assert "<h1>Первая встреча</h1>" in html
    assert "ещё: Митап" in html
    assert '<a href="#h-до">До</a>' in html
    assert '<h2 id="h-до">До</h2>' in html
    assert '<span class="missing" title="Такой заметки пока нет">Нет такой</span>' in html
    assert '<span class="task-box">☑</span>' in html
    assert "<mark>важно</mark>" in html
    assert "тайна" not in html
    assert "Потом читайте <b>о ней</b> дома." in html
    assert "data-hx-disable" in html
    assert client_of_owner.get("/guidance/такой-нет/").status_code == 404


def test_index_finds_by_stems_and_says_when_nothing_is_found(client_of_owner: Client, vault: None) -> None:
    address = reverse("guidance:index")
    assert "Первая встреча" in page(client_of_owner, f"{address}?q=встречами")
    assert "Первая встреча" in page(client_of_owner, f"{address}?q=МИТАПЫ")
    assert "Первая встреча" in page(client_of_owner, f"{address}?q=перв")
    fragment = page(client_of_owner, f"{address}?q=бегемот", **{"HX-Request": "true"})
    assert "Ни в одной заметке нет «бегемот»" in fragment
    assert "<html" not in fragment
    assert "Первая встреча" not in page(client_of_owner, f"{address}?folder=п", **{"HX-Request": "true"})
    assert "1 ссылка никуда не ведёт" in page(client_of_owner, address)
    assert page(client_of_owner, f"{address}?q=%00%25_'%22")


def test_index_of_nothing(client_of_owner: Client) -> None:
    assert "Заметок пока нет" in page(client_of_owner, reverse("guidance:index"))


def test_tag_holds_the_tags_beneath_it(client_of_owner: Client, vault: None) -> None:
    wide = page(client_of_owner, reverse("guidance:tag", args=["события"]))
    assert "Первая встреча" in wide
    assert "Другая" in wide
    narrow = page(client_of_owner, reverse("guidance:tag", args=["события/первые"]))
    assert "Другая" not in narrow
    assert client_of_owner.get(reverse("guidance:tag", args=["нет"])).status_code == 404


def test_missing_is_grouped_by_how_often(client_of_owner: Client, vault: None, tmp_path: Path) -> None:
    bring(tmp_path, {"В.md": "[[Нет-такой]] [[Другой нет]]"})
    html = page(client_of_owner, reverse("guidance:missing"))
    assert "2 ссылки" in html
    assert html.index("Нет") < html.index("Другой нет")


def test_shown_on(client_of_owner: Client, vault: None) -> None:
    panel, htmx = reverse("guidance:shown_on", args=["event"]), {"HX-Request": "true"}
    html = client_of_owner.get(panel, headers=htmx).content.decode()
    assert html.index("Первая встреча") < html.index("Другая")
    assert "Приходите на встречу раньше." in html
    nowhere = reverse("guidance:shown_on", args=["nowhere"])
    assert client_of_owner.get(nowhere, headers=htmx).content == b""
    assert client_of_owner.get(nowhere).headers["Location"] == reverse("guidance:index")
    first, plain = note_for("debrief"), client_of_owner.get(panel)
    assert "Первая встреча" in page(client_of_owner, plain.headers["Location"])
    assert first is not None
    assert (first.title, note_for("nowhere")) == ("Другая", None)


def test_every_place_of_the_product_has_a_note(db: None) -> None:
    load_starter_notes()
    kinds = ("technical", "interest_group", "development_committee", "education_group", "formal_association",
             "practitioners", "sig", "geographic", "online")  # fmt: skip
    places = [
        *(f"kind:{kind}" for kind in kinds),
        "family:internal",
        "family:professional",
        "event",
        "debrief",
        "month",
    ]
    assert not [place for place in places if note_for(place) is None]


def test_query_counts_do_not_grow(client_of_owner: Client, db: None, tmp_path: Path) -> None:
    counts = []
    for number in (1, 3):
        for row in range(number):
            bring(
                tmp_path,
                {f"{row}/Н{row}.md": f"---\ntags: [т, т{row}]\nshows_on: [х]\n---\n# Н{row}\n[[Цель]] [[Нет{row}]]"},
            )
        bring(tmp_path, {"Цель.md": "---\naliases: [Ц]\ntags: [т]\n---\nц"})
        target = Note.objects.get(path="Цель.md").get_absolute_url()
        names = ("index", "missing")
        addresses = [target, *(reverse(f"guidance:{name}") for name in names), "/guidance/tags/т/"]
        counts.append([queries_of(client_of_owner, address) for address in addresses])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 9


def test_admin_reads_notes(admin_client: Client, vault: None) -> None:
    note = Note.objects.get(path="Встреча.md")
    assert "Первая встреча" in page(admin_client, reverse("admin:guidance_note_changelist") + "?q=митап")
    html = page(admin_client, reverse("admin:guidance_note_change", args=[note.pk]))
    assert 'name="body"' not in html
    assert 'name="places-0-place"' in html
    assert "Нет такой" in page(admin_client, reverse("admin:guidance_notelink_changelist") + "?rule__exact=")


def test_a_long_list_has_pages_and_a_note_that_many_name_shows_some(client_of_owner: Client, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"Н{number:03}.md": "[[Цель]] и дальше" for number in range(130)}
    bring(tmp_path, {**files, "Цель.md": "ц"})
    first = page(client_of_owner, reverse("guidance:index"))
    last = page(client_of_owner, f"{reverse('guidance:index')}?page=3")
    assert "page=2" in first
    assert ("Н000" in first, "Н129" in first, "Н129" in last) == (True, False, True)
    html = page(client_of_owner, Note.objects.get(path="Цель.md").get_absolute_url())
    assert html.count("и дальше") == 100
    assert "больше заметок, чем показано" in html
