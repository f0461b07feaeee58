"""Checklists at work: taken from a note, ticked where they stand, taken away again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Min, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from communities.models import Community, Event
from contacts.http import INVALID, Request, answer, done, now, today
from networking.guidance.leading.twins import readable, readers_language
from networking.guidance.lists.checklists import checklists
from networking.guidance.lists.forms import ItemForm, TakeForm
from networking.guidance.lists.working import (
    Place,
    add_item,
    community_place,
    event_place,
    place_of,
    put_to_work,
    standing_in,
)
from networking.guidance.models import Note
from networking.guidance.models.own_list import OwnItem, OwnList

OFFERED = 30
_LIST = "guidance/_own_list_alone.html"


@require_GET
def lists_of_event(request: Request, pk: int) -> HttpResponse:
    return _lists(request, event_place(get_object_or_404(Event.objects.for_owner(request.user), pk=pk)))


@require_GET
def lists_of_community(request: Request, pk: int) -> HttpResponse:
    return _lists(request, community_place(get_object_or_404(Community.objects.for_owner(request.user), pk=pk)))


@require_GET
def lists_of_month(request: Request, month: str) -> HttpResponse:
    place = place_of(request.user, f"month:{month}", today(request))
    if place is None:
        raise Http404
    return _lists(request, place)


@require_GET
def list_add(request: Request) -> HttpResponse:
    """The checklists of the notes to choose from, those that speak of such a place first."""
    place = place_of(request.user, request.GET.get("where", ""), today(request))
    if place is None:
        raise Http404
    # A note is the nearer the earlier it names one of the places.
    fits = Min("places__rank", filter=Q(places__place__in=place.asks))
    notes = Note.objects.filter(readable(readers_language()), html__contains='class="task-box"').annotate(fits=fits)
    near = notes.exclude(fits=None).order_by("fits", "sort_key", "path")
    far = notes.filter(fits=None).order_by("sort_key", "path")
    notes_shown = [note for some in (near, far) for note in some.only("title", "slug", "html")[:OFFERED]][:OFFERED]
    stands = standing_in(request.user, place)
    offered = [(note, one, stands.get((note.pk, one.anchor))) for note in notes_shown for one in checklists(note)]
    first = next((one for _note, one, at in offered if not at), None)
    return answer(request, "guidance/list_add.html", {"place": place, "offered": offered, "first": first})


def list_take(request: Request, slug: str) -> HttpResponse:
    """Put a checklist of a note to work; on its own page where the choice was not clear."""
    note = get_object_or_404(Note.objects.only("title", "slug", "html"), slug=slug)
    found = checklists(note)
    if not found:
        raise Http404
    form = TakeForm(
        request.POST or None,
        owner=request.user,
        moment=now(request),
        checklists=found,
        initial={"where": request.GET.get("where", ""), "section": request.GET.get("section", "")},
    )
    if request.method != "POST" or not form.is_valid() or form.place is None:
        status = INVALID if request.method == "POST" else 200
        fragment = "guidance/_list_take.html"
        return answer(
            request, "guidance/list_take.html", {"note": note, "form": form}, fragment=fragment, status=status
        )
    made, new = put_to_work(owner=request.user, note=note, checklist=form.checklist, place=form.place)
    messages.success(request, _taken(made, form.place) if new else _("This list stands there already."))
    return done(request, form.place.at(made.pk))


@require_POST
def list_remove(request: Request, pk: int) -> HttpResponse:
    own_list = get_object_or_404(OwnList.objects.for_owner(request.user).with_items(request.user), pk=pk)
    trash = own_list.throw_away()
    messages.success(request, _("The list is in the trash for 30 days."), extra_tags=f"undo:{trash.pk}")
    return done(request, _place(request, own_list).address)


@require_POST
def list_item_add(request: Request, pk: int) -> HttpResponse:
    own_list = get_object_or_404(OwnList.objects.for_owner(request.user), pk=pk)
    form = ItemForm(request.POST)
    if form.is_valid():
        try:
            add_item(own_list=own_list, text=form.cleaned_data["text"])
        except ValidationError as error:
            form.add_error("text", error)
    if form.errors:
        return _one(request, own_list, form, INVALID)
    return _one(request, own_list, added=True)


@require_POST
def list_item_tick(request: Request, pk: int) -> HttpResponse:
    """`done` says what it is to be, so that a second press of the same button changes nothing."""
    item = get_object_or_404(OwnItem.objects.for_owner(request.user).select_related("own_list"), pk=pk)
    item.tick(on=today(request) if request.POST.get("done") == "1" else None)
    return _one(request, item.own_list)


@require_POST
def list_item_remove(request: Request, pk: int) -> HttpResponse:
    item = get_object_or_404(OwnItem.objects.for_owner(request.user).select_related("own_list"), pk=pk)
    trash = item.throw_away()
    messages.success(request, _("The item is in the trash for 30 days."), extra_tags=f"undo:{trash.pk}")
    return _one(request, item.own_list)


def _place(request: Request, own_list: OwnList) -> Place:
    place = place_of(request.user, own_list.place, today(request))
    if place is None:
        raise Http404
    return place


def _lists(request: Request, place: Place) -> HttpResponse:
    """The lists of a place: a page of their own, for htmx a panel of the place's page."""
    rows = OwnList.objects.for_owner(request.user).filter(**place.columns).with_items(request.user)
    context: dict[str, Any] = {"place": place, "lists": list(rows), "form": ItemForm()}
    return answer(request, "guidance/lists.html", context, fragment="guidance/_lists.html")


def _one(
    request: Request, own_list: OwnList, form: ItemForm | None = None, status: int = 200, *, added: bool = False
) -> HttpResponse:
    """The list as it is now: its fragment for htmx, else back to the page of the lists.

    A new item that is half typed stays, unless it was the one that has just been sent.
    """
    place = _place(request, own_list)
    if not request.htmx and form is None:
        return done(request, place.at(own_list.pk))
    rows = OwnList.objects.for_owner(request.user).filter(**place.columns).with_items(request.user)
    shown = next(one for one in rows if one.pk == own_list.pk)
    context = {"place": place, "lists": list(rows), "list": shown, "form": ItemForm(), "sent": form}
    context["keeps_text"] = form is None and not added
    return answer(request, "guidance/lists.html", context, fragment=_LIST, status=status)


def _taken(made: OwnList, place: Place) -> str:
    count = made.items.count()
    said = ngettext("“%(list)s” is at work: %(count)d item.", "“%(list)s” is at work: %(count)d items.", count)
    return said % {"list": made.title, "count": count}
