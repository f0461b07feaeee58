"""Addresses under which notes stood before they were renamed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from contacts.http import Request, answer, today
from networking.guidance.models import Note, OldAddress
from networking.guidance.views.edit import admins_only

View = Callable[..., HttpResponse]


def leads_on(view: View) -> View:
    """A page of a note that is not found under its address is looked for under its old ones."""

    @wraps(view)
    def wrapped(request: Request, slug: str) -> HttpResponse:
        try:
            return view(request, slug=slug)
        except Http404:
            old = OldAddress.objects.select_related("note").filter(slug=slug, note__trashed_at=None).first()
            if old is None:
                return _in_the_trash(request, slug)
            return redirect(old.note, permanent=True)

    return wrapped


def _in_the_trash(request: Request, slug: str) -> HttpResponse:
    """What an admin sees at the address of a note that was removed: a way to bring it back. Others find nothing."""
    admins_only(request)
    note = get_object_or_404(Note.every.exclude(trashed_at=None).defer("body", "search_text"), slug=slug)
    return answer(request, "guidance/removed.html", {"note": note, "today": today(request)})
