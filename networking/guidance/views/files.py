"""Pictures and documents of the notes, for those signed in; nothing in them runs, whatever it says it is."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from contacts.http import Request
from networking.guidance.models import Attachment

# For a drawing that is opened by itself: it may look as it does and do nothing.
_NOTHING_RUNS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@require_GET
def file(request: Request, pk: int, name: str) -> FileResponse:
    """A picture to be shown, anything else as a download. Its address changes with it, so a browser may keep it."""
    row = get_object_or_404(Attachment.objects.filter(trashed_at=None), pk=pk)
    try:
        content = default_storage.open(row.shown, "rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        content,
        content_type=row.media_type,
        filename=row.name,
        as_attachment=not row.is_picture,
        headers={
            "Cache-Control": "private, max-age=604800",
            "Vary": "Cookie",
            "Content-Security-Policy": _NOTHING_RUNS,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
