from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.actions.merging import MergeRefused, merge, unmerge
from contacts.doubles.before_saving import likely_doubles
from contacts.forms.merging import MergeForm, MergeWithForm
from contacts.http import INVALID, Request, answer, done
from contacts.models import Contact, Merge, Promise, Referral


def merge_with(request: Request, pk: int) -> HttpResponse:
    """Say who is the same person as this one; the two then stand side by side."""
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=pk)
    form = MergeWithForm(request.POST or None, owner=request.user, person=person)
    if request.method == "POST" and form.is_valid():
        return done(request, reverse("contacts:merge", args=[person.pk, form.cleaned_data["who"].pk]))
    channels = [(one.kind, one.value_folded) for one in person.channels.all()]
    context: dict[str, Any] = {"form": form, "person": person}
    context["likely"] = likely_doubles(request.user, person, channels)
    return answer(request, "contacts/merge_with.html", context, status=INVALID if form.errors else 200)


def merge_pair(request: Request, pk: int, other: int) -> HttpResponse:  # the route is contacts:merge
    """Two people side by side; the first one stays."""
    people = Contact.objects.for_owner(request.user).select_related("introduced_by")
    kept, gone = get_object_or_404(people, pk=pk), get_object_or_404(people, pk=other)
    if kept == gone:
        return redirect(kept)
    form = MergeForm(request.POST if request.method == "POST" else None, kept=kept, gone=gone)
    if request.method == "POST" and form.is_valid():
        try:
            merged = merge(owner=request.user, kept=kept, gone=gone, chosen=form.chosen)
        except MergeRefused:
            messages.error(request, _("One of the two is no longer on your list."))
            return done(request, "contacts:doubles")
        said = _("%(gone)s is one with %(kept)s now; 30 days to undo it.")
        names = {"gone": merged.gone_name, "kept": merged.kept_name}
        messages.success(request, said % names, extra_tags=f"unmerge:{merged.pk}")
        return done(request, kept)
    context = {"form": form, "kept": kept, "gone": gone, "sides": [_beside(request, one) for one in (kept, gone)]}
    return answer(request, "contacts/merge.html", context, status=INVALID if form.errors else 200)


def _beside(request: Request, person: Contact) -> dict[str, Any]:
    """What comes over whole, so that the owner sees which of the two is which."""
    talks = person.participations.filter(interaction__trash=None).aggregate(n=Count("pk"))["n"]
    referrals = Referral.objects.for_owner(request.user).touching(person).count()
    promises = Promise.objects.for_owner(request.user).filter(Q(contact=person)).count()
    counts = {"talks": talks, "promises": promises, "referrals": referrals}
    return {"person": person, "channels": person.channels.all(), "tags": person.tags.all(), **counts}


@require_POST
def unmerge_pair(request: Request, pk: int) -> HttpResponse:  # the route is contacts:unmerge
    merged = get_object_or_404(Merge.objects.for_owner(request.user), pk=pk)
    try:
        back = unmerge(merged=merged)
    except MergeRefused as refused:
        messages.error(request, _why_not(refused))
        return done(request, "contacts:trash")
    messages.success(request, _("%(name)s stands apart again.") % {"name": back.name})
    return done(request, back)


def _why_not(refused: MergeRefused) -> str:
    if refused.code == "later":
        return _("Undo the later merge first: %(name)s.") % {"name": refused.name}
    if refused.code == "trash":
        return _("%(name)s lies in the trash. Put them back first.") % {"name": refused.name}
    return _("This merge was undone already, or its 30 days are over.")
