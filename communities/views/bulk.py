from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.forms.bulk import CommunityForm
from contacts.http import Request
from contacts.views.bulk import sheet


@require_http_methods(["GET", "POST"])
def bulk_add(request: Request) -> HttpResponse:
    return sheet(request, CommunityForm, title=_("Add to a community"), button=_("Add"))
