from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from contacts.http import INVALID, Request, answer, done, now
from networking.accounts.actions import accept as accept_invitation
from networking.accounts.forms.account import AccountForm
from networking.accounts.forms.settings import InvitationForm
from networking.accounts.models import INVITATION_LIFETIME, Invitation


@require_http_methods(["GET", "POST"])
def invitations(request: Request) -> HttpResponse:
    """The links that admins made for people without an account, and a form for one more."""
    _admins_only(request)
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        form.instance.made_by = request.user
        form.save()
        messages.success(request, _("The link is ready: copy it and send it to the person."))
        return done(request, "accounts:invitations")
    moment = now(request)
    rows = list(Invitation.objects.all()[:100])
    context = {
        "form": form,
        "open": [
            (row, request.build_absolute_uri(row.get_absolute_url()), (row.made_at + INVITATION_LIFETIME))
            for row in rows
            if row.is_open(moment)
        ],
        "over": [row for row in rows if not row.is_open(moment)],
        "today": moment.date(),
    }
    return answer(request, "accounts/invitations.html", context, status=INVALID if form.is_bound else 200)


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Make a link that nobody has used lead nowhere."""
    _admins_only(request)
    get_object_or_404(Invitation, pk=pk, used_at=None).delete()
    messages.success(request, _("The invitation is withdrawn: its link leads nowhere now."))
    return done(request, "accounts:invitations")


@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Make an account by an invitation: open for fourteen days, once."""
    if request.user.is_authenticated:
        messages.info(request, _("You have an account and are signed in; an invitation is for somebody new."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    moment = timezone.now()
    invitation = Invitation.objects.filter(token=token).first()
    if invitation is None or not invitation.is_open(moment):
        return render(request, "accounts/invitation_over.html", status=404)
    form = AccountForm(request.POST or None, initial={"email": invitation.email})
    if form.is_valid():
        try:
            user = accept_invitation(
                invitation, form.save(commit=False), password=form.cleaned_data["password"], now=moment
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            login(request, user)
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/accept.html", {"form": form}, status=INVALID if form.is_bound else 200)


def _admins_only(request: Request) -> None:
    # An editor of the catalogue is let into the admin, too, and invites nobody.
    if not request.user.has_perm("accounts.add_user"):
        raise Http404
