from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts.actions.trash import delete_contact
from contacts.balance import balance_of
from contacts.finding.people import Found, Why, find
from contacts.forms.contact import ContactForm
from contacts.forms.people import split_name, token_of
from contacts.http import Request, answer, done, today
from contacts.last_contact import add_last_contact
from contacts.models import Contact, ContactQuerySet, Promise, Referral, Tie
from contacts.text import clean_name
from contacts.tie_history import tie_history
from contacts.timeline import KINDS, timeline
from contacts.views.saving import save_and_answer

PAGE = 50
SUGGESTIONS = 8
MOST_FOUND = 1_000


@require_GET
def list(request: Request) -> HttpResponse:  # the route is contacts:list
    query = request.GET.get("q", "")[:200]
    archived = "archived" in request.GET
    everybody = Contact.objects.for_owner(request.user)
    people = everybody.archived() if archived else everybody.active()
    if query.strip():
        found, more = _found(request, people, query)
    else:
        page, more = _page(people, everybody, request.GET.get("after", ""))
        found = [Found(one, Why.NAME) for one in page]
    day = today(request)
    shown = [one.contact for one in found]
    add_last_contact(shown, request.user, day)
    context = {"found": found, "people": shown, "more": more, "query": query, "archived": archived, "today": day}
    context["nobody"] = not found and not everybody.exists()
    return answer(request, "contacts/list.html", context, fragment="contacts/_list.html")


def _found(request: Request, people: ContactQuerySet, query: str) -> tuple[Sequence[Found], str]:
    """Fifty of the people that a query finds, the surest first; and where to go on, when there are more."""
    start = request.GET.get("from", "")
    begin = min(int(start), MOST_FOUND) if start.isdecimal() and len(start) < 6 else 0
    found = find(people, request.user, query, limit=begin + PAGE + 1, notes=True)[begin:]
    return found[:PAGE], f"from={begin + PAGE}" if len(found) > PAGE and begin < MOST_FOUND else ""


def _page(people: ContactQuerySet, everybody: ContactQuerySet, after: str) -> tuple[Sequence[Contact], str]:
    """Fifty people in the order of names, going on after one of them; and where to go on, when there are more."""
    previous = everybody.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 19 else None
    if previous:
        people = people.filter(Q(name_key__gt=previous.name_key) | Q(name_key=previous.name_key, pk__gt=previous.pk))
    page = [*people.order_by("name_key", "pk")[: PAGE + 1]]
    return page[:PAGE], f"after={page[PAGE - 1].pk}" if len(page) > PAGE else ""


@require_GET
def suggest(request: Request) -> JsonResponse:
    """Who may be meant by what is typed so far, at most eight people; a guess says that it is one."""
    people, query = Contact.objects.for_owner(request.user).active(), request.GET.get("q", "")[:100]
    if query.strip():
        found = find(people, request.user, query, limit=SUGGESTIONS)
    else:
        found = [Found(one, Why.NAME) for one in people.order_by("name_key", "pk")[:SUGGESTIONS]]
    return JsonResponse({"results": [_suggestion(one) for one in found]})


def _suggestion(found: Found) -> dict[str, str]:
    person = found.contact
    note = " · ".join(filter(None, (_("perhaps") if found.maybe else "", person.work)))
    return {"value": token_of(person), "text": person.name, "note": note}


@require_GET
def contact(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(Contact.objects.for_owner(request.user).select_related("introduced_by"), pk=pk)
    day = today(request)
    chosen = request.GET.get("show", "")
    kinds = (chosen,) if chosen in KINDS else KINDS
    lines = timeline(request.user, person, kinds=kinds, before=_day(request.GET.get("before", "")))
    context: dict[str, Any] = {"person": person, "today": day, "timeline": lines, "chosen": chosen, "kinds": KINDS}
    if request.GET.get("before") and request.htmx:
        return answer(request, "contacts/contact.html", context, fragment="contacts/_timeline.html")
    context |= _beside(request, person, day)
    return answer(request, "contacts/contact.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _beside(request: Request, person: Contact, day: date) -> dict[str, Any]:
    """What stands around the timeline: promises, the last talk, who introduced whom, and the balance."""
    promises = [*Promise.objects.for_owner(request.user).filter(contact=person).open().soonest_first()]
    add_last_contact([person], request.user, day)
    referrals = Referral.objects.for_owner(request.user).touching(person)
    return {
        "mine": [one for one in promises if one.direction == "mine"],
        "theirs": [one for one in promises if one.direction == "theirs"],
        "ties": Tie,
        "tie_history": tie_history(request.user, person, day),
        "channels": person.channels.all(),
        "tags": person.tags.all(),
        "balance": balance_of(request.user, person),
        "not_thanked": referrals.filter(giver=person).not_thanked().order_by("made_on").first(),
    }


def add(request: Request) -> HttpResponse:
    name = clean_name(request.GET.get("name", ""))[:200]
    day = today(request)
    initial = {**(split_name(name) if name else {}), "met_on": day}
    form = ContactForm(request.POST or None, request.FILES or None, owner=request.user, initial=initial, today=day)
    return save_and_answer(
        request, form, "contacts/add.html", fragment="contacts/_form.html", said=_("The person is on your list.")
    )


def edit(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=pk)
    form = ContactForm(
        request.POST or None, request.FILES or None, instance=person, owner=request.user, today=today(request)
    )
    context = {"person": person}
    return save_and_answer(request, form, "contacts/edit.html", context, fragment="contacts/_form.html")


@require_POST
def archive(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=pk)
    if person.archived_on:
        person.unarchive()
        messages.success(request, _("%(name)s is among your people again.") % {"name": person.name})
    else:
        person.archive(on=today(request))
        messages.success(request, _("%(name)s is in the archive and asks for nothing.") % {"name": person.name})
    return done(request, person)


@require_POST
def delete(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=pk)
    trash = delete_contact(contact=person)
    said = _("%(name)s is in the trash for 30 days.") % {"name": person.name}
    messages.success(request, said, extra_tags=f"undo:{trash.pk}")
    return done(request, "contacts:list")
