"""Files that are written while they are sent: the language of their reader holds for every piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.http import StreamingHttpResponse
from django.utils import translation

T = TypeVar("T", str, bytes)


def spoken(pieces: Iterable[T], language: str) -> Iterator[T]:
    """The pieces, each made in a language: the request's own is forgotten before a stream begins."""
    ahead = iter(pieces)
    while True:
        with translation.override(language):
            piece = next(ahead, None)
        if piece is None:
            return
        yield piece


def file_response(pieces: Iterable[T], *, name: str, content: str) -> StreamingHttpResponse:
    """A download in the language of now; the name has plain letters only."""
    response = StreamingHttpResponse(spoken(pieces, translation.get_language()), content_type=content)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
