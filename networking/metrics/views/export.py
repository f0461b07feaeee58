from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from communities.models import Community
from contacts.http import Request, today
from contacts.spreadsheets import SEPARATORS
from networking.metrics.cards import board
from networking.metrics.facts import standpoint
from networking.metrics.filters import chosen
from networking.metrics.split import by_community
from networking.metrics.table import as_csv
from networking.metrics.targets import targets_in
from networking.metrics.windows import Month, Stretch


@require_GET
def export(request: Request, month: Stretch) -> HttpResponse:
    """All figures as a file for a spreadsheet; `separator` is one of semicolon, comma and tab."""
    separator = request.GET.get("separator") or ("semicolon" if get_language() == "ru" else "comma")
    if separator not in SEPARATORS:
        raise Http404(_("There is no such separator."))
    owner, seen_through = request.user, chosen(request)
    seen = standpoint(owner, today(request))
    targets = targets_in(owner, month.first) if isinstance(month, Month) and not seen_through.where else {}
    shown = board(owner, month, seen, seen_through.where, targets)
    mine = [] if seen_through.community else [*Community.objects.for_owner(owner).only("pk", "name", "family")]
    mine = [one for one in mine if seen_through.family in (None, one.family)]
    shares = by_community(owner, seen.month(month), mine, shown.marks).shares()
    text = as_csv(shown, month, shares, seen_through.said, separator)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="svyazi-{month}.csv"'
    return response
