from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts.forms.promise import PromiseForm
from contacts.http import Request, answer, done, next_address, today
from contacts.ledger import ledger, people_with_open_promises
from contacts.mentions.names import names_of
from contacts.models import Contact, Promise
from contacts.views.saving import save_and_answer

PAGE = 50


@require_GET
def promises(request: Request) -> HttpResponse:
    person, day = _person(request), today(request)
    everything = Promise.objects.for_owner(request.user)
    sides = ledger(everything.filter(contact=person) if person else everything, day)
    shown = (promise.text for side in sides for group in side.groups for promise in group.promises)
    context = {
        "sides": sides,
        "mentioned": names_of(request.user, shown),
        "person": person,
        "people": people_with_open_promises(request.user),
        "today": day,
    }
    return answer(request, "contacts/promises.html", context)


@require_GET
def promise_history(request: Request) -> HttpResponse:
    """Kept and withdrawn promises, a page after another; `after` is the last one that was seen."""
    person = _person(request)
    everything = Promise.objects.for_owner(request.user).ended()
    rows = everything.filter(contact=person) if person else everything
    after = request.GET.get("after", "")
    seen = everything.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 19 else None
    if seen:
        day = seen.kept_on or seen.withdrawn_on
        rows = rows.filter(Q(ended_on__lt=day) | Q(ended_on=day, pk__lt=seen.pk))
    page = [*rows.select_related("contact")[: PAGE + 1]]
    context = {"promises": page[:PAGE], "more": page[PAGE - 1] if len(page) > PAGE else None, "person": person}
    context["mentioned"] = names_of(request.user, [promise.text for promise in page[:PAGE]])
    return answer(request, "contacts/promise_history.html", {**context, "today": today(request)})


def promise_add(request: Request) -> HttpResponse:
    person = _person(request)
    initial = {"who": person, "made_on": today(request), "direction": request.GET.get("direction", "mine")}
    form = PromiseForm(request.POST or None, owner=request.user, initial=initial, today=today(request))
    return save_and_answer(
        request,
        form,
        "contacts/promise_add.html",
        {"person": person, "next": next_address(request)},
        to=person or "contacts:promises",
        said=_("The promise is written down."),
    )


def _person(request: Request) -> Contact | None:
    """The person that the address names, when the form was opened from their page."""
    pk = request.GET.get("contact", "")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    return get_object_or_404(Contact.objects.for_owner(request.user), pk=int(pk))


def promise_edit(request: Request, pk: int) -> HttpResponse:
    rows = Promise.objects.for_owner(request.user).select_related("contact", "interaction")
    promise = get_object_or_404(rows, pk=pk)
    form = PromiseForm(request.POST or None, instance=promise, owner=request.user, today=today(request))
    context = {"promise": promise, "next": next_address(request)}
    return save_and_answer(request, form, "contacts/promise_edit.html", context, to=promise.contact)


@require_POST
def promise_keep(request: Request, pk: int) -> HttpResponse:
    promise = get_object_or_404(Promise.objects.for_owner(request.user), pk=pk)
    promise.keep(on=today(request))
    messages.success(request, _("Kept: %(what)s") % {"what": promise}, extra_tags=f"reopen:{promise.pk}")
    return done(request, promise.contact)


@require_POST
def promise_withdraw(request: Request, pk: int) -> HttpResponse:
    promise = get_object_or_404(Promise.objects.for_owner(request.user), pk=pk)
    promise.withdraw(on=today(request))
    messages.success(request, _("Withdrawn: %(what)s") % {"what": promise}, extra_tags=f"reopen:{promise.pk}")
    return done(request, promise.contact)


@require_POST
def promise_reopen(request: Request, pk: int) -> HttpResponse:
    promise = get_object_or_404(Promise.objects.for_owner(request.user), pk=pk)
    promise.reopen()
    messages.success(request, _("Open again: %(what)s") % {"what": promise})
    return done(request, promise.contact)


@require_POST
def promise_delete(request: Request, pk: int) -> HttpResponse:
    promise = get_object_or_404(Promise.objects.for_owner(request.user), pk=pk)
    trash = promise.throw_away()
    messages.success(request, _("The promise is in the trash for 30 days."), extra_tags=f"undo:{trash.pk}")
    return done(request, promise.contact)
