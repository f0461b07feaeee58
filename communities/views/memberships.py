from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from communities.actions.leaving import StaysLeft
from communities.actions.members import end_membership, take_end_back
from communities.forms.membership import MembersForm, MembershipForm
from communities.models import Community, Membership, Participation
from communities.person_page import mine_in, periods_of, person_or_404
from communities.together import together
from contacts.http import INVALID, Request, answer, done, next_address, today
from contacts.models import Contact
from contacts.views.saving import save_and_answer


def member_add(request: Request) -> HttpResponse:
    """Several people into a community; the address may name the community, or the person."""
    community = _named(request, "community", Community.objects.for_owner(request.user))
    person = _named(request, "contact", Contact.objects.for_owner(request.user))
    initial: dict[str, Any] = {"community": community, "people": [person] if person else None}
    form = MembersForm(request.POST or None, owner=request.user, initial=initial)
    context = {"form": form, "community": community, "person": person, "next": next_address(request)}
    context["nowhere"] = not Community.objects.for_owner(request.user).exists()
    if request.method != "POST":
        return answer(request, "communities/member_add.html", context)
    if not form.is_valid():
        return answer(request, "communities/member_add.html", context, status=INVALID)
    form.save()
    messages.success(request, _said(form, today(request)), extra_tags=f"bulk:{form.change.pk}" if form.change else "")
    return done(request, person or form.cleaned_data["community"])


def _named(request: Request, what: str, rows: Any) -> Any:
    """The row that the address names, if it names one; a stranger's or a wrong one is 404."""
    pk = request.GET.get(what, "")
    return get_object_or_404(rows, pk=int(pk)) if pk.isdecimal() and len(pk) < 19 else None


def _who_came(form: MembersForm, day: date) -> str:
    people, since = len(form.added), form.cleaned_data["since"]
    values = {"community": form.cleaned_data["community"].name, "count": people, "name": form.added[0].name}
    if since and since > day:
        text = ngettext(
            "%(count)s person is to come to “%(community)s” on %(day)s.",
            "%(count)s people are to come to “%(community)s” on %(day)s.",
            people,
        )
        return text % {**values, "day": date_format(since, "j E Y")}
    if people == 1:
        return _("%(name)s is in “%(community)s”.") % values
    return ngettext("%(count)s person is in “%(community)s”.", "%(count)s people are in “%(community)s”.", people) % (
        values
    )


def _said(form: MembersForm, day: date) -> str:
    """Who was added, and how many of a list were there already."""
    there = len(form.there)
    said = [_who_came(form, day)] if form.added else []
    if there:
        text = ngettext("%(count)s person was there already.", "%(count)s people were there already.", there)
        said.append(text % {"count": there})
    if form.addressed:
        text = ngettext("%(count)s person has a new address.", "%(count)s people have a new address.", form.addressed)
        said.append(text % {"count": form.addressed})
    if form.left_out:
        said.append(form.left_out)
    return " ".join(said)


def membership_edit(request: Request, pk: int) -> HttpResponse:
    membership = _own(request, pk)
    form = MembershipForm(request.POST or None, instance=membership, owner=request.user)
    context = {"membership": membership, "next": next_address(request), "others": membership.siblings()}
    return save_and_answer(request, form, "communities/membership_edit.html", context, to=membership.community)


def membership_change(request: Request, pk: int) -> HttpResponse:
    """Another role from a day on: a new period of a person, which brings the one before it to its end."""
    before = _own(request, pk)
    fresh = Membership(owner_id=before.owner_id, contact=before.contact, community=before.community)
    day = today(request)
    initial = {"role": before.role, "since": day}
    form = MembershipForm(request.POST or None, instance=fresh, owner=request.user, before=before, initial=initial)
    context = {"membership": before, "next": next_address(request), "today": day}
    return save_and_answer(request, form, "communities/membership_change.html", context, to=before.community)


@require_POST
def membership_end(request: Request, pk: int) -> HttpResponse:
    membership = _own(request, pk)
    stood = membership.until.isoformat() if membership.until else ""
    values = {"name": membership.contact.name, "community": membership.community.name}
    try:
        end_membership(membership, today(request))
    except ValidationError:
        messages.error(request, _("%(name)s is to come only later: mend the dates.") % values)
        return done(request, reverse("communities:membership_edit", args=[pk]))
    said = _("%(name)s: in “%(community)s” until today.") % values
    messages.success(request, said, extra_tags=f"ended:{pk}:{stood}..{membership.version}")
    return done(request, membership.community)


@require_POST
def membership_stay(request: Request, pk: int) -> HttpResponse:
    """Take back that somebody left today: the end that stood before stands again."""
    membership = _own(request, pk)
    until, _sep, seen = request.GET.get("stood", "").partition("..")
    if not (seen.isdecimal() and len(seen) < 10):
        return HttpResponseBadRequest()
    values = {"name": membership.contact.name, "community": membership.community.name}
    try:
        take_end_back(membership, date.fromisoformat(until) if until else None, int(seen))
    except ValueError:
        return HttpResponseBadRequest()
    except StaysLeft:
        messages.error(request, _("%(name)s: the membership has changed since then: mend its dates by hand.") % values)
    else:
        messages.success(request, _("%(name)s: in “%(community)s” as before.") % values)
    return done(request, membership.community)


@require_POST
def membership_delete(request: Request, pk: int) -> HttpResponse:
    membership = _own(request, pk)
    values = {"name": membership.contact.name, "community": membership.community.name}
    trash = membership.throw_away(f"{values['name']}, {values['community']}")
    messages.success(request, _("%(name)s: no longer in “%(community)s”.") % values, extra_tags=f"undo:{trash.pk}")
    return done(request, membership.community)


def _own(request: Request, pk: int) -> Membership:
    rows = Membership.objects.for_owner(request.user).select_related("contact", "community")
    return get_object_or_404(rows, pk=pk)


@require_GET
def contact_panel(request: Request, contact_pk: int) -> HttpResponse:
    """A person's communities, with the time that we are there together: a part of the person's page."""
    person = person_or_404(request.user, contact_pk)
    day = today(request)
    theirs: dict[int, list[Membership]] = {}
    for one in periods_of(request.user, contact_pk):
        theirs.setdefault(one.community_id, []).append(one)
    mine: dict[int, list[Participation]] = {}
    for period in mine_in(request.user, [*theirs]):
        mine.setdefault(period.community_id, []).append(period)
    rows = [
        {"latest": periods[0], "community": periods[0].community, "mine": mine.get(pk),
         "together": together(mine.get(pk, []), periods, day)}
        for pk, periods in theirs.items()
    ]  # fmt: skip
    context = {"person": person, "rows": rows, "today": day}
    return answer(request, "communities/contact_panel.html", context, fragment="communities/_contact_panel.html")
