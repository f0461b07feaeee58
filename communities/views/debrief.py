from __future__ import annotations

import uuid
from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, ngettext, npgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.actions.debrief import Debriefed
from communities.actions.debrief_undo import NAME, undo_debrief
from communities.actions.draft import keep_draft
from communities.event_page import event_or_404
from communities.forms.debrief import DebriefForm
from communities.models import DebriefDraft, Event
from contacts.actions.interactions import AlreadyDone
from contacts.forms.owned import StaleVersion
from contacts.http import INVALID, STALE, Request, answer, done, now, today
from contacts.models import BulkChange, Trash

_PAGE = "events/debrief.html"


def debrief(request: Request, pk: int) -> HttpResponse:
    """Go through an event on one screen; a second time mends what is recorded."""
    event = event_or_404(request.user, pk)
    moment = now(request)
    draft = None
    if getattr(event, "drafted", False):
        draft = DebriefDraft.objects.for_owner(request.user).filter(event=event).first()
    data = request.POST if request.method == "POST" else None
    form = DebriefForm(data, instance=event, owner=request.user, now=moment, draft=draft)
    if request.method != "POST":
        if form.day > moment.date():
            messages.info(request, _("The event has not begun yet."))
            return done(request, event)
        return answer(request, _PAGE, _context(request, form))
    if not form.is_valid():
        return answer(request, _PAGE, _context(request, form), status=INVALID)
    try:
        _say(request, form.save_debrief())
        if form.myself:
            messages.info(request, _("You are there anyway: your own name is left out."))
        if form.left_out:
            messages.info(request, form.left_out)
    except AlreadyDone:
        messages.info(request, _("This was written down already."))
    except StaleVersion:
        form.show_stale()
        return answer(request, _PAGE, _context(request, form), status=STALE)
    return done(request, event)


@require_POST
def debrief_undo(request: Request, pk: int) -> HttpResponse:
    """Take back a first debrief as a whole; what was typed waits in the draft."""
    known = BulkChange.objects.for_owner(request.user).undoable(now(request)).filter(action=NAME)
    change = get_object_or_404(known, pk=pk)
    event = get_object_or_404(Event.objects.for_owner(request.user), pk=change.before["event"])
    if undo_debrief(change):
        messages.success(request, _("The debrief is taken back; what you typed waits in its draft."))
    else:
        messages.info(request, _("The debrief was changed since: go through it again to change more."))
    return done(request, event)


@require_POST
def debrief_rows(request: Request, pk: int) -> HttpResponse:
    """Turn pasted names into rows: the new ones alone for htmx, the whole page without it. Nothing is stored."""
    event = get_object_or_404(Event.objects.for_owner(request.user).select_related("community"), pk=pk)
    form = DebriefForm(request.POST, instance=event, owner=request.user, now=now(request))
    context = _context(request, form)
    return answer(request, _PAGE, context, fragment="events/_debrief_added.html")


@require_POST
def debrief_draft(request: Request, pk: int) -> HttpResponse:
    """Keep what stands in the form: a moment after typing for htmx, "save for later" without it."""
    event = get_object_or_404(Event.objects.for_owner(request.user), pk=pk)
    sent = request.POST
    kept = keep_draft(
        event=event,
        fields=dict(sent.lists()),
        key=_key(sent.get("key", "")),
        goes_on=sent.get("goes_on", ""),
        instead="instead" in sent,
    )
    if request.htmx:
        context = {"draft": kept.draft, "another": kept.another, "trash": kept.trash, "event": event}
        status = STALE if kept.another else 200
        return answer(request, "events/_debrief_draft.html", {**context, "today": today(request)}, status=status)
    if kept.draft and not kept.another:
        messages.success(request, _("The draft is kept: go on with it when you like."))
    _say_laid_aside(request, kept.trash)
    return done(request, event)


def _say_laid_aside(request: Request, trash: Trash | None) -> None:
    if trash:
        said = _("The draft from another tab is in the trash for 30 days.")
        messages.success(request, said, extra_tags=f"undo:{trash.pk}")


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_POST
def debrief_draft_drop(request: Request, pk: int) -> HttpResponse:
    event = get_object_or_404(Event.objects.for_owner(request.user), pk=pk)
    if draft := DebriefDraft.objects.for_owner(request.user).filter(event=event).first():
        trash = draft.lay_aside()
        messages.success(request, _("You begin anew; the draft is in the trash."), extra_tags=f"undo:{trash.pk}")
    return done(request, reverse("events:debrief", args=[pk]))


def _context(request: Request, form: DebriefForm) -> dict[str, Any]:
    moment = now(request)
    return {
        "form": form,
        "draft": form.draft,
        "missing": form.missing,
        "rows": form.rows,
        "rest": form.rest,
        "event": form.instance,
        "today": moment.date(),
        "words": _words(get_language()),
    }


@lru_cache(maxsize=8)
def _words(_language: str | None) -> dict[str, str]:
    """The forms of each word beside 1, 2 and 5, for the button that counts in the browser."""
    numbers = (1, 2, 5)
    return {
        "talks": "|".join(npgettext("counted", "talk", "talks", n) for n in numbers),
        "people": "|".join(npgettext("counted", "new person", "new people", n) for n in numbers),
        "promises": "|".join(npgettext("counted", "promise", "promises", n) for n in numbers),
    }


def _say(request: Request, result: Debriefed) -> None:
    """What was written down, in a sentence; talks and promises that were taken back can be put back."""
    counts = [
        (result.talks, npgettext("counted", "%(n)d talk", "%(n)d talks", result.talks)),
        (result.new_people, npgettext("counted", "%(n)d new person", "%(n)d new people", result.new_people)),
        (result.promises, npgettext("counted", "%(n)d promise", "%(n)d promises", result.promises)),
    ]
    said = ", ".join(text % {"n": number} for number, text in counts if number)
    text = _("Written down: %(what)s.") % {"what": said} if said else _("The debrief is written down.")
    messages.success(request, text, extra_tags=f"{NAME}:{result.change.pk}" if result.change else "")
    if result.trash:
        messages.success(request, _taken_back(result), extra_tags=f"undo:{result.trash.pk}")
    _say_laid_aside(request, result.draft)


def _taken_back(result: Debriefed) -> str:
    """What went to the trash: talks that were unticked, promises that were cleared, or both."""
    if not result.cleared:
        return _("What you unticked is in the trash for 30 days.")
    if result.taken_back:
        return _("What you unticked and the promises that you cleared are in the trash for 30 days.")
    said = ngettext(
        "%(n)d promise that you cleared is in the trash for 30 days.",
        "%(n)d promises that you cleared are in the trash for 30 days.",
        result.cleared,
    )
    return said % {"n": result.cleared}
