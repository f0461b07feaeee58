from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from networking.guidance.models import Note
from networking.guidance.vault.reading import MOST_BYTES
from networking.guidance.writing.editing import digest_of, text_of
from networking.guidance.writing.paths import clean_folder, clean_note_name, free_path


class VaultForm(forms.Form):
    """A zip with notes."""

    file = forms.FileField(
        label=_("Zip with notes"),
        help_text=_("Markdown with its folders, pictures, drawings and PDF. Up to 20 MB."),
        error_messages={"empty": _("The file is empty.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )


class TextForm(forms.Form):
    """The text of a note with its front matter."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        help_text=_("Markdown. Front matter with aliases and tags stands between two lines of dashes at the top."),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
        if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
            raise ValidationError(_("A note can have up to 256 KB. Part this one into several."))
        if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
            raise ValidationError(_("The text has characters that cannot be stored."))
        return text


class NoteForm(TextForm):
    """The text of a note that is there, and the text that it was made from."""

    known = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, note: Note, **kwargs: Any) -> None:
        self.now_says = text_of(note)
        kwargs.setdefault("initial", {"text": self.now_says, "known": digest_of(self.now_says)})
        super().__init__(*args, **kwargs)

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody changed the note since the form was opened."""
        return bool(self.data) and self.data.get("known") != digest_of(self.now_says)

    def show_overtaken(self) -> None:
        self.data = self.data.copy()  # type: ignore[attr-defined]  # what was posted
        self.data["known"] = digest_of(self.now_says)  # type: ignore[index]  # what was posted, copied above
        self.add_error(
            "text",
            _("Somebody changed this note while you wrote. Compare the two below; saving again puts yours."),
        )


class PlaceForm(forms.Form):
    """Where the file of a note lies: its name and its folder. `path` is set by a valid form."""

    name = forms.CharField(
        label=_("Name of the note"),
        max_length=240,
        strip=False,
        help_text=_("Other notes lead here by this name in double brackets."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    folder = forms.CharField(
        label=_("Folder"),
        max_length=600,
        required=False,
        help_text=_("Empty: beside the others at the top. A new folder begins with its first note."),
        widget=forms.TextInput(attrs={"list": "note-folders", "autocomplete": "off"}),
    )
    note: Note | None = None

    @cached_property
    def folders(self) -> list[str]:
        """Those that there are, to be picked."""
        known: QuerySet[Note, str] = Note.objects.exclude(folder="").order_by("folder").values_list("folder", flat=True)
        return list(known.distinct())

    def clean_name(self) -> str:
        return clean_note_name(self.cleaned_data["name"])

    def clean_folder(self) -> str:
        return clean_folder(self.cleaned_data["folder"])

    def clean(self) -> None:
        super().clean()
        if "name" in self.cleaned_data and "folder" in self.cleaned_data:
            try:
                self.path = free_path(self.cleaned_data["folder"], self.cleaned_data["name"], but=self.note)
            except ValidationError as error:
                self.add_error("name", error)


class NewNoteForm(PlaceForm, TextForm):
    field_order = ("name", "folder", "text")


class MoveForm(PlaceForm):
    def __init__(self, *args: Any, note: Note, **kwargs: Any) -> None:
        self.note = note
        kwargs.setdefault("initial", {"name": note.name, "folder": note.folder})
        super().__init__(*args, **kwargs)
