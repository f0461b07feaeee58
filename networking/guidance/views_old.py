"""Addresses under which notes stood before they were renamed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from contacts.http import Request
from networking.guidance.models import OldAddress

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
                raise
            return redirect(old.note, permanent=True)

    return wrapped
