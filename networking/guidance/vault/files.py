"""Files that come with notes: which kinds are taken, and what of them may be shown. No database."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from networking.guidance.text.drawings import NotADrawing, clean_drawing

MOST_FILE_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
KINDS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
}
_DECODERS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}


class NotTaken(Exception):
    """A file that cannot be taken in; its text says why."""


@dataclass(frozen=True)
class File:
    """A file of a vault before it is read. `read` takes the number of bytes after which it may stop."""

    path: str
    size: int
    read: Callable[[int], bytes]
    # Why it cannot be read at all: a symbolic link, a locked entry, a path that leads out of the vault.
    reason: str = ""


@dataclass(frozen=True)
class Checked:
    """What may be shown of a file, and its size in pixels where it has one."""

    media_type: str
    shown: bytes
    width: int | None = None
    height: int | None = None


def ending(name: str) -> str:
    """The ending of a name in small letters, without its dot; empty when it has none."""
    return name.rpartition("/")[2].rpartition(".")[2].casefold() if "." in name else ""


def names_a_file(name: str) -> bool:
    """Whether a link with this name means a picture or a document, not a note."""
    return ending(name) in KINDS


def check(name: str, raw: bytes) -> Checked:
    """Look into the bytes, whatever the name says of them. Raises NotTaken."""
    media_type = KINDS[ending(name)]
    if media_type == "application/pdf":
        if not raw.startswith(b"%PDF-"):
            raise NotTaken("not a PDF")
        return Checked(media_type, raw)
    if media_type == "image/svg+xml":
        try:
            drawing = clean_drawing(raw)
        except NotADrawing as error:
            raise NotTaken(f"not a drawing: {error}") from None
        return Checked(media_type, drawing.svg, drawing.width, drawing.height)
    return _picture(raw)


def _picture(raw: bytes) -> Checked:
    """What the bytes are counts, not the ending: browsers are told the kind and must believe it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(raw), formats=list(_DECODERS.values())) as picture:
                kind, width, height = picture.format, picture.width, picture.height
                if width * height > MOST_PIXELS:
                    raise NotTaken("over 60 megapixels")
                picture.verify()
    except NotTaken:
        raise
    except Exception as error:  # a decoder may raise anything on bytes that were made to break it
        bomb = isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning)
        raise NotTaken("over 60 megapixels" if bomb else "not a picture") from None
    return Checked(next(one for one, decoder in _DECODERS.items() if decoder == kind), raw, width, height)
