from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts.forms.promise import PromiseForm
from contacts.http import Request, answer, done, next_address, today
from contacts.models import Contact, Promise
from contacts.views.saving import save_and_answer

ENDED = 50


@require_GET
def promises(request: Request) -> HttpResponse:
    everything = Promise.objects.for_owner(request.user).select_related("contact")
    ended = everything.exclude(kept_on=None, withdrawn_on=None).order_by("-updated_at", "-pk")[:ENDED]
    context = {
        "mine": everything.open().mine().soonest_first(),
        "theirs": everything.open().theirs().soonest_first(),
        "ended": ended,
        "today": today(request),
    }
    return answer(request, "contacts/promises.html", context)


def promise_add(request: Request) -> HttpResponse:
    person = _person(request)
    initial = {"who": person, "made_on": today(request), "direction": request.GET.get("direction", "mine")}
    form = PromiseForm(request.POST or None, owner=request.user, initial=initial)
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
    promise = get_object_or_404(Promise.objects.for_owner(request.user).select_related("contact"), pk=pk)
    form = PromiseForm(request.POST or None, instance=promise, owner=request.user)
    context = {"promise": promise, "next": next_address(request)}
    return save_and_answer(request, form, "contacts/promise_edit.html", context, to=promise.contact)


@require_POST
def promise_keep(request: Request, pk: int) -> HttpResponse:
    promise = get_object_or_404(Promise.objects.for_owner(request.user), pk=pk)
    promise.keep(on=today(request))
    messages.success(request, _("Kept: %(what)s") % {"what": promise.text}, extra_tags=f"reopen:{promise.pk}")
    return done(request, promise.contact)


@require_POST
def promise_withdraw(request: Request, pk: int) -> HttpResponse:
    promise = get_object_or_404(Promise.objects.for_owner(request.user), pk=pk)
    promise.withdraw(on=today(request))
    messages.success(request, _("Withdrawn: %(what)s") % {"what": promise.text}, extra_tags=f"reopen:{promise.pk}")
    return done(request, promise.contact)


@require_POST
def promise_reopen(request: Request, pk: int) -> HttpResponse:
    promise = get_object_or_404(Promise.objects.for_owner(request.user), pk=pk)
    promise.reopen()
    messages.success(request, _("Open again: %(what)s") % {"what": promise.text})
    return done(request, promise.contact)


@require_POST
def promise_delete(request: Request, pk: int) -> HttpResponse:
    promise = get_object_or_404(Promise.objects.for_owner(request.user), pk=pk)
    trash = promise.throw_away()
    messages.success(request, _("The promise is in the trash for 30 days."), extra_tags=f"undo:{trash.pk}")
    return done(request, promise.contact)
