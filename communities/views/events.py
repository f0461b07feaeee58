from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from communities.actions.debrief_undo import undo_of
from communities.actions.events import invite as invite_people
from communities.actions.series import delete_following, following
from communities.event_lists import UPCOMING, coming, past, waiting_for_debrief
from communities.event_page import event_or_404, events_with, people_of
from communities.forms.events import EventForm, InviteForm, next_name
from communities.models import Community, Event
from communities.models.event import Attended, EventKind, EventRole
from contacts.http import INVALID, Request, answer, done, next_address, now, today
from contacts.mentions.names import names_of
from contacts.models import Contact
from contacts.views.saving import save_and_answer


@require_GET
def list(request: Request) -> HttpResponse:  # the route is events:list
    moment = now(request)
    waiting = waiting_for_debrief(request.user, moment)
    page, more = past(request.user, moment, [event.pk for event in waiting], request.GET.get("before", ""))
    context: dict[str, Any] = {"past": page, "more": more, "today": moment.date()}
    context["further"] = "before" in request.GET
    if not context["further"]:
        ahead = coming(request.user, moment)
        context |= {"waiting": waiting, "upcoming": ahead[:UPCOMING], "more_ahead": len(ahead) > UPCOMING}
    return answer(request, "events/list.html", context)


def add(request: Request) -> HttpResponse:
    day = today(request)
    form = EventForm(request.POST or None, owner=request.user, today=day, initial=_initial(request))
    said = _("The event is on your list.")
    response = save_and_answer(request, form, "events/add.html", {"today": day, "event": None}, said=said)
    if form.instance.pk and form.cleaned_data["repeats"]:
        # Where the form was to lead to comes after that page, and not instead of it.
        onwards = next_address(request)
        return redirect(reverse("events:repeat", args=[form.instance.pk], query={"next": onwards} if onwards else None))
    return response


def _initial(request: Request) -> dict[str, object]:
    """The day or the community of the page that the form was opened from, and a name after its last event."""
    day = _day_named(request.GET.get("day", ""))
    initial: dict[str, object] = {"day": day} if day else {}
    pk = request.GET.get("community", "")
    if not pk.isdecimal() or len(pk) > 18:
        return initial
    community = Community.objects.for_owner(request.user).filter(pk=int(pk)).first()
    if community is None:
        return initial
    offered = {"kind": EventKind, "my_role": EventRole}
    said = {name: request.GET[name] for name, choices in offered.items() if request.GET.get(name) in choices}
    repeats = {"repeats": True} if request.GET.get("repeats") else {}
    return initial | {"community": community.pk, "name": next_name(community), **said, **repeats}


def _day_named(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


@require_GET
def event(request: Request, pk: int) -> HttpResponse:
    return _event_page(request, pk, InviteForm(owner=request.user))


def _event_page(request: Request, pk: int, form: InviteForm, status: int = 200) -> HttpResponse:
    shown = event_or_404(request.user, pk)
    moment = now(request)
    people, all_people, came = people_of(pk, everybody="people" in request.GET)
    context = {
        "event": shown,
        "mentioned": names_of(request.user, [shown.took_away, shown.about]),
        "people": people,
        "all_people": all_people,
        "came": came,
        "stayed_away": all_people - came if came else 0,
        "form": form,
        "today": moment.date(),
        "begun": shown.starts.astimezone(moment.tzinfo).date() <= moment.date(),
        "drafted": getattr(shown, "drafted", False),
        "undo_debrief": undo_of(shown, moment),
        "following": following(shown).count() if shown.series_id else 0,
    }
    return answer(request, "events/event.html", context, status=status)


def edit(request: Request, pk: int) -> HttpResponse:
    changed = get_object_or_404(Event.objects.for_owner(request.user), pk=pk)
    form = EventForm(request.POST or None, instance=changed, owner=request.user)
    response = save_and_answer(request, form, "events/edit.html", {"event": changed, "name": changed.name})
    if form.undo:
        messages.success(request, _told(form), extra_tags=f"series:{form.undo.pk}")
    return response


def _told(form: EventForm) -> str:
    """What was changed by a form that is saved."""
    said = _("The event is changed.")
    if form.change:
        count, kept = form.change.changed, form.change.kept
        said = ngettext("%(n)d event is changed.", "%(n)d events are changed.", count) % {"n": count}
        if kept:
            said += " " + ngettext(
                "What %(n)d event has of its own stays as it is.",
                "What %(n)d events have of their own stays as it is.",
                kept,
            ) % {"n": kept}
    return said


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    gone = get_object_or_404(Event.objects.for_owner(request.user), pk=pk)
    if request.POST.get("scope") == "following":
        trash, count = delete_following(event=gone)
        said = ngettext(
            "%(n)d event is in the trash for 30 days.", "%(n)d events are in the trash for 30 days.", count
        ) % {"n": count}
    else:
        trash = gone.throw_away()
        said = _("“%(name)s” is in the trash for 30 days. The talks stay.") % {"name": gone.name}
    messages.success(request, said, extra_tags=f"undo:{trash.pk}")
    return done(request, "events:list")


@require_POST
def going(request: Request, pk: int) -> HttpResponse:
    return _mark(request, pk, Attended.PLANNED, _("You are going."))


@require_POST
def attend(request: Request, pk: int) -> HttpResponse:
    return _mark(request, pk, Attended.ATTENDED, _("You were there. Go through it while you remember."))


@require_POST
def missed(request: Request, pk: int) -> HttpResponse:
    return _mark(request, pk, Attended.MISSED, _("It did not work out this time."))


def _mark(request: Request, pk: int, mine: Attended, said: str) -> HttpResponse:
    marked = get_object_or_404(Event.objects.for_owner(request.user), pk=pk)
    day = marked.starts.astimezone(request.user.zone).date()
    if mine == Attended.ATTENDED and day > today(request):
        messages.error(request, _("The event has not begun yet."))
        return done(request, marked)
    marked.mine = mine
    marked.save(update_fields=["mine", "updated_at"])
    messages.success(request, said)
    return done(request, marked)


@require_POST
def invite(request: Request, pk: int) -> HttpResponse:
    to = get_object_or_404(Event.objects.for_owner(request.user), pk=pk)
    form = InviteForm(request.POST, owner=request.user)
    if not form.is_valid():
        return _event_page(request, pk, form, INVALID)
    count = len(invite_people(event=to, contacts=form.cleaned_data["who"]))
    said = ngettext("%(n)d person is on the list.", "%(n)d people are on the list.", count) % {"n": count}
    messages.success(request, said)
    return done(request, to)


@require_GET
def contact_panel(request: Request, contact_pk: int) -> HttpResponse:
    """Events together, for a person's page."""
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=contact_pk)
    rows, number = events_with(person.pk)
    context = {"person": person, "rows": rows, "more": number - len(rows), "today": today(request)}
    return answer(request, "events/contact_panel.html", context, fragment="events/_contact_panel.html")
