from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts.http import Request, answer, done, now, today
from contacts.models import BulkChange, Merge, Trash
from contacts.models.bulk_change import KEPT_FOR


@require_GET
def trash(request: Request) -> HttpResponse:
    deletions = [*Trash.objects.for_owner(request.user)[:200]]
    changes = [*BulkChange.objects.for_owner(request.user).undoable(now(request)).defer("before")[:200]]
    day = today(request)
    context: dict[str, Any] = {"today": day, "kept": KEPT_FOR.days}
    context["deletions"] = [(one, _days_left(one, day)) for one in deletions]
    context["changes"] = [(one, _days_left(one, day)) for one in changes]
    context["merges"] = Merge.objects.for_owner(request.user).undoable()[:50]
    return answer(request, "contacts/trash.html", context)


def _days_left(one: Trash | BulkChange, today: date) -> int:
    """Days until it goes for good; none when that is due already."""
    gone_on = timezone.localtime(one.created_at).date() + KEPT_FOR
    return max((gone_on - today).days, 0)


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
