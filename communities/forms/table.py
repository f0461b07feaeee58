from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from communities.tables.entries import column_of
from communities.tables.reading import MOST_BYTES, MOST_ROWS, Table, Unreadable, read_table

_WHY = {
    "large": _("The file is larger than 1 MB. Split it."),
    "empty": _("The file is empty."),
    "encoding": _("The file is no text in UTF-8 or windows-1251. Save it as CSV."),
    "columns": _("The first line names no known column. It must have at least name and kind."),
    "twice": _("The first line names a column twice."),
    "quotes": _("The quotes of the record that begins on line %(line)d do not match."),
    "rows": _("The file has %(found)d rows; one file may hold at most %(rows)d. Split it."),
}


def why(error: Unreadable) -> str:
    """Why a file cannot be read, in words."""
    return str(_WHY[error.code]) % {"line": error.line, "rows": MOST_ROWS, "found": error.found}


class TableForm(forms.Form):
    """A CSV file of entries; `table` is what was read from it."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=format_lazy(
            _("UTF-8 or windows-1251, with commas, semicolons or tabs; up to 1 MB and {rows} rows."), rows=MOST_ROWS
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )
    table: Table
    content: bytes

    def clean_file(self) -> Any:
        given: UploadedFile[bytes] = self.cleaned_data["file"]
        self.content = given.read(MOST_BYTES + 1)
        try:
            self.table = read_table(self.content, column_of)
        except Unreadable as error:
            raise ValidationError(why(error)) from error
        return given
