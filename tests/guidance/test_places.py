"""Admins make notes here, rename and move them, remove them and bring them back; links and addresses follow."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contacts.mentions.names import names_of
from networking.accounts.models import User
from networking.guidance.actions import import_folder, load_starter_notes
from networking.guidance.models import Note, NoteLink, NoteVersion, OldAddress
from networking.guidance.vault.exporting import export_to_folder
from networking.guidance.writing.moving import renamed
from tests.guidance.folders import bring, html_of, write

pytestmark = pytest.mark.django_db
NEW = "/guidance/vault/new/"


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def make(client: Client, name: str, folder: str = "", text: str = "") -> str:
    response = client.post(NEW, {"name": name, "folder": folder, "text": text})
    return response.headers.get("Location", "") or response.content.decode()


def move(client: Client, slug: str, name: str, folder: str = "") -> str:
    response = client.post(reverse("guidance:move", args=[slug]), {"name": name, "folder": folder})
    return response.headers.get("Location", "") or response.content.decode()


def body(path: str) -> str:
    return Note.objects.get(path=path).body


def test_a_note_is_looked_at_first_and_then_made(admin_client: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"A.md": "ждёт [[Первая встреча]]"})
    text = "---\ntags: [нетворкинг]\n---\nк ==делу==, см. [[A]]"
    response = admin_client.post(NEW, {"name": "Первая встреча", "folder": "", "text": text, "preview": "1"})
    seen = response.content.decode()
    assert "<mark>делу</mark>" in seen
    assert 'href="/guidance/a/"' in seen
    assert Note.objects.count() == 1
    address = make(admin_client, "Первая  встреча.md ", "", text)
    assert address == "/guidance/%D0%BF%D0%B5%D1%80%D0%B2%D0%B0%D1%8F-%D0%B2%D1%81%D1%82%D1%80%D0%B5%D1%87%D0%B0/"
    note = Note.objects.get(path="Первая встреча.md")
    assert (note.title, note.folder, note.origin) == ("Первая встреча", "", "here")
    assert [tag.name for tag in note.tags.all()] == ["нетворкинг"]
    version = note.versions.get()
    assert (bytes(version.raw).decode(), version.how, version.made_by) == (text, "edit", User.objects.get())
    assert "missing" not in html_of("A.md")
    shown = page(admin_client, address)
    assert "Заметка создана. На неё теперь ведёт 1 ссылка." in shown
    assert "<mark>делу</mark>" in shown


def test_a_folder_may_be_new_and_names_may_repeat_in_others(admin_client: Client) -> None:
    assert make(admin_client, "План", "Встречи/Осень") == f"/guidance/{quote('план')}/"
    assert make(admin_client, "План", "Клуб") == f"/guidance/{quote('клуб-план')}/"
    assert set(Note.objects.values_list("path", flat=True)) == {"Встречи/Осень/План.md", "Клуб/План.md"}
    assert '<option value="Встречи/Осень">' in page(admin_client, NEW)


@pytest.mark.parametrize(
    ("name", "folder", "said"),
    [
        ("", "", "бязательное"),
        ("   ", "", "Дайте заметке имя"),
        (".md", "", "Дайте заметке имя"),
        ("a/b", "", "знака /"),
        ("a#b", "", "знака #"),
        ("a|b", "", "знака |"),
        ("[[a]]", "", "знака ["),
        ("a:b", "", "знака :"),
        (".тайна", "", "начинаться с точки"),
        ("я" * 130, "", "слишком длинное"),
        ("a", ".obsidian", "начинаться с точки"),
        ("a", "x/Templates", "папке шаблонов"),
        ("я" * 120, "/".join(["папка"] * 99), "слишком длинное"),
        ("ПЛАН", "", "уже есть"),
        ("старое", "", "в корзине"),
        ("a\x00b", "", ""),
    ],
)  # fmt: skip
def test_a_name_that_no_vault_would_take_is_refused(
    admin_client: Client, tmp_path: Path, name: str, folder: str, said: str
) -> None:
    bring(tmp_path, {"План.md": "п", "Старое.md": "с"})
    admin_client.post(reverse("guidance:remove", args=["старое"]))
    response = admin_client.post(NEW, {"name": name, "folder": folder, "text": "текст"})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "текст</textarea>" in response.content.decode()
    moved = admin_client.post(reverse("guidance:move", args=["план"]), {"name": name, "folder": folder})
    assert moved.status_code == (302 if name == "ПЛАН" else 422)
    assert Note.every.count() == 2


def test_a_made_note_goes_out_and_comes_in_without_a_change(admin_client: Client, tmp_path: Path) -> None:
    make(admin_client, "План", "Встречи", "раз\n[[Второй]]")
    make(admin_client, "Второй", "", "два")
    export_to_folder(tmp_path / "out")
    assert (tmp_path / "out/Встречи/План.md").read_bytes() == "раз\n[[Второй]]".encode()
    report = import_folder(tmp_path / "out")
    assert [note.status for note in report.notes] == ["unchanged"] * 2
    report = bring(tmp_path / "out", {"Второй.md": "иначе"})
    assert [note.path for note in report.with_status("changed")] == ["Второй.md"]
    assert [problem.path for problem in report.problems] == ["Второй.md"]


def test_a_wanted_note_is_made_in_one_tap(admin_client: Client, client_of_owner: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"A.md": "[[Клуб/Нет & нет]] ![[нет.png]]"})
    wanted = "/guidance/vault/new/?name=%D0%9A%D0%BB%D1%83%D0%B1%2F%D0%9D%D0%B5%D1%82+%26+%D0%BD%D0%B5%D1%82"
    html = page(admin_client, reverse("guidance:missing"))
    assert html.count("/vault/new/?name=") == 1
    assert f'href="{wanted}"' in html
    assert "vault/new" not in page(client_of_owner, reverse("guidance:missing"))
    form = page(admin_client, wanted)
    assert 'value="Нет &amp; нет"' in form
    assert 'value="Клуб"' in form
    make(admin_client, "Нет & нет", "Клуб", "есть")
    assert NoteLink.objects.get(name="Клуб/Нет & нет").target == Note.objects.get(path="Клуб/Нет & нет.md")


def test_renaming_leads_the_old_address_on_and_writes_links_anew(admin_client: Client, tmp_path: Path) -> None:
    text = (
        "[[Старое]], [[старое#Глава|слова]], ![[Старое]]\r\n\r\n| a |\r\n| - |\r\n| [[Старое\\|т]] |\r\n\r\n"
        "[м](%D0%A1%D1%82%D0%B0%D1%80%D0%BE%D0%B5.md#x) [п](<Старое.md>) [с][1]\r\n\r\n"
        "`[[Старое]]` %% [[Старое]] %%\r\n\r\n```\r\n[[Старое]]\r\n```\r\n\r\n[[Псевдоним]]\r\n\r\n[1]: Старое.md"
    )
    bring(tmp_path, {"Старое.md": "---\naliases: [Псевдоним]\n---\n## Глава\n\n[[Старое#Глава]] [[B]]",
                     "B.md": text, "C.md": "[[B]]"})  # fmt: skip
    address = move(admin_client, "старое", "Новое имя", "Папка")
    assert address == f"/guidance/{quote('новое-имя')}/"
    response = admin_client.get(f"/guidance/{quote('старое')}/")
    assert (response.status_code, response.headers["Location"]) == (301, address)
    said = bytes(NoteVersion.objects.filter(note__path="B.md").latest("pk").raw).decode()
    assert said == (
        "[[Новое имя]], [[Новое имя#Глава|слова]], ![[Новое имя]]\r\n\r\n"
        "| a |\r\n| - |\r\n| [[Новое имя\\|т]] |\r\n\r\n"
        f"[м]({quote('Новое имя')}.md#x) [п](<Новое имя.md>) [с][1]\r\n\r\n"
        "`[[Старое]]` %% [[Старое]] %%\r\n\r\n```\r\n[[Старое]]\r\n```\r\n\r\n[[Псевдоним]]\r\n\r\n"
        f"[1]: {quote('Новое имя')}.md"
    )
    assert "[[Новое имя#Глава]] [[B]]" in body("Папка/Новое имя.md")
    assert not NoteLink.objects.filter(target=None).exists()
    assert "missing" not in html_of("B.md")
    assert NoteVersion.objects.filter(note__path="C.md").count() == 1
    html = page(admin_client, address)
    assert "Ссылки на неё в 1 другой заметке переписаны" in html
    assert "<h1>Новое имя</h1>" in html
    assert "Старое.md" in page(admin_client, f"{address}history/")
    assert move(admin_client, "новое-имя", "Старое") == f"/guidance/{quote('старое')}/"
    assert admin_client.get(address).headers["Location"] == f"/guidance/{quote('старое')}/"
    assert list(OldAddress.objects.values_list("slug", flat=True)) == ["новое-имя"]
    back = bytes(NoteVersion.objects.filter(note__path="B.md").latest("pk").raw).decode()
    assert back.partition("[1]:")[0] == text.replace("[[старое#", "[[Старое#").partition("[1]:")[0]


def test_links_that_still_lead_there_stay_as_they_were(admin_client: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"x/План.md": "п", "A.md": "[[План]]", "B.md": "[[x/План|п]]", "y/План.md": "другой",
                     "y/C.md": "[[План]]", "x/D.md": "[[План]]"})  # fmt: skip
    move(admin_client, "план", "План", "")
    assert body("A.md") == "[[План]]"
    assert body("B.md") == "[[План|п]]"
    assert body("y/C.md") == "[[План]]"
    led = {link.source.path: link.target.path for link in NoteLink.objects.select_related("source", "target")
           if link.target}  # fmt: skip
    assert led == {"A.md": "План.md", "B.md": "План.md", "y/C.md": "y/План.md", "x/D.md": "План.md"}


def test_links_to_others_of_the_same_name_keep_their_targets(admin_client: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"a/План.md": "п", "b/Черновик.md": "ч", "b/C.md": "[[План]] [[Черновик]]"})
    move(admin_client, "черновик", "План", "b")
    assert body("b/C.md") == "[[a/План]] [[План]]"
    assert list(NoteLink.objects.order_by("pk").values_list("target__path", flat=True)) == ["a/План.md", "b/План.md"]


def test_a_moved_note_stays_there_when_its_vault_comes_again(admin_client: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"Старое.md": "с", "B.md": "[[Старое]]"})
    move(admin_client, "старое", "Новое", "п")
    report = import_folder(tmp_path)
    assert {note.path: note.status for note in report.notes} == {"п/Новое.md": "unchanged", "B.md": "kept"}
    assert body("B.md") == "[[Новое]]"
    report = bring(tmp_path, {"Старое.md": "дальше"})
    assert {note.path: note.status for note in report.notes} == {"п/Новое.md": "changed", "B.md": "kept"}
    assert body("п/Новое.md") == "дальше"
    (tmp_path / "Старое.md").unlink()
    assert [note.path for note in import_folder(tmp_path).with_status("removed")] == ["п/Новое.md"]


def test_a_vault_taken_out_after_a_move_comes_in_without_a_change(admin_client: Client, tmp_path: Path) -> None:
    bring(tmp_path / "in", {"Старое.md": "с\r\nт", "B.md": "[[Старое]]"})
    move(admin_client, "старое", "Новое", "п")
    export_to_folder(tmp_path / "out")
    report = import_folder(tmp_path / "out")
    assert {note.path: note.status for note in report.notes} == {"п/Новое.md": "unchanged", "B.md": "unchanged"}


def test_the_products_notes_do_not_come_back_when_moved_or_removed(admin_client: Client) -> None:
    load_starter_notes()
    move(admin_client, "карьера", "Работа")
    admin_client.post(reverse("guidance:remove", args=["менторство"]))
    for _ in range(2):
        load_starter_notes()
    assert Note.objects.count() == 23
    assert Note.objects.get(path="Работа.md").origin == "here"
    assert not Note.objects.filter(path__in=["Карьера.md", "Менторство.md"]).exists()
    Note.objects.filter(origin="starter").update(rendering=0)
    load_starter_notes()
    assert Note.objects.count() == 23


def test_own_texts_that_name_the_old_name_still_lead_there(admin_client: Client, owner: User, tmp_path: Path) -> None:
    bring(tmp_path, {"Старое.md": "с"})
    move(admin_client, "старое", "Новое")
    to = reverse("guidance:note", args=["новое"])
    assert names_of(owner, ["[[Старое]] [[Новое]]"]).links == {"старое": to, "новое": to}


def test_a_removed_note_is_brought_back_from_its_own_page(
    admin_client: Client, client_of_owner: Client, tmp_path: Path
) -> None:
    bring(tmp_path, {"A.md": "слова", "B.md": "[[A]]"})
    response = admin_client.post(reverse("guidance:remove", args=["a"]))
    assert response.headers["Location"] == "/guidance/a/"
    html = page(admin_client, "/guidance/a/")
    assert "В корзине" in html
    assert "слова" in html
    page(client_of_owner, "/guidance/a/", 404)
    page(admin_client, "/guidance/none/", 404)
    admin_client.post(reverse("guidance:trash"), {"pk": Note.every.get(path="A.md").pk})
    assert "слова" in page(client_of_owner, "/guidance/a/")
    assert "missing" not in html_of("B.md")


def test_nobody_else_makes_moves_or_removes(client_of_owner: Client, tmp_path: Path) -> None:
    bring(write(tmp_path, {}), {"A.md": "a", "B.md": "[[A]]"})
    before = [*Note.every.order_by("pk").values()]
    for address in (NEW, reverse("guidance:move", args=["a"])):
        page(client_of_owner, address, 404)
        assert client_of_owner.post(address, {"name": "X", "folder": "", "text": "x"}).status_code == 404
        assert Client().post(address, {"name": "X", "folder": ""}).status_code == 302
    assert client_of_owner.post(reverse("guidance:remove", args=["a"])).status_code == 404
    assert [*Note.every.order_by("pk").values()] == before
    assert NoteVersion.objects.count() == 2
    assert not OldAddress.objects.exists()
    html = page(client_of_owner, "/guidance/a/")
    assert "/move/" not in html
    assert NEW not in page(client_of_owner, "/guidance/")
    assert Client().post(NEW, {"name": "X"}).headers["Location"].startswith("/accounts/")


@given(st.text(alphabet="[]|#`%<>() aА.md\n\\", max_size=80))
def test_a_text_without_the_name_stays_as_it_is(text: str) -> None:
    assert renamed(text, {"нет": "да"}) == text


def test_links_in_front_matter_follow_a_new_name(admin_client: Client, tmp_path: Path) -> None:
    head = '---\nrelated: "[[Старое]]"\nup:\n  - "[[старое#Глава|слова]]"\n  - "[[Другое]]"\n---\n'
    bring(tmp_path, {"Старое.md": "---\nsee: '[[Другое]]'\n---\nс", "Другое.md": "д",
                     "B.md": f"{head}Ничего", "C.md": "---\nrelated: \"[[Старое]]\"\n---\n[[Старое]]"})  # fmt: skip
    move(admin_client, "старое", "Новое", "п")
    said = head.replace("Старое", "Новое").replace("старое#", "Новое#")
    assert bytes(NoteVersion.objects.filter(note__path="B.md").latest("pk").raw).decode() == f"{said}Ничего"
    assert Note.objects.get(path="C.md").front_matter == {"related": "[[Новое]]"}
    assert body("C.md") == "[[Новое]]"
    assert NoteVersion.objects.filter(note__path="Другое.md").count() == 1
    # A name that would break the front matter is not written into it.
    move(admin_client, "новое", 'Но "вое', "п")
    assert Note.objects.get(path="C.md").front_matter == {"related": "[[Новое]]"}
    assert body("C.md") == '[[Но "вое]]'
