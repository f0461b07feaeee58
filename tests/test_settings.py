"""A setting that makes no sense stops the start with one line that names it and keeps its secrets."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ImproperlyConfigured

from networking.config import _kept_secret, is_loopback, read_config, url_of

ROOT = Path(__file__).resolve().parent.parent
BAD = [
    ("SVYAZI_BIND", "8000"),
    ("SVYAZI_BIND", "127.0.0.1:http"),
    ("SVYAZI_BIND", "127.0.0.1:70000"),
    ("SVYAZI_DEBUG", "perhaps"),
    ("SVYAZI_HTTPS", "ja"),
    ("SVYAZI_HOSTS", " , "),
    ("SVYAZI_HOSTS", "https://crm.example.org"),
    ("SVYAZI_TIME_ZONE", "../etc/passwd"),
    ("SVYAZI_TIME_ZONE", "Moscow"),
    ("SVYAZI_LANGUAGE", "de"),
    ("SVYAZI_SECRET_KEY", "short"),
    ("SVYAZI_EMAIL_URL", "sendmail"),
    ("SVYAZI_EMAIL_URL", "submission://u:hunter2@host:port"),
    ("SVYAZI_EMAIL_FROM", "nobody"),
    ("SVYAZI_DATA", "/proc/nowhere"),
    ("DATABASE_URL", "mysql://u:hunter2@host/name"),
    ("DATABASE_URL", "postgres://u:hunter2@host:port/name"),
    ("DATABASE_URL", "postgres://u:hunter2@host"),
    ("DATABASE_URL", "nonsense"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_nonsense_is_refused_by_name(name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SVYAZI_DATA", str(tmp_path))
    read_config()
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        read_config()
    said = str(refused.value)
    assert said.startswith(f"{name}: ")
    assert "\n" not in said
    assert "hunter2" not in said


@pytest.mark.parametrize("command", [["manage.py", "prepare"], ["-m", "gunicorn", "networking.wsgi"]], ids=str)
def test_the_start_says_it_in_one_line(command: list[str], tmp_path: Path) -> None:
    environ = {**os.environ, "SVYAZI_DATA": str(tmp_path), "SVYAZI_TIME_ZONE": "Nowhere"}
    environ.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.strip() == "svyazi: SVYAZI_TIME_ZONE: no such time zone: 'Nowhere'"
    assert not done.stdout


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        environ = {**os.environ, "SVYAZI_DATA": str(tmp_path), "SVYAZI_BIND": bind, "DATABASE_URL": ""}
        environ["DJANGO_SETTINGS_MODULE"] = "networking.settings"
        command = [sys.executable, "manage.py", "prepare"]
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"{bind} cannot be used: Address already in use" in done.stderr
    assert not (tmp_path / "svyazi.sqlite3").exists()


def test_the_secret_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = _kept_secret(folder)
    assert len(first) > 60
    assert _kept_secret(folder) == first
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret-key"]


def test_two_starts_at_once_agree_on_the_secret_key(tmp_path: Path) -> None:
    together, keys = Barrier(8), []

    def start() -> None:
        together.wait()
        keys.append(_kept_secret(tmp_path))

    threads = [Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_a_damaged_secret_key_is_said(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("x")
    with pytest.raises(ImproperlyConfigured, match=r"SVYAZI_DATA: .*damaged"):
        _kept_secret(tmp_path)


def test_addresses_of_this_machine() -> None:
    assert all(map(is_loopback, ("127.0.0.1:80", "localhost:8000", "[::1]:8000")))
    assert not any(map(is_loopback, ("0.0.0.0:8000", "[::]:8000", "crm.example.org:80")))
    assert url_of("0.0.0.0:8000") == "http://127.0.0.1:8000/"
    assert url_of("[::1]:8000") == "http://[::1]:8000/"
