from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from contacts.http import INVALID, Request, answer, done
from networking.exchange.actions.columns import mean_columns
from networking.exchange.actions.sheets import sheet_of
from networking.exchange.forms.columns import ColumnsForm
from networking.exchange.models import ImportBatch, State


@require_http_methods(["GET", "POST"])
def batch_columns(request: Request, pk: int) -> HttpResponse:
    """Which column of a table fills which field."""
    batch = get_object_or_404(ImportBatch.objects.for_owner(request.user), pk=pk)
    table = sheet_of(batch, first=True) if batch.state == State.PREVIEW else None
    if table is None:
        return redirect(batch)
    form = ColumnsForm(request.POST or None, table=table)
    if form.is_valid():
        return done(request, mean_columns(owner=request.user, batch=batch, fields=form.meant))
    context = {"batch": batch, "form": form}
    return answer(request, "exchange/columns.html", context, status=INVALID if form.is_bound else 200)
