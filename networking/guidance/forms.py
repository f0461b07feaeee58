from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from networking.guidance.editing import digest_of, text_of
from networking.guidance.models import Note
from networking.guidance.reading import MOST_BYTES


class VaultForm(forms.Form):
    """A zip with notes."""

    file = forms.FileField(
        label=_("Zip with notes"),
        help_text=_("Markdown with its folders, pictures, drawings and PDF. Up to 20 MB."),
        error_messages={"empty": _("The file is empty.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )


class NoteForm(forms.Form):
    """The text of a note with its front matter, and the text that it was made from."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "form-control note-source", "spellcheck": "true"}),
        help_text=_("Markdown. Front matter with aliases and tags stands between two lines of dashes at the top."),
    )
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
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["known"] = digest_of(self.now_says)  # type: ignore[index]
        self.add_error(
            "text",
            _("Somebody changed this note while you wrote. Compare with the text below; saving again puts yours."),
        )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
        if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
            raise ValidationError(_("A note can have up to 256 KB. Part this one into several."))
        if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
            raise ValidationError(_("The text has characters that cannot be stored."))
        return text
