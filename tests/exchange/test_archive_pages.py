"""The archive in the browser and on the command line."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from contacts.models import Contact, RhythmDefault
from networking.accounts.models import User
from networking.exchange.archive.restoring import is_empty
from tests.factories import make_contact, make_event

pytestmark = pytest.mark.django_db


def downloaded(client: Client) -> bytes:
    answer: Any = client.get(reverse("exchange:archive_export"))
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)


def brought(client: Client, data: bytes) -> Any:
    return client.post(reverse("exchange:archive"), {"file": SimpleUploadedFile("a.zip", data)}, follow=True)


def test_out_of_one_account_and_into_another(
    client_of_owner: Client, client_of_stranger: Client, owner: User, stranger: User
) -> None:
    make_contact(owner=owner, name="Anna Petrova")
    make_event(owner=owner, name="Meetup")
    User.objects.filter(pk=owner.pk).update(language="en", time_zone="Asia/Tokyo")
    RhythmDefault.objects.create(owner=stranger, tie=3, ideal=30, at_most=60)
    data = downloaded(client_of_owner)
    with ZipFile(io.BytesIO(data)) as archive:
        assert "Everything that was in the account" in archive.read("index.html").decode()
    page = brought(client_of_stranger, data).content.decode()
    assert "The archive is in" in page
    assert "Anna Petrova" in page
    stranger.refresh_from_db()
    assert (stranger.time_zone, stranger.email) == ("Asia/Tokyo", "stranger@example.org")
    assert not RhythmDefault.objects.filter(owner=stranger).exists()
    again = brought(client_of_stranger, data)
    assert again.status_code == 422
    assert "The account is not empty" in again.content.decode()
    assert Contact.objects.filter(owner=stranger).count() == 1


def test_a_wrong_file_is_told_beside_the_field(client_of_owner: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(language="en")
    answer = brought(client_of_owner, b"not a zip")
    assert answer.status_code == 422
    assert "a ZIP file is expected" in answer.content.decode()
    assert is_empty(owner)


def test_an_account_with_something_in_it_is_offered_no_upload(client_of_owner: Client, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(language="en")
    assert 'type="file"' in client_of_owner.get(reverse("exchange:archive")).content.decode()
    make_contact(owner=owner, name="Anna")
    page = client_of_owner.get(reverse("exchange:archive")).content.decode()
    assert 'type="file"' not in page
    assert "into an empty account only" in page
    assert reverse("exchange:archive_export") in page
    assert reverse("exchange:archive") in client_of_owner.get(reverse("accounts:settings")).content.decode()


def test_the_commands(owner: User, stranger: User, tmp_path: Path) -> None:
    make_contact(owner=owner, name="Anna Petrova")
    said = io.StringIO()
    call_command("export_archive", "--all-users", "--to", str(tmp_path / "out"), stdout=said)
    files = sorted((tmp_path / "out").iterdir())
    assert [path.name.split("-")[:2] for path in files] == [["svyazi", str(owner.pk)], ["svyazi", str(stranger.pk)]]
    assert files[0].stat().st_mode & 0o077 == 0
    assert "owner@example.org" in said.getvalue()
    call_command("restore_archive", str(files[0]), "--owner", "Stranger@example.org", stdout=io.StringIO())
    assert [one.name for one in Contact.objects.filter(owner=stranger)] == ["Anna Petrova"]
    with pytest.raises(CommandError, match=r"не пуст|not empty"):
        call_command("restore_archive", str(files[0]), "--owner", "stranger@example.org")
    with pytest.raises(CommandError, match="nobody signs in"):
        call_command("restore_archive", str(files[0]), "--owner", "who@example.org")
    with pytest.raises(CommandError, match="No such file"):
        call_command("restore_archive", str(tmp_path / "none.zip"), "--owner", "owner@example.org")
    with pytest.raises(CommandError, match="nobody signs in"):
        call_command("export_archive", "--owner", "who@example.org", "--to", str(tmp_path))
