from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts.http import INVALID, Request, answer, done, today
from networking.exchange.actions.carrying_out import choose, choose_rows, run_step
from networking.exchange.actions.sheets import columns_left_out
from networking.exchange.actions.undoing import undo_step
from networking.exchange.formats.problems import Problem, Trouble
from networking.exchange.forms.imports import ImportForm
from networking.exchange.models import Choice, ImportBatch, ImportRow, State, Verdict
from networking.exchange.showing import (
    choices_of,
    details_of,
    done_as,
    format_name,
    results_of,
    shown_changes,
    turns_of,
    verdict_of,
)

PAGE = 50
PROBLEMS_SHOWN = 100
BATCHES_SHOWN = 50


@require_http_methods(["GET", "POST"])
def imports(request: Request) -> HttpResponse:
    """Choose a file; below, what came in before."""
    form = ImportForm(request.POST or None, request.FILES or None, owner=request.user)
    if form.is_valid() and form.batch:
        nobody = form.batch.format == "table" and not form.batch.rows_count
        return done(request, reverse("exchange:batch_columns", args=[form.batch.pk]) if nobody else form.batch)
    batches = ImportBatch.objects.for_owner(request.user)[:BATCHES_SHOWN]
    rows = [{"batch": one, "format": format_name(one.format)} for one in batches]
    context = {"form": form, "rows": rows, "today": today(request)}
    return answer(request, "exchange/imports.html", context, status=INVALID if form.is_bound else 200)


@require_GET
def batch(request: Request, pk: int) -> HttpResponse:
    """The rows of a file with what each would change, or has changed."""
    one = get_object_or_404(ImportBatch.objects.for_owner(request.user), pk=pk)
    show = request.GET.get("show", "")
    after = request.GET.get("after", "")
    found = ImportRow.objects.for_owner(request.user).filter(batch=one).select_related("contact", "event")
    if show in Verdict.values:
        found = found.filter(verdict=show)
    if after.isdecimal() and len(after) < 10:
        found = found.filter(place__gt=int(after))
    page = [*found[: PAGE + 1]]
    more, page = len(page) > PAGE, page[:PAGE]
    context = {
        "show": show if show in Verdict.values else "",
        "after": after,
        "next": page[-1].place if more else None,
        "rows": [_shown(one, row) for row in page],
    }
    return answer(request, "exchange/batch.html", context | _about(one) | {"today": today(request)})


def _shown(one: ImportBatch, row: ImportRow) -> dict[str, Any]:
    shown = {
        "row": row,
        "changes": shown_changes(row, waits=one.state == State.PREVIEW),
        "choices": choices_of(row, of_events=one.is_of_events),
        "verdict": verdict_of(row, of_events=one.is_of_events),
        "done_as": "" if one.state in (State.UNDOING, State.UNDONE) else done_as(row),
    }
    of_events = one.is_of_events
    return shown | {"turns": turns_of(row) if of_events else {}, "details": [] if of_events else details_of(row)}


def _about(one: ImportBatch) -> dict[str, Any]:
    """What the head of the page says: counts of verdicts and of what was done, and the problems."""
    counted = one.rows.order_by().values_list("verdict", "choice", "done", "kept").annotate(n=Count("pk"))
    verdicts = dict.fromkeys(Verdict.values, 0)
    results = dict.fromkeys(Choice.values, 0)
    finished = kept = 0
    for verdict, choice, is_done, is_kept, n in counted:
        verdicts[verdict] += n
        results[choice] += n if is_done or choice == Choice.SKIP else 0
        finished += n if is_done else 0
        kept += n if is_kept else 0
    problems = [Problem(Trouble(kind), line, what, error) for kind, line, what, error in one.problems[:PROBLEMS_SHOWN]]
    return {
        "batch": one,
        "format": format_name(one.format),
        "verdicts": [(value, Verdict(value).label, n) for value, n in verdicts.items() if n],
        "doubles": verdicts[Verdict.DOUBLE],
        "nothing_new": verdicts[Verdict.SAME] == one.rows_count > 0,
        "results": results_of(results),
        "finished": finished,
        "kept": kept,
        "percent": min(99, finished * 100 // max(1, one.rows_count)),
        "problems": problems,
        "problems_more": max(0, len(one.problems) - PROBLEMS_SHOWN),
        "state": one.state,
        "columns_left_out": columns_left_out(one) if one.state == State.PREVIEW else [],
    }


@require_POST
def batch_choose(request: Request, pk: int) -> HttpResponse:
    """Keep the choices of the rows of a page, or the same for all rows of a verdict."""
    one = get_object_or_404(ImportBatch.objects.for_owner(request.user), pk=pk)
    verdict, choice = request.POST.get("verdict", ""), request.POST.get("all", "")
    if verdict in Verdict.values and choice in Choice.values:
        choose(batch=one, verdict=Verdict(verdict), choice=Choice(choice))
    choose_rows(batch=one, choices=_chosen(request))
    messages.success(request, _("Kept. Nothing is in your network yet."))
    return done(request, one)


def _chosen(request: Request) -> dict[int, str]:
    """What the selects of a page say, by the ids of their rows."""
    return {int(name[4:]): str(said) for name, said in request.POST.items() if _is_row(name)}


def _is_row(name: str) -> bool:
    return name.startswith("row_") and name[4:].isdecimal() and len(name) < 20


@require_POST
def batch_run(request: Request, pk: int) -> HttpResponse:
    """Keep what the page says, and do the next rows; htmx goes on by itself until the end."""
    one = get_object_or_404(ImportBatch.objects.for_owner(request.user), pk=pk)
    choose_rows(batch=one, choices=_chosen(request))
    return _after_step(request, run_step(owner=request.user, batch=one), State.DONE)


@require_POST
def batch_undo(request: Request, pk: int) -> HttpResponse:
    one = get_object_or_404(ImportBatch.objects.for_owner(request.user), pk=pk)
    return _after_step(request, undo_step(owner=request.user, batch=one), State.UNDONE)


def _after_step(request: Request, one: ImportBatch, end: State) -> HttpResponse:
    if one.state == end:
        messages.success(request, _("Done.") if end == State.DONE else _("The import is undone."))
    if one.state not in (State.RUNNING, State.UNDOING) or not request.htmx:
        return done(request, one)
    return answer(request, "exchange/batch.html", _about(one), fragment="exchange/_progress.html")


@require_POST
def batch_discard(request: Request, pk: int) -> HttpResponse:
    """Forget a file of which nothing was done."""
    waiting = ImportBatch.objects.for_owner(request.user).filter(state=State.PREVIEW)
    get_object_or_404(waiting, pk=pk).delete()
    messages.success(request, _("The file is forgotten."))
    return done(request, "exchange:imports")
