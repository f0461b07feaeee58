from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.actions.catalogue_news import News, merged_names, news, put_back, take_over
from communities.forms.channels import as_channel
from communities.models import Community, Kind
from contacts.columns import field_of
from contacts.forms.channels import write_channel
from contacts.forms.owned import StaleVersion
from contacts.http import INVALID, STALE, Request, answer, done
from contacts.models import Channel

# Where the session keeps what stood in a community before.
_KEPT = "taken_over:%d"


@dataclass(frozen=True)
class Told:
    """A change of the entry as the page shows it."""

    name: str
    label: str
    mine: str
    theirs: str
    own: bool
    safe: bool


def entry_news(request: Request, pk: int) -> HttpResponse:
    """What the catalogue says otherwise now: the ticked ones are taken over, or everything is kept as it is."""
    mine = Community.objects.for_owner(request.user).select_related("entry")
    place = get_object_or_404(mine, pk=pk)
    status = 200
    wanted = {*request.POST.getlist("take")}
    unticked = request.method == "POST" and not wanted and "keep" not in request.POST and bool(news(place))
    if unticked:
        status = INVALID
    elif request.method == "POST":
        seen = request.POST.get("version", "")
        version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
        kept: dict[str, Any] = {"family": place.family, "seen": place.entry_version}
        try:
            taken = take_over(place, wanted, version=version)
        except StaleVersion:
            place, status = get_object_or_404(mine, pk=pk), STALE
        else:
            said = _("Taken over from the catalogue.") if taken else _("Everything stays as you have it.")
            if taken:
                kept["fields"] = {one.name: [one.mine, one.theirs] for one in taken}
                request.session[_KEPT % pk] = kept
            messages.success(request, said, extra_tags=f"taken_over:{pk}" if taken else "")
            return done(request, place)
    context = {"community": place, "news": [_told(one) for one in news(place)], "stale": status == STALE}
    context |= {"merged": merged_names(place), "unticked": unticked}
    return answer(request, "communities/entry_news.html", context, status=status)


@require_POST
def entry_news_undo(request: Request, pk: int) -> HttpResponse:
    """Take back what was taken over last in this session."""
    place = get_object_or_404(Community.objects.for_owner(request.user), pk=pk)
    kept = request.session.pop(_KEPT % pk, None)
    if kept and put_back(place, kept):
        messages.success(request, _("It stands as it did before; the catalogue's news wait for you again."))
    else:
        messages.info(request, _("There is nothing left to undo: it has been changed since."))
    return done(request, place)


def _told(one: News) -> Told:
    label = _("Channels") if one.name == "channels" else field_of(Community, one.name).verbose_name
    mine, theirs = _shown(one.name, one.mine), _shown(one.name, one.theirs)
    return Told(one.name, capfirst(str(label)), mine, theirs, one.own, one.safe)


def _shown(name: str, value: object) -> str:
    if name == "channels" and isinstance(value, list):
        return "\n".join(write_channel(as_channel(Channel(kind=kind, value=said))) for kind, said in value)
    if name == "kind" and value in Kind.values:
        return str(Kind(str(value)).label)
    return str(value)
