from __future__ import annotations

from typing import IO, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from networking.accounts.models import User
from networking.exchange.actions.preview import preview
from networking.exchange.formats.problems import Unreadable
from networking.exchange.forms.upload import UploadField
from networking.exchange.models import ImportBatch


class ImportForm(forms.Form):
    """A file, and whether the days of talks come along; saving it makes the preview."""

    file = UploadField(
        label=_("File"),
        help_text=_(
            "vCard, a table of Google, Outlook, LinkedIn or your own (CSV, Excel), Telegram’s result.json, "
            "Monica’s export, a calendar (ICS). Up to 20 MB."
        ),
        larger=_("This file is larger than 20 MB. On the server it comes in with manage.py import_contacts."),
    )
    talks = forms.BooleanField(
        label=_("Days of talks from Telegram"),
        required=False,
        help_text=_("They become interactions. What was written is never read into the network."),
    )

    def __init__(self, *args: object, owner: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as it came
        self.owner = owner
        self.batch: ImportBatch | None = None

    def clean(self) -> None:
        super().clean()
        file = self.cleaned_data.get("file")
        if file is None:
            return
        try:
            self.batch = preview(
                owner=self.owner,
                file=cast("IO[bytes]", file.file),
                name=file.name,
                talks=self.cleaned_data.get("talks", False),
            )
        except Unreadable as unreadable:
            raise ValidationError({"file": unreadable.problem.text}) from None
