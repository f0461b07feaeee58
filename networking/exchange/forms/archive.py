from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from networking.exchange.archive.reading import BadArchive
from networking.exchange.archive.restoring import restore
from networking.exchange.forms.upload import UploadField

if TYPE_CHECKING:
    from networking.accounts.models import User


class RestoreForm(forms.Form):
    """An archive for an empty account; a valid form has brought it in, `counts` says how much."""

    file = UploadField(
        label=_("Archive"),
        help_text=_("A ZIP file that was made here. Up to 20 MB; larger ones come in with manage.py restore_archive."),
        larger=_("This archive is larger than 20 MB. On the server it comes in with manage.py restore_archive."),
    )

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.counts: dict[str, int] = {}

    def clean(self) -> None:
        super().clean()
        if (file := self.cleaned_data.get("file")) is None:
            return
        try:
            self.counts = restore(self.owner, cast("IO[bytes]", file.file))
        except BadArchive as bad:
            raise ValidationError({"file": str(bad)}) from None
