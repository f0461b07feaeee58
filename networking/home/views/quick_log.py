from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.actions.interactions import AlreadyDone
from contacts.forms.people import token_of
from contacts.http import INVALID, Request, answer, done, next_address, today
from contacts.models import Contact, Interaction
from networking.home.forms import QuickLogForm
from networking.home.rhythm import rhythm_of

SAID_OF = 3


def quick_log(request: Request) -> HttpResponse:
    """Log a talk from any page: a page of its own without JavaScript, a dialog with it."""
    form = QuickLogForm(request.POST or None, owner=request.user, today=today(request), initial=_initial(request))
    context = {"form": form, "next": next_address(request)}
    page, fragment = "home/quick_log.html", "home/_quick_log.html"
    if request.method != "POST":
        return answer(request, page, context, fragment=fragment)
    if not form.is_valid():
        return answer(request, page, context, fragment=fragment, status=INVALID)
    try:
        messages.success(request, _said(request, form.save()))
    except AlreadyDone:
        messages.info(request, _("This was written down already."))
    return done(request, "home:today")


def _initial(request: Request) -> dict[str, object]:
    """The person of the page that the log was opened from; somebody else's is nobody."""
    pk = request.GET.get("contact", "")
    if not pk.isdecimal() or len(pk) > 18:
        return {}
    person = Contact.objects.for_owner(request.user).filter(pk=int(pk)).first()
    return {"who": token_of(person)} if person else {}


def _said(request: Request, talk: Interaction) -> str:
    """What changed, in sentences: who it was, the promises written down with it, and when each is due again."""
    people = [one.contact for one in talk.participants.select_related("contact").order_by("pk")]
    names = ", ".join(one.name for one in people)
    promises = talk.promises.count()
    if not promises:
        said = _("Written down: %(names)s.") % {"names": names}
    else:
        text = ngettext("%(count)d promise", "%(count)d promises", promises) % {"count": promises}
        said = _("Written down: %(names)s. With it: %(promises)s.") % {"names": names, "promises": text}
    return " ".join([said, *_next_times(request, people)])


def _next_times(request: Request, people: list[Contact]) -> list[str]:
    """By when each is to be talked to again: of a few people, as a list of many says nothing in passing."""
    if len(people) > SAID_OF:
        return []
    rhythms = rhythm_of(request.user, people, today(request))
    said = []
    for one in people:
        due = rhythms[one.pk].due
        if due and due > rhythms[one.pk].today:
            said.append(_("%(name)s: next time by %(day)s.") % {"name": one.name, "day": date_format(due, "j E")})
    return said
