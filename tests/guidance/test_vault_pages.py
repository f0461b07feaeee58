"""Admins bring a vault in, take it out, edit notes, put versions back; nobody else sees any of it."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from networking.guidance.actions import import_folder, load_starter_notes
from networking.guidance.models import Note, NoteVersion, VaultUpload
from tests.factories import make_user
from tests.guidance.folders import bring, html_of, write
from tests.guidance.test_files import picture
from tests.guidance.test_round_trip import zipped

pytestmark = pytest.mark.django_db


def send(client: Client, made: BytesIO | bytes, name: str = "vault.zip") -> str:
    raw = made if isinstance(made, bytes) else made.getvalue()
    response = client.post(reverse("guidance:vault"), {"file": SimpleUploadedFile(name, raw)})
    return response.headers.get("Location", "") or response.content.decode()


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_zip_is_looked_at_first_and_imported_once(admin_client: Client, tmp_path: Path) -> None:
    bring(tmp_path / "vault", {"Old.md": "[[Gone]]", "Gone.md": "gone"})
    made = zipped({"v/Old.md": b"[[Gone]] [[Nowhere]] ![[x.png]]", "v/New.md": b"---\na: b: c\n---\nnew",
                   "v/x.png": picture(), "v/bad.png": b"no"})  # fmt: skip
    address = send(admin_client, made)
    html = page(admin_client, address)
    for word in (
        "Пока ничего не изменено",
        "New.md:2",
        "свойства пропущены: значение с двоеточием нужно взять в кавычки",
        "это не картинка",
        "[[Nowhere]]",
        "Gone.md",
    ):
        assert word in html, word
    assert Note.objects.count() == 2
    assert not Note.objects.filter(path="New.md").exists()
    upload = VaultUpload.objects.get()
    stored = upload.stored
    assert default_storage.exists(stored)
    assert admin_client.post(address).status_code == 302
    assert set(Note.objects.values_list("path", flat=True)) == {"Old.md", "New.md"}
    before = Note.objects.get(path="New.md").changed_at
    admin_client.post(address)
    assert Note.objects.get(path="New.md").changed_at == before
    assert "Вот что изменилось" in page(admin_client, address)


def test_the_zip_is_thrown_away_after_the_import(
    admin_client: Client, django_capture_on_commit_callbacks: object
) -> None:
    address = send(admin_client, zipped({"A.md": b"a"}))
    stored = VaultUpload.objects.get().stored
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        admin_client.post(address)
    assert not default_storage.exists(stored)
    assert VaultUpload.objects.get().stored == ""


def test_a_bad_zip_is_told_beside_its_field(admin_client: Client) -> None:
    assert "Этот архив не читается: это не zip." in send(admin_client, b"PK nothing")
    bomb = zipped({f"{number}.png": b"\0" * 19_000_000 for number in range(23)})
    assert "распаковывается больше чем в 400 МБ" in send(admin_client, bomb)
    assert not VaultUpload.objects.exists()


def test_taking_out_and_bringing_in_changes_nothing(admin_client: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"A.md": "Привет".encode("cp1251"), "п/B.md": b"\xef\xbb\xbfb\r\n", "x.png": picture()})
    response = admin_client.get(reverse("guidance:vault_export"))
    raw = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    report = VaultUpload.objects.get(pk=send(admin_client, raw).strip("/").split("/")[-1]).report
    assert report["counts"]["unchanged"] == 2
    assert sum(report["counts"][name] for name in ("imported", "changed", "removed", "renamed")) == 0
    assert not report["files"]
    assert json.dumps(report)


def test_editing_keeps_the_form_of_the_file(admin_client: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"A.md": "# Имя\r\n\r\nбыло".encode("cp1251"), "B.md": "[[Имя новое]]"})
    address = reverse("guidance:edit", args=["a"])
    html = page(admin_client, address)
    assert "# Имя\n\nбыло</textarea>" in html
    known = html.partition('name="known" value="')[2].partition('"')[0]
    text = "---\r\naliases: [Имя новое]\r\n---\r\n# Имя\r\n\r\n==стало== [[B]] [[Нет]] <script>x</script>"
    seen = admin_client.post(address, {"text": text, "known": known, "preview": "1"}).content.decode()
    assert "<mark>стало</mark>" in seen
    assert 'href="/guidance/b/"' in seen
    assert "&lt;script&gt;" in seen
    assert Note.objects.get(path="A.md").body == "# Имя\n\nбыло"
    assert admin_client.post(address, {"text": text, "known": known}).status_code == 302
    note = Note.objects.get(path="A.md")
    assert bytes(note.versions.order_by("-pk")[0].raw) == text.encode("cp1251")
    assert "missing" not in html_of("B.md")
    stale = admin_client.post(address, {"text": "mine", "known": known})
    assert stale.status_code == 409
    assert "mine" in stale.content.decode()
    assert "==стало==" in stale.content.decode()
    assert '<ins><span class="visually-hidden">+ </span>mine</ins>' in stale.content.decode()
    assert "− </span># Имя</del>" in stale.content.decode()
    assert 'data-unsaved="yes"' in stale.content.decode()
    assert admin_client.post(address, {"text": "x" * 300_000, "known": ""}).status_code == 422


def test_an_edit_stands_until_the_file_changes(admin_client: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"A.md": "one", "B.md": "b"})
    edit(admin_client, "a", "mine")
    report = import_folder(tmp_path)
    assert {note.path: note.status for note in report.notes} == {"A.md": "kept", "B.md": "unchanged"}
    assert Note.objects.get(path="A.md").body == "mine"
    report = bring(tmp_path, {"A.md": "two"})
    assert [note.path for note in report.with_status("changed")] == ["A.md"]
    assert [problem.reason for problem in report.problems] == ["it was edited here: the edit is kept in its history"]
    assert [bytes(version.raw) for version in NoteVersion.objects.filter(note__path="A.md")] == [
        b"two",
        b"mine",
        b"one",
    ]


def test_a_shipped_note_that_was_edited_is_the_installations(admin_client: Client) -> None:
    load_starter_notes()
    note = Note.objects.get(path="Карьера.md")
    edit(admin_client, note.slug, "По-своему.")
    load_starter_notes()
    note.refresh_from_db()
    assert (note.body, note.origin) == ("По-своему.", "here")
    assert Note.objects.count() == 24


def edit(client: Client, slug: str, text: str) -> None:
    address = reverse("guidance:edit", args=[slug])
    known = page(client, address).partition('name="known" value="')[2].partition('"')[0]
    assert client.post(address, {"text": text, "known": known}).status_code == 302


def test_an_earlier_version_is_put_back(admin_client: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"A.md": b"\xef\xbb\xbfone\r\ntwo"})
    edit(admin_client, "a", "one\nthree")
    history = page(admin_client, reverse("guidance:history", args=["a"]))
    assert history.index("правка здесь") < history.index("импорт")
    first = NoteVersion.objects.order_by("pk")[0]
    address = reverse("guidance:version", args=["a", first.pk])
    html = page(admin_client, address)
    assert "three</ins>" in html
    assert "two</del>" in html
    admin_client.post(address)
    assert bytes(NoteVersion.objects.order_by("-pk")[0].raw) == b"\xef\xbb\xbfone\r\ntwo"
    assert NoteVersion.objects.count() == 3
    assert import_folder(tmp_path).with_status("unchanged")
    other = bring(tmp_path, {"B.md": "b"})
    assert other.with_status("imported")
    assert admin_client.get(reverse("guidance:version", args=["b", first.pk])).status_code == 404


@pytest.mark.parametrize(("language", "said"), [("en", "22 November 2026, 12:43"), ("ru", "22 ноября 2026, 12:43")])
def test_a_version_says_its_day_and_time_as_other_pages_do(tmp_path: Path, language: str, said: str) -> None:
    with time_machine.travel("2026-11-22 12:43:00+03:00"):
        bring(tmp_path, {"A.md": "one"})
        version = NoteVersion.objects.get()
        client = Client()
        client.force_login(make_user(language=language, is_staff=True, is_superuser=True))
        assert f">{said}</a>" in page(client, reverse("guidance:history", args=["a"]))
        html = page(client, reverse("guidance:version", args=["a", version.pk]))
    assert f"<h1>{said}</h1>" in html
    assert f"A, {said}" in html.partition("</title>")[0]


def test_removing_and_bringing_back(admin_client: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"A.md": "a", "B.md": "[[A]]"})
    assert admin_client.get(reverse("guidance:remove", args=["a"])).status_code == 405
    admin_client.post(reverse("guidance:remove", args=["a"]))
    assert "missing" in html_of("B.md")
    trash = reverse("guidance:trash")
    assert "A.md" in page(admin_client, trash)
    note = Note.every.get(path="A.md")
    for bad in ("x", "999999", "9" * 30, ""):
        assert admin_client.post(trash, {"pk": bad}).status_code == 404
    admin_client.post(trash, {"pk": note.pk})
    assert "missing" not in html_of("B.md")
    assert "Корзина пуста" in page(admin_client, trash)


def test_nobody_else_is_let_in(client_of_owner: Client, admin_client: Client, tmp_path: Path) -> None:
    bring(write(tmp_path, {}), {"A.md": "a"})
    pk = NoteVersion.objects.get().pk
    upload = send(admin_client, zipped({"A.md": b"b"}))
    addresses = [
        reverse("guidance:vault"), reverse("guidance:vault_export"), reverse("guidance:trash"), upload,
        reverse("guidance:edit", args=["a"]), reverse("guidance:history", args=["a"]),
        reverse("guidance:version", args=["a", pk]), reverse("guidance:remove", args=["a"]),
    ]  # fmt: skip
    for address in addresses:
        got = 405 if "remove" in address else 404
        assert client_of_owner.get(address).status_code == got, address
        assert client_of_owner.post(address, {"text": "x"}).status_code in (404, 405), address
    assert Note.objects.get().body == "a"
    assert "/edit/" not in page(client_of_owner, "/guidance/a/")
    assert "/edit/" in page(admin_client, "/guidance/a/")
    assert reverse("guidance:vault") in page(admin_client, "/guidance/")
