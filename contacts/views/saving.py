"""The one way in which a form of ours is answered: saved, wrong (422), or overtaken by another tab (409)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse

from contacts.forms.owned import OwnedForm, StaleVersion
from contacts.http import INVALID, STALE, Request, answer, done


def save_and_answer(
    request: Request,
    form: OwnedForm[Any],
    page: str,
    context: dict[str, Any] | None = None,
    *,
    fragment: str | None = None,
    to: Any = None,
    said: str = "",
) -> HttpResponse:
    """Answer a form's GET or POST. `to` is where a saved form leads (the saved row by default)."""
    context = {**(context or {}), "form": form}
    if request.method != "POST":
        return answer(request, page, context, fragment=fragment)
    if not form.is_valid():
        return answer(request, page, context, fragment=fragment, status=INVALID)
    try:
        saved = form.save()
    except StaleVersion:
        form.show_stale()
        return answer(request, page, context, fragment=fragment, status=STALE)
    if said:
        messages.success(request, said)
    return done(request, to or saved)
