from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts.bulk import undo_route
from contacts.http import Request, answer, done, next_address, now, today
from contacts.models import BulkChange, Merge, Trash
from contacts.models.bulk_change import KEPT_FOR

ROWS_A_STEP = 1_000


@require_GET
def trash(request: Request) -> HttpResponse:
    changes = [*BulkChange.objects.for_owner(request.user).undoable(now(request)).with_total().defer("before")[:200]]
    # What a deletion of many has filled so far stands among the changes, until it is over.
    filling = {str(getattr(one, "into", "")) for one in changes}
    deletions = [one for one in Trash.objects.for_owner(request.user)[:200] if str(one.pk) not in filling]
    day = today(request)
    context: dict[str, Any] = {"today": day, "kept": KEPT_FOR.days}
    Trash.tell(request.user, deletions)
    context["deletions"] = [(one, _days_left(one, day)) for one in deletions]
    context["changes"] = [(one, _days_left(one, day), undo_route(one)) for one in changes]
    context["merges"] = Merge.objects.for_owner(request.user).undoable()[:50]
    return answer(request, "contacts/trash.html", context)


def _days_left(one: Trash | BulkChange, today: date) -> int:
    """Days until it goes for good; none when that is due already."""
    gone_on = timezone.localtime(one.created_at).date() + KEPT_FOR
    return max((gone_on - today).days, 0)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Put a deletion back, a long one step by step; a second press finds nothing to do and says so kindly."""
    deletion = get_object_or_404(Trash.objects.for_owner(request.user), pk=pk)
    left = 0
    try:
        with transaction.atomic():
            BulkChange.objects.for_owner(request.user).filling(deletion.pk).delete()
            left = deletion.put_back(ROWS_A_STEP)
    except IntegrityError:
        messages.error(request, _("“%(what)s” cannot come back: the same stands there again.") % {"what": deletion})
    else:
        if left:
            return _progress(request, deletion, left)
        messages.success(request, _("“%(what)s” is back.") % {"what": deletion})
    return done(request, "home:today")


def _progress(request: Request, deletion: Trash, left: int) -> HttpResponse:
    """A long deletion comes back step by step; the page remembers how many rows there were."""
    said = request.POST.get("rows", "")
    rows = int(said) if said.isascii() and said.isdecimal() and len(said) < 12 else left + ROWS_A_STEP
    context: dict[str, Any] = {"title": deletion.what, "address": reverse("contacts:undo", args=[deletion.pk])}
    context |= {"percent": max(0, int(100 * (1 - left / max(rows, 1)))), "rows": rows, "next": next_address(request)}
    return answer(request, "contacts/bulk_run.html", context, fragment="contacts/_bulk_run.html")
