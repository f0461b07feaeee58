from __future__ import annotations

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts.http import Request, answer, done, today
from contacts.models import Merge, Trash


@require_GET
def trash(request: Request) -> HttpResponse:
    deletions = Trash.objects.for_owner(request.user)[:200]
    merges = Merge.objects.for_owner(request.user).undoable()[:50]
    return answer(request, "contacts/trash.html", {"deletions": deletions, "merges": merges, "today": today(request)})


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Put a deletion back; a second press finds nothing to do and says so kindly."""
    deletion = get_object_or_404(Trash.objects.for_owner(request.user), pk=pk)
    try:
        with transaction.atomic():
            deletion.put_back()
    except IntegrityError:
        messages.error(request, _("“%(what)s” cannot come back: the same stands there again.") % {"what": deletion})
    else:
        messages.success(request, _("“%(what)s” is back.") % {"what": deletion})
    return done(request, "home:today")
