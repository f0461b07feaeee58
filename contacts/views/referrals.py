from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts.balance import SORTS, balances
from contacts.forms.referral import ReferralForm
from contacts.http import Request, answer, done, next_address, today
from contacts.models import Contact, Referral
from contacts.models.referral import ReferralDirection
from contacts.views.saving import save_and_answer

PAGE = 50
# Of each of the two lists beside each other.
BESIDE = 100


@require_GET
def referrals(request: Request) -> HttpResponse:
    """What is not thanked for yet, and a page of what was received beside a page of what was given."""
    everything = Referral.objects.for_owner(request.user).select_related("giver", "subject", "receiver")
    everything = everything.order_by(Coalesce("made_on", "asked_on").desc(), "-pk")
    number = _page_number(request)
    first = (number - 1) * BESIDE
    received, given = ([*rows[first : first + BESIDE + 1]] for rows in (everything.received(), everything.given()))
    context = {
        "not_thanked": everything.not_thanked().order_by("made_on", "pk")[:BESIDE],
        "received": received[:BESIDE],
        "given": given[:BESIDE],
        "today": today(request),
        "next_page": number + 1 if max(len(received), len(given)) > BESIDE else None,
    }
    return answer(request, "contacts/referrals.html", context)


@require_GET
def referral_balance(request: Request) -> HttpResponse:
    """Who recommended me how often, and I them: a list to sort, a page of fifty at a time."""
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "owed"
    number = _page_number(request)
    first = (number - 1) * PAGE
    rows = balances(request.user, sort, first=first, size=PAGE + 1)
    context = {"people": rows[:PAGE], "sort": sort, "next_page": number + 1 if len(rows) > PAGE else None}
    return answer(request, "contacts/referral_balance.html", context)


def _page_number(request: Request) -> int:
    page = request.GET.get("page", "")
    return max(int(page), 1) if page.isdecimal() and len(page) < 6 else 1


def referral_add(request: Request) -> HttpResponse:
    direction = request.POST.get("direction") or request.GET.get("direction", "")
    if direction not in ReferralDirection:
        direction = ReferralDirection.RECEIVED
    initial: dict[str, Any] = {"direction": direction, "made_on": today(request)}
    pk = request.GET.get("contact", "")
    person = None
    if pk.isdecimal() and len(pk) < 19:
        person = get_object_or_404(Contact.objects.for_owner(request.user), pk=int(pk))
        initial["giver" if direction == ReferralDirection.RECEIVED else "subject"] = person
    form = ReferralForm(request.POST or None, owner=request.user, initial=initial, today=today(request))
    context = {"referral": None, "direction": direction, "person": person, "next": next_address(request)}
    said = _("The referral is written down.")
    return save_and_answer(
        request, form, "contacts/referral_add.html", context, to=person or "contacts:referrals", said=said
    )


def referral_edit(request: Request, pk: int) -> HttpResponse:
    referral = get_object_or_404(Referral.objects.for_owner(request.user), pk=pk)
    form = ReferralForm(request.POST or None, instance=referral, owner=request.user, today=today(request))
    context = {"referral": referral, "direction": referral.direction, "next": next_address(request)}
    return save_and_answer(request, form, "contacts/referral_edit.html", context, to="contacts:referrals")


@require_POST
def referral_thank(request: Request, pk: int) -> HttpResponse:
    referral = get_object_or_404(Referral.objects.for_owner(request.user), pk=pk)
    if referral.thanked_on:
        # Another tab was quicker: the day stays that of the first time.
        messages.info(request, _("Thanked already."))
        return done(request, "contacts:referrals")
    referral.thank(on=today(request))
    messages.success(request, _("Marked as thanked."), extra_tags=f"thanked:{referral.pk}")
    return done(request, "contacts:referrals")


@require_POST
def referral_thank_undo(request: Request, pk: int) -> HttpResponse:
    referral = get_object_or_404(Referral.objects.for_owner(request.user), pk=pk)
    referral.wait_for_thanks()
    messages.success(request, _("It waits for thanks again."))
    return done(request, "contacts:referrals")


@require_POST
def referral_delete(request: Request, pk: int) -> HttpResponse:
    referral = get_object_or_404(Referral.objects.for_owner(request.user), pk=pk)
    trash = referral.throw_away()
    messages.success(request, _("The referral is in the trash for 30 days."), extra_tags=f"undo:{trash.pk}")
    return done(request, "contacts:referrals")
