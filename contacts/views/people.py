from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts.actions.trash import delete_contact
from contacts.balance import balance_of
from contacts.bulk import bulk_actions
from contacts.filtering.narrowing import Narrowing, read
from contacts.filtering.registry import Asked
from contacts.filtering.selection import MOST_FOUND
from contacts.filtering.sorting import page_of
from contacts.finding.among import Among, AmongKind, active_of
from contacts.finding.people import Found, Why, find, with_places
from contacts.forms.contact import ContactForm
from contacts.forms.people import split_name, token_of
from contacts.http import Request, answer, done, now, today
from contacts.last_contact import read_last_contact
from contacts.mentions.names import names_of
from contacts.models import Contact, Merge, SavedFilter, Tie
from contacts.person_page import (
    first_not_thanked,
    open_first_due,
    person_of,
    promises_with,
    referrals_with,
    ways_and_tags,
)
from contacts.prepared import prepared
from contacts.rows import rows_of
from contacts.text import clean_name
from contacts.timeline import KINDS, timeline
from contacts.timeline_rows import lines_of
from contacts.views.saving import save_and_answer

if TYPE_CHECKING:
    from networking.accounts.models import User

PAGE = 50
# Beyond this the list says only that there are more; what is done with all of them counts them first.
COUNTED = 1_000
SUGGESTIONS = 8


@require_GET
def list(request: Request) -> HttpResponse:  # the route is contacts:list
    day = today(request)
    narrowing = read(Asked(request.user, day), request.GET)
    found, more = _found(request, narrowing) if narrowing.search else _page(request, narrowing)
    shown = [one.contact for one in found]
    read_last_contact(shown, request.user, day)
    query = narrowing.query()
    context = {
        "found": found,
        "people": shown,
        "rows": rows_of(found, day),
        "narrowing": narrowing,
        "query": query,
        "today": day,
    }
    context["opened"] = "filters" in request.GET
    context["more"] = f"{query}&{more}".lstrip("&") if more else ""
    context["nobody"] = not found and not query and not Contact.objects.for_owner(request.user).exists()
    saved = _saved(request.user)
    context |= {"saved_filters": saved, "is_saved": query in {one.query for one in saved}}
    context["bulk_actions"] = bulk_actions()
    # Of a search only so many are found as are looked at; everybody at all is counted by the frame of the page.
    matching = 0
    if not narrowing.search and narrowing.chosen:
        matching = _count(narrowing.among) if more or "after" in request.GET else len(found)
    context |= {"matching": matching, "many": matching > COUNTED}
    response = answer(request, "contacts/list.html", context, fragment="contacts/_list.html")
    if request.htmx:
        response["HX-Push-Url"] = f"{request.path}?{query}" if query else request.path
    return response


@prepared
def _saved(owner: User) -> QuerySet[SavedFilter]:
    return SavedFilter.objects.for_owner(owner)


def _found(request: Request, narrowing: Narrowing) -> tuple[Sequence[Found], str]:
    """Fifty of the people that a query finds, the surest first; and where to go on, when there are more."""
    start = request.GET.get("from", "")
    begin = min(int(start), MOST_FOUND) if start.isascii() and start.isdecimal() and len(start) < 6 else 0
    tags = [(pk, folded) for pk, folded, _name in narrowing.asked.tags]
    found = find(narrowing.among, narrowing.search, limit=begin + PAGE + 1, notes=True, tags=tags)[begin:]
    more = f"from={begin + PAGE}" if len(found) > PAGE and begin < MOST_FOUND else ""
    return with_places(request.user, found[:PAGE], narrowing.search), more


def _page(request: Request, narrowing: Narrowing) -> tuple[Sequence[Found], str]:
    """Fifty people in the chosen order, going on after one of them; and where to go on, when there are more."""
    after = request.GET.get("after", "")
    page = page_of(narrowing.among, narrowing.order, narrowing.asked, after=after, size=PAGE)
    return [Found(one, Why.NAME) for one in page.people], f"after={page.next}" if page.next else ""


def _count(among: Among) -> int:
    """How many they are, as far as the list counts."""
    return _counted.count(among.owner, *among.standing, kind=among.kind)


@prepared
def _counted(owner: User, *values: Any, kind: AmongKind) -> QuerySet[Contact, Any]:
    return kind.people(owner, values)[0].order_by().values_list("pk")[: COUNTED + 1]


@prepared
def _first(owner: User) -> QuerySet[Contact]:
    return Contact.objects.for_owner(owner).active().order_by("name_key", "pk")[:SUGGESTIONS]


@require_GET
def suggest(request: Request) -> JsonResponse:
    """Who may be meant by what is typed so far, at most eight people; a guess says that it is one."""
    query = request.GET.get("q", "")[:100]
    if query.strip():
        found = find(active_of(request.user), query, limit=SUGGESTIONS)
    else:
        found = [Found(one, Why.NAME) for one in _first(request.user)]
    return JsonResponse({"results": [_suggestion(one) for one in found]})


def _suggestion(found: Found) -> dict[str, str]:
    person = found.contact
    note = " · ".join(filter(None, (_("perhaps") if found.maybe else "", person.work)))
    return {"value": token_of(person), "text": person.name, "note": note}


@require_GET
def contact(request: Request, pk: int) -> HttpResponse:
    moment = now(request)
    person, day = person_of(request.user, pk, moment), moment.date()
    if person is None:
        return _moved(request, pk)
    promises, referrals = promises_with(pk), referrals_with(pk)
    chosen = request.GET.get("show", "")
    kinds, before = (chosen,) if chosen in KINDS else KINDS, _day(request.GET.get("before", ""))
    lines = timeline(request.user, person, promises, referrals, kinds=kinds, before=before)
    context: dict[str, Any] = {"person": person, "today": day, "timeline": lines, "chosen": chosen, "kinds": KINDS}
    opened = open_first_due(promises)
    texts = [
        person.about,
        person.how_met,
        *(promise.text for promise in opened),
        *(text for entry in lines.entries for text in (entry.text, entry.own_note)),
    ]
    mentioned = names_of(request.user, texts)
    context |= {"mentioned": mentioned, "lines": lines_of(lines.entries, day, mentioned, request.path)}
    if request.GET.get("before") and request.htmx:
        return answer(request, "contacts/contact.html", context, fragment="contacts/_timeline.html")
    read_last_contact([person], request.user, day)
    channels, tags = ways_and_tags(pk)
    context |= {
        # As text: a template would say it by the rules of numbers, each time anew.
        "person_id": str(pk),
        "mine": [one for one in opened if one.direction == "mine"],
        "theirs": [one for one in opened if one.direction == "theirs"],
        "ties": Tie,
        "channels": channels,
        "tags": tags,
        "balance": balance_of(person, referrals),
        "not_thanked": first_not_thanked(person, referrals),
    }
    lately = getattr(person, "merged_lately", False)
    context["merges"] = [*Merge.objects.for_owner(request.user).into(person)] if lately else []
    return answer(request, "contacts/contact.html", context)


def _moved(request: Request, pk: int) -> HttpResponse:
    """Lead from the address of somebody who was merged away to the one they are now."""
    now = Merge.objects.for_owner(request.user).survivors([pk]).get(pk)
    return redirect(get_object_or_404(Contact.objects.for_owner(request.user), pk=now or pk))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def add(request: Request) -> HttpResponse:
    name = clean_name(request.GET.get("name", ""))[:200]
    day = today(request)
    initial = {**(split_name(name) if name else {}), "met_on": day}
    form = ContactForm(request.POST or None, request.FILES or None, owner=request.user, initial=initial, today=day)
    said = _("The person is on your list.")
    return save_and_answer(
        request, form, "contacts/add.html", {"person": None}, fragment="contacts/_form.html", said=said
    )


def edit(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=pk)
    form = ContactForm(
        request.POST or None, request.FILES or None, instance=person, owner=request.user, today=today(request)
    )
    # The form writes what was typed into its own person: the heading says who it is still.
    context = {"person": copy(person)}
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
