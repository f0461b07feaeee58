from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from contacts.http import Request, answer, today
from networking.metrics.facts import standpoint
from networking.metrics.qualities.charts import drawn


@require_GET
def qualities(request: Request) -> HttpResponse:
    """The four qualities over 24 months, by what the facts say: a chart each, and a table with the same numbers."""
    seen = standpoint(request.user, today(request))
    context = {"trends": drawn(request.user, seen), "empty": seen.known_since is None}
    return answer(request, "metrics/qualities.html", context)
