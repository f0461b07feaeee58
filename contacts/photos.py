"""A photo of a person: what was uploaded is checked, and only a small picture made anew from it is kept."""

from __future__ import annotations

import secrets
from io import BytesIO
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

if TYPE_CHECKING:
    from contacts.models import Contact

SIDE = 256
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
FORMATS = ["JPEG", "PNG", "WEBP"]
# What is left of a big picture before the slow and careful steps.
_ROUGH = SIDE * 4


def square_jpeg(upload: File[bytes]) -> bytes:
    """The middle of a picture as a square JPEG without any metadata; raises ValidationError on what is no photo.

    The size in pixels is read from the head of the file, before anything is unpacked.
    """
    if upload.size > MOST_BYTES:
        raise ValidationError(_("The photo is over 5 MB. Please take a smaller one."), code="size")
    try:
        with Image.open(upload.file or upload, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("The photo has over 40 megapixels. Please take a smaller one."), code="pixels")
            return _small(picture)
    except ValidationError:
        raise
    except Exception as error:  # a decoder may raise anything on bytes that were made to break it
        if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
            message = _("The photo has over 40 megapixels. Please take a smaller one.")
            raise ValidationError(message, code="pixels") from None
        raise ValidationError(_("This is not a photo: JPEG, PNG and WebP will do."), code="picture") from None


def _small(picture: Image.Image) -> bytes:
    picture.draft("RGB", (_ROUGH, _ROUGH))
    rough = picture.convert("RGBA") if picture.mode in ("P", "PA") else picture
    rough.thumbnail((_ROUGH, _ROUGH), reducing_gap=2.0)
    turned = ImageOps.exif_transpose(rough).convert("RGBA")
    fitted = ImageOps.fit(turned, (SIDE, SIDE), Image.Resampling.LANCZOS)
    # A picture of our own: nothing but the colours comes over, and transparent places are white.
    clean = Image.new("RGB", (SIDE, SIDE), "white")
    clean.paste(fitted, mask=fitted.getchannel("A"))
    made = BytesIO()
    clean.save(made, "JPEG", quality=85, optimize=True)
    return made.getvalue()


def put_photo(contact: Contact, jpeg: bytes) -> None:
    """Keep a photo under a name that nobody can guess; the file of the one before waits, as long as the trash does."""
    name = f"photos/{contact.owner_id}/{secrets.token_hex(16)}.jpg"
    _replace(contact, default_storage.save(name, ContentFile(jpeg)))


def remove_photo(contact: Contact) -> None:
    _replace(contact, "")


def is_kept(name: str) -> bool:
    """Whether the file of an earlier photo is still there."""
    return bool(name) and default_storage.exists(name)


def wear_again(contact: Contact, name: str) -> None:
    """Give back an earlier photo, or none; raises ValidationError when its file is no longer kept."""
    if name and not is_kept(name):
        raise ValidationError(_("This photo is no longer kept."), code="gone")
    if name and type(contact)._base_manager.filter(photo=name).exclude(pk=contact.pk).exists():
        # After a merge two may tell of the same file; each wears one of their own.
        with default_storage.open(name) as file:
            name = default_storage.save(name, ContentFile(file.read()))
    _replace(contact, name)


def _replace(contact: Contact, name: str) -> None:
    contact.photo = name
    contact.save(update_fields=["photo", "updated_at"])
