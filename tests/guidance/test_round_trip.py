"""Import, export, import: nothing changes, whatever the bytes; names that move and notes that go."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from networking.guidance.actions import import_folder, import_zip, load_starter_notes
from networking.guidance.models import Attachment, Note, NoteVersion, OldAddress
from networking.guidance.vault.exporting import export_to_folder, export_to_zip
from networking.guidance.vault.trashing import restore_file, restore_note
from tests.guidance.folders import bring, html_of, write
from tests.guidance.test_files import PDF, SVG, picture

ODD: dict[str, str | bytes] = {
    "bom.md": b"\xef\xbb\xbf---\r\ntags: a\r\n---\r\n# T\r\n\r\n[[cp1251]]\r\n",
    "cp1251.md": "Привет, мир".encode("cp1251"),
    "utf16.md": "Привет".encode("utf-16"),
    "old mac.md": b"a\rb\r",
    "empty.md": b"",
    "п/broken.md": "---\ntitle: а: б\n---\nтело",
    "п/x.png": picture(),
    "y.svg": SVG.format("<script>alert(1)</script>"),
    "d.pdf": PDF,
}
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)
NAMES = st.text("абвёйXYz 019-_.", min_size=1, max_size=12).map(lambda name: name.strip(" .") or "x")
BODIES = st.one_of(
    WORDS.map(str.encode),
    WORDS.map(lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()),
    st.text("абвгд ыэюя[]|#\n", max_size=40).map(lambda text: text.encode("cp1251")),
    WORDS.map(lambda text: f"---\ntags: [{text[:5]}]\n---\n[[x]] ![[x|2]] {text}".encode()),
)
VAULTS = st.dictionaries(st.builds("{}/{}.md".format, NAMES, NAMES) | NAMES.map("{}.md".format), BODIES, max_size=6)


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.django_db
def test_odd_bytes_come_back_as_they_were(tmp_path: Path) -> None:
    vault, out = write(tmp_path / "vault", ODD), tmp_path / "out"
    import_folder(vault)
    assert export_to_folder(out).files == len(ODD)
    assert content(out) == content(vault)
    again = import_folder(out)
    assert {note.status for note in again.notes} | {file.status for file in again.files} == {"unchanged"}
    assert not NoteVersion.objects.filter(note__path="bom.md")[1:]


@pytest.mark.django_db
def test_a_zip_comes_back_too_and_the_starters_stay_home(tmp_path: Path) -> None:
    load_starter_notes()
    import_folder(write(tmp_path / "vault", ODD))
    packed = BytesIO()
    assert export_to_zip(packed) == len(ODD)
    report = import_zip(packed, name="other.zip")
    assert {note.status for note in report.notes} | {file.status for file in report.files} == {"unchanged"}
    call_command("export_notes", tmp_path / "all", "--starter", stdout=(out := StringIO()))
    assert f"{len(ODD) + 24} files" in out.getvalue()
    with pytest.raises(CommandError, match="not an empty folder"):
        call_command("export_notes", tmp_path / "all")


class RandomVaults(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(VAULTS)
    def test_any_vault_comes_back(self, vault: dict[str, bytes]) -> None:
        with TemporaryDirectory() as made:
            folder, out = Path(made, "vault"), Path(made, "out")
            folder.mkdir()
            write(folder, dict(vault))
            first = import_folder(folder)
            export_to_folder(out)
            taken = {note.path for note in first.notes}
            before = {path: raw for path, raw in content(folder).items() if path in taken}
            assert content(out) == before
            assert {note.status for note in import_folder(out).notes} <= {"unchanged"}
            packed = BytesIO()
            export_to_zip(packed)
            assert {note.status for note in import_zip(packed, name="z.zip").notes} <= {"unchanged"}


@pytest.mark.django_db
def test_a_renamed_note_keeps_its_old_address(client_of_owner: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"Old.md": "text of it", "a/Moved.md": "was", "Z.md": "[[Old]] [[Moved]]"})
    old, moved = Note.objects.get(path="Old.md"), Note.objects.get(path="a/Moved.md")
    (tmp_path / "Old.md").rename(tmp_path / "New.md")
    shutil.rmtree(tmp_path / "a")
    report = bring(tmp_path, {"b/Moved.md": "and is other now"})
    assert {(note.was, note.path) for note in report.with_status("renamed")} == {
        ("Old.md", "New.md"), ("a/Moved.md", "b/Moved.md"),
    }  # fmt: skip
    assert Note.objects.get(path="New.md").pk == old.pk
    assert Note.objects.get(path="b/Moved.md").slug == moved.slug
    answer = client_of_owner.get(old.get_absolute_url())
    assert (answer.status_code, answer.headers["Location"]) == (301, "/guidance/new/")
    assert [link.written for link in report.links if not link.resolved] == ["[[Old]]"]
    (tmp_path / "New.md").rename(tmp_path / "Old.md")
    import_folder(tmp_path)
    assert Note.objects.get(path="Old.md").slug == "old"
    assert list(OldAddress.objects.values_list("slug", flat=True)) == ["new"]


@pytest.mark.django_db
def test_a_removed_note_goes_to_the_trash_and_comes_back(client_of_owner: Client, tmp_path: Path) -> None:
    text = "---\naliases: [Again]\ntags: [t]\nshows_on: [event]\n---\nbody"
    bring(tmp_path / "other", {"Y.md": "[[Again]]"})
    bring(tmp_path / "v", {"A.md": text, "B.md": "[[A]]", "x.png": picture()})
    (tmp_path / "v" / "A.md").unlink()
    (tmp_path / "v" / "x.png").unlink()
    report = import_folder(tmp_path / "v")
    assert [note.path for note in report.with_status("removed")] == ["A.md"]
    assert [(link.path, link.written) for link in report.lost] == [("Y.md", "[[Again]]")]
    assert "missing" in html_of("B.md")
    assert client_of_owner.get("/guidance/a/").status_code == 404
    assert "#t" not in client_of_owner.get("/guidance/").content.decode()
    restore_file(Attachment.objects.get())
    note = Note.every.get(path="A.md")
    restore_note(note, note.changed_at)
    assert "missing" not in html_of("B.md")
    assert client_of_owner.get("/guidance/a/").status_code == 200
    assert [place.place for place in note.places.all()] == ["event"]


@pytest.mark.django_db
def test_an_empty_folder_removes_nothing(tmp_path: Path) -> None:
    bring(tmp_path / "1" / "v", {"A.md": "a"})
    assert not bring(tmp_path / "2" / "v", {"x.txt": "no note"}).with_status("removed")
    assert Note.objects.count() == 1


def zipped(files: dict[str, bytes]) -> BytesIO:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return made


@pytest.mark.django_db
def test_a_zip_is_read_as_its_folder(tmp_path: Path) -> None:
    bring(tmp_path / "vault", ODD)
    files = {f"vault/{name}": raw if isinstance(raw, bytes) else raw.encode() for name, raw in ODD.items()}
    report = import_zip(
        zipped({**files, "vault/.obsidian/x.md": b"x", "__MACOSX/vault/._x.md": b"x"}), name="vault.zip"
    )
    assert {note.status for note in report.notes} == {"unchanged"}
    assert not report.skipped


@pytest.mark.django_db
def test_a_zip_that_leads_out_is_not_followed() -> None:
    link = zipfile.ZipInfo("a/link.md")
    link.external_attr = 0o120777 << 16
    made = zipped({"a/../../out.md": b"x", "/etc/root.md": b"x", "a/ok.md": b"fine", "c:/x.md": b"x"})
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    report = import_zip(made, name="v.zip")
    assert [note.path for note in report.notes] == ["a/ok.md"]
    assert sorted((problem.path, problem.reason) for problem in report.skipped) == [
        ("/etc/root.md", "its path leads out of the vault"),
        ("a/../../out.md", "its path leads out of the vault"),
        ("a/link.md", "not a plain file"),
        ("c:/x.md", "its path leads out of the vault"),
    ]


@pytest.mark.django_db
def test_a_zip_made_to_burst_is_refused_and_the_notes_stay() -> None:
    import_zip(zipped({"A.md": b"a"}), name="v.zip")
    bomb = zipped({f"{number}.png": b"\0" * 19_000_000 for number in range(23)})
    with pytest.raises(ValueError, match="unpacks to more than 400 MB"):
        import_zip(bomb, name="v.zip")
    with pytest.raises(ValueError, match="not a zip"):
        import_zip(BytesIO(b"PK no"), name="v.zip")
    broken = bytearray(zipped({"A.md": b"text " * 500}).getvalue())
    broken[45] ^= 0xFF
    with pytest.raises(ValueError, match="cannot be unpacked"):
        import_zip(BytesIO(bytes(broken)), name="v.zip")
    assert Note.objects.get().body == "a"
