"""A process that is really killed in the middle of an import leaves nothing half-done, and the next one goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from contacts.models import Channel, Contact
from networking.accounts.models import User
from networking.exchange.models import ContactSource, ImportBatch, ImportRow, State
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 3_500
UNDO = """
import django; django.setup()
from networking.exchange.actions.undoing import undo_step
from networking.exchange.models import ImportBatch, State
batch = ImportBatch.objects.select_related("owner").latest("pk")
while batch.state != State.UNDONE: batch = undo_step(owner=batch.owner, batch=batch)
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """What a program of its own needs to work on the very database of the test."""
    env = {**os.environ, "SVYAZI_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "networking.settings"}
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        (tmp_path / "svyazi.sqlite3").symlink_to(name)
        return env
    return env | {"DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.vcf"
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna{n} Ash{n}\nEMAIL:anna{n}@example.com\nCATEGORIES:club\nEND:VCARD\n"
    path.write_text("".join(card.format(n=n) for n in range(PEOPLE)))
    return path


def killed(args: list[str], env: dict[str, str], *, when: Callable[[], bool], then: float) -> None:
    """Start a program and kill it some time after something has come to be; it must not have ended by itself."""
    process = subprocess.Popen([sys.executable, *args], cwd=settings.BASE_DIR, env=env, stdout=subprocess.DEVNULL)
    try:
        give_up = time.monotonic() + 120
        while not when() and process.poll() is None and time.monotonic() < give_up:
            time.sleep(0.02)
        time.sleep(then)
    finally:
        process.kill()
    assert process.wait() < 0, "it had ended before it was killed"


def whole(owner: User) -> int:
    """How many have come in; nobody of them without what belongs to them."""
    people = {*Contact.objects.for_owner(owner).values_list("pk", flat=True)}
    done = {*ImportRow.objects.for_owner(owner).filter(done=True).values_list("contact_id", flat=True)}
    assert people == done
    for model in (Channel, ContactSource):
        assert sorted(model.objects.for_owner(owner).values_list("contact_id", flat=True)) == sorted(people)
    assert {*Contact.tags.through.objects.values_list("contact_id", flat=True)} == people
    return len(people)


@pytest.mark.parametrize("then", [0.0, 0.15])
def test_an_import_goes_on_after_the_process_was_killed(env: dict[str, str], file: Path, then: float) -> None:
    owner = make_user(email="owner@example.org")
    args = ["manage.py", "import_contacts", str(file), "--owner", owner.email]
    killed(args, env, when=lambda: Contact.objects.exists(), then=then)
    assert 0 < whole(owner) < PEOPLE
    assert ImportBatch.objects.for_owner(owner).get().state == State.RUNNING
    subprocess.run([sys.executable, *args], cwd=settings.BASE_DIR, env=env, check=True, stdout=subprocess.DEVNULL)
    assert whole(owner) == PEOPLE
    assert {*ImportBatch.objects.for_owner(owner).values_list("state", flat=True)} == {State.DONE}
    assert len({*Channel.objects.values_list("value_folded", flat=True)}) == PEOPLE


def test_an_undo_goes_on_after_the_process_was_killed(env: dict[str, str], file: Path) -> None:
    owner = make_user(email="owner@example.org")
    args = ["manage.py", "import_contacts", str(file), "--owner", owner.email]
    subprocess.run([sys.executable, *args], cwd=settings.BASE_DIR, env=env, check=True, stdout=subprocess.DEVNULL)
    undoing = ImportBatch.objects.filter(state=State.UNDOING)
    killed(["-c", UNDO], env, when=lambda: undoing.exists(), then=0.05)
    left = Contact.objects.for_owner(owner).count()
    assert 0 < left < PEOPLE
    assert left == ImportRow.objects.for_owner(owner).filter(done=True).count()
    subprocess.run([sys.executable, "-c", UNDO], cwd=settings.BASE_DIR, env=env, check=True)
    assert not Contact.objects.for_owner(owner).exists()
    assert not ContactSource.objects.exists()


def test_a_run_before_anybody_came_in_goes_on_too(env: dict[str, str], file: Path) -> None:
    owner = make_user(email="owner@example.org")
    args = ["manage.py", "import_contacts", str(file), "--owner", owner.email]
    killed(args, env, when=lambda: ImportBatch.objects.exists(), then=0)
    came = whole(owner)
    assert came < PEOPLE
    subprocess.run([sys.executable, *args], cwd=settings.BASE_DIR, env=env, check=True, stdout=subprocess.DEVNULL)
    assert whole(owner) == PEOPLE
