"""Deleting notes in the admin."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse

from networking.guidance.models import Note, NoteLink
from networking.guidance.vault.trashing import restore_note
from tests.guidance.folders import bring, html_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("many", [False, True])
def test_a_note_that_an_admin_deletes_goes_to_the_trash(admin_client: Client, tmp_path: Path, many: bool) -> None:
    bring(tmp_path, {"A.md": "[[B]] and [[C]]", "B.md": "---\nshows_on: [event]\n---\n[[A]]", "C.md": "[[B]]"})
    note = Note.objects.get(path="B.md")
    assert 'href="/guidance/b/"' in html_of("A.md")
    if many:
        address, sent = reverse("admin:guidance_note_changelist"), {
            "action": "delete_selected", ACTION_CHECKBOX_NAME: [note.pk, Note.objects.get(path="C.md").pk],
        }  # fmt: skip
    else:
        address, sent = reverse("admin:guidance_note_delete", args=[note.pk]), {}
    asked = admin_client.post(address, sent) if many else admin_client.get(address)
    assert "в корзину заметок" in asked.content.decode()
    assert admin_client.post(address, sent | {"post": "yes"}).status_code == 302
    assert set(Note.objects.values_list("path", flat=True)) == ({"A.md"} if many else {"A.md", "C.md"})
    assert Note.every.count() == 3
    assert 'href="/guidance/b/"' not in html_of("A.md")
    assert set(NoteLink.objects.filter(source__path="A.md", target=None).values_list("name", flat=True)) >= {"B"}
    restore_note(Note.every.get(path="B.md"), note.changed_at)
    assert 'href="/guidance/b/"' in html_of("A.md")
    assert [one.place for one in Note.objects.get(path="B.md").places.all()] == ["event"]


def test_who_may_not_delete_is_refused(client_of_owner: Client, tmp_path: Path) -> None:
    bring(tmp_path, {"A.md": "a"})
    client_of_owner.post(reverse("admin:guidance_note_delete", args=[Note.objects.get().pk]), {"post": "yes"})
    assert Note.objects.count() == 1
