"""The whole installation is copied, checked and put back: for real, with programs of its own."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from networking.exchange.backup import copying, sqlite
from networking.exchange.backup.copying import NotWhole, backups, check_backup, make_backup

ROOT = Path(__file__).resolve().parent.parent.parent
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
only_sqlite = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="looks at SQLite alone")


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object) -> Path:
    """A small database in a file with a photo and a key, as far as a backup looks at them."""
    data = tmp_path / "data"
    (data / "media" / "photos" / "1").mkdir(parents=True)
    (data / "media" / "photos" / "1" / "a.jpg").write_bytes(b"photo")
    (data / "secret-key").write_text("k" * 60)
    with closing(sqlite3.connect(data / "svyazi.sqlite3")) as made:
        made.executescript(
            "PRAGMA journal_mode=WAL; CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT);"
            "CREATE TABLE channel (id INTEGER PRIMARY KEY, person INTEGER REFERENCES person (id));"
            "INSERT INTO person (name) VALUES ('Anna'), ('Boris'); INSERT INTO channel (person) VALUES (1);"
        )
    settings.SVYAZI_DATA, settings.MEDIA_ROOT = data, data / "media"  # type: ignore[attr-defined]
    monkeypatch.setitem(connection.settings_dict, "NAME", str(data / "svyazi.sqlite3"))
    return data


@only_sqlite
def test_a_backup_is_whole_while_others_write(installation: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(installation / "svyazi.sqlite3")) as writer:
        writer.execute("INSERT INTO person (name) VALUES ('not yet')")
        made = make_backup(tmp_path / "backups", at=AT)
        writer.rollback()
    assert (made.path.name, made.rows, made.tables, made.files) == ("svyazi-20261120T120000Z", 3, 2, 3)
    assert made.path.stat().st_mode & 0o077 == 0
    manifest = check_backup(made.path)
    assert manifest["rows"] == {"channel": 1, "person": 2}
    assert {*manifest["sha256"]} == {"database.sqlite3", "media/photos/1/a.jpg", "secret-key"}


@only_sqlite
def test_what_is_damaged_is_found(installation: Path, tmp_path: Path) -> None:
    def damaged(how: str) -> Path:
        made = make_backup(tmp_path / how.replace(" ", "-"), at=AT).path
        if how == "a photo changed":
            (made / "media" / "photos" / "1" / "a.jpg").write_bytes(b"other")
        elif how == "a photo missing":
            (made / "media" / "photos" / "1" / "a.jpg").unlink()
        elif how == "a file more":
            (made / "more").write_text("x")
        elif how == "no list":
            (made / "manifest.json").unlink()
        else:
            _write_over(made, how)
        return made

    for how, said in {
        "a photo changed": "a.jpg is not what was written",
        "a photo missing": "a.jpg is missing",
        "a file more": "more is not what was written",
        "no list": "is no backup",
        "a row away": "other numbers of rows in person",
        "a broken link": "a row of channel leads to none of person",
        "pages overwritten": "database",
    }.items():
        with pytest.raises(NotWhole, match=said):
            check_backup(damaged(how))


def _write_over(made: Path, how: str) -> None:
    """Change the copy of the database and make the sums agree, so that only a look inside can tell."""
    file = made / "database.sqlite3"
    if how == "pages overwritten":
        whole = bytearray(file.read_bytes())
        whole[4096:4200] = b"x" * 104
        file.write_bytes(whole)
    else:
        with closing(sqlite3.connect(file)) as copied:
            statement = "DELETE FROM person WHERE id = 2" if how == "a row away" else "UPDATE channel SET person = 9"
            copied.execute(statement)
            copied.commit()
    manifest = json.loads((made / "manifest.json").read_text())
    manifest["sha256"]["database.sqlite3"] = copying.digest(file)
    (made / "manifest.json").write_text(json.dumps(manifest))


@only_sqlite
def test_a_copy_that_is_not_whole_does_not_stay(
    installation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(installation / "svyazi.sqlite3")) as broken:
        broken.executescript("PRAGMA foreign_keys=OFF; DELETE FROM person;")
    with pytest.raises(NotWhole, match="leads to none"):
        make_backup(tmp_path / "backups", at=AT)
    assert not [*(tmp_path / "backups").iterdir()]


@only_sqlite
def test_old_backups_go_only_after_a_new_one_is_whole(installation: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for day in range(4):
        make_backup(folder, at=AT + timedelta(days=day), keep=2)
    assert [path.name[7:15] for path in backups(folder)] == ["20261122", "20261123"]


@only_sqlite
def test_the_copy_counts_what_the_database_holds(installation: Path, tmp_path: Path) -> None:
    counts = sqlite.copy(str(installation / "svyazi.sqlite3"), tmp_path / "copy.sqlite3")
    assert counts == {"channel": 1, "person": 2}
    assert sqlite.problem(tmp_path / "copy.sqlite3", counts) == ""
    assert "person" in sqlite.problem(tmp_path / "copy.sqlite3", counts | {"person": 3})
    (tmp_path / "text").write_text("no database at all, only words that are long enough")
    assert "not a database" in sqlite.problem(tmp_path / "text", counts)


@only_sqlite
def test_put_back_and_what_stood_there_is_kept(installation: Path, tmp_path: Path) -> None:
    made = make_backup(tmp_path / "backups", at=AT)
    with closing(sqlite3.connect(installation / "svyazi.sqlite3")) as wrecked:
        wrecked.executescript("PRAGMA foreign_keys=OFF; DELETE FROM person;")
    (installation / "media" / "photos" / "1" / "b.jpg").write_bytes(b"later")
    said = {"SVYAZI_DATA": str(installation), "DATABASE_URL": "", "SVYAZI_SECRET_KEY": ""}
    environment = {**os.environ, **said, "DJANGO_SETTINGS_MODULE": "networking.settings"}
    command = [sys.executable, "manage.py", "restore", str(made.path)]
    checked = subprocess.run([*command, "--check"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert "3 rows, 3 files, whole" in checked.stdout, checked.stderr
    refused = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, input="n\n")
    assert "Nothing was changed" in refused.stderr
    done = subprocess.run([*command, "--yes"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(installation / "svyazi.sqlite3")) as back:
        assert back.execute("SELECT name FROM person ORDER BY id").fetchall() == [("Anna",), ("Boris",)]
    assert [path.name for path in (installation / "media" / "photos" / "1").iterdir()] == ["a.jpg"]
    [kept] = installation.glob("before-restore-*")
    assert (kept / "media" / "photos" / "1" / "b.jpg").read_bytes() == b"later"
    assert (kept / "svyazi.sqlite3").is_file()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("postgres" not in os.environ.get("DATABASE_URL", ""), reason="looks at PostgreSQL alone")
def test_a_dump_is_counted_and_put_back(tmp_path: Path) -> None:
    from contacts.models import Contact
    from networking.exchange.backup import postgres
    from tests.factories import make_contact, make_user

    owner = make_user()
    make_contact(owner=owner, name="line\nbreak \\. tab\t")
    make_contact(owner=owner, name="Boris")
    counts = postgres.copy(connection.settings_dict, tmp_path / "dump")
    assert counts["contacts_contact"] == 2
    assert postgres.problem(tmp_path / "dump", counts) == ""
    assert "contacts_contact" in postgres.problem(tmp_path / "dump", counts | {"contacts_contact": 3})
    whole = (tmp_path / "dump").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    assert postgres.problem(tmp_path / "cut", counts)
    Contact.objects.all().delete()
    connection.close()
    postgres.put_back(connection.settings_dict, tmp_path / "dump", tmp_path)
    assert Contact.objects.count() == 2
    with pytest.raises(postgres.ProgramFailed, match=r"psql|pg_restore"):
        postgres.put_back(connection.settings_dict, tmp_path / "cut", tmp_path)
    connection.close()
    assert Contact.objects.count() == 2


def test_the_commands_say_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no backup"):
        call_command("restore", str(tmp_path), "--check")
    with pytest.raises(CommandError, match="--keep"):
        call_command("backup", "--to", str(tmp_path), "--keep", "0")
