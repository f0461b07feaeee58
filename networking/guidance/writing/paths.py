"""Where the file of a note that is made or moved here may lie: names that every vault and every system takes."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from contacts.text import clean_name
from networking.guidance.models import Note
from networking.guidance.vault.reading import MOST_NAME_BYTES, TEMPLATES

MOST_PATH = 700
# What a link cannot say or a system does not take in the name of a file.
_SIGNS = re.compile(r"[\\/:#^|\[\]]")


def clean_note_name(name: str) -> str:
    """The name of a note, without an ending. Raises ValidationError."""
    name = _plain(name)
    return _part(name[:-3].rstrip(" .") if name.casefold().endswith(".md") else name)


def clean_folder(folder: str) -> str:
    """The folders on the way to a note, with slashes between; empty at the top. Raises ValidationError."""
    parts = [_part(_plain(part)) for part in folder.replace("\\", "/").split("/") if part.strip(" .")]
    if any(part.casefold() in TEMPLATES for part in parts):
        raise ValidationError(_("What lies in a folder of templates is no note. Choose another folder."))
    return "/".join(parts)


def free_path(folder: str, name: str, *, but: Note | None = None) -> str:
    """The path of the note's file, which no other note has. Raises ValidationError."""
    path = f"{folder}/{name}.md" if folder else f"{name}.md"
    if len(path) > MOST_PATH:
        raise ValidationError(_("This name is too long."))
    rows = Note.every.exclude(pk=but.pk) if but else Note.every.all()
    for known, trashed_at in rows.values_list("path", "trashed_at"):
        if known.casefold() == path.casefold():
            raise ValidationError(
                _("There is a note of this name in this folder already.")
                if trashed_at is None
                else _("A note of this name and folder is in the trash. Bring it back, or choose another name.")
            )
    return path


def parted(wanted: str) -> tuple[str, str]:
    """The folder and the name that a link to a note that nobody wrote would like it to have."""
    folder, _sep, name = re.sub(r"^(?:\.{1,2}/)+", "", wanted.strip()).strip("/").rpartition("/")
    return folder, name[:-3] if name.casefold().endswith(".md") else name


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", clean_name(text)).rstrip(" .")


def _part(name: str) -> str:
    if not name:
        raise ValidationError(_("Give the note a name."))
    if found := _SIGNS.search(name):
        raise ValidationError(_("A name cannot have the sign %(sign)s: links would not find it.") % {"sign": found[0]})
    if name.startswith("."):
        raise ValidationError(_("A name cannot begin with a dot."))
    if len(f"{name}.md".encode()) > MOST_NAME_BYTES:
        raise ValidationError(_("This name is too long."))
    return name
