from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What the rest of a form takes of a request.
_BESIDE = 16 * 1024


class UploadField(forms.FileField):
    """A file no larger than a request may be: the browser says so before it is sent, and what to do instead."""

    def __init__(self, *, larger: StrOrPromise, **kwargs: Any) -> None:
        most = {"data-most-bytes": settings.MAX_BODY_BYTES - _BESIDE, "data-too-large": larger}
        super().__init__(
            widget=forms.FileInput(attrs=most), error_messages={"empty": _("The file is empty.")}, **kwargs
        )
