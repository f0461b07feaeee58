"""People go out as a file: those of a filter, those who were ticked, or one."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from contacts.filtering.registry import Asked
from contacts.filtering.selection import Selection, select
from contacts.http import INVALID, Request, answer, done, next_address, today
from contacts.models import ContactQuerySet
from networking.exchange.formats import vcard
from networking.exchange.forms.people import Kind, PeopleExportForm, usual_separator
from networking.exchange.outgoing import table
from networking.exchange.outgoing.people import as_rows
from networking.exchange.outgoing.sending import file_response

_WHO = ("everybody", "filter", "person")


def _selected(request: Request) -> Selection | None:
    try:
        return select(Asked(request.user, today(request)), request.GET)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return None


@require_GET
def people(request: Request) -> HttpResponse:
    """Say for how many people it is meant, and ask in which form they go out."""
    selection = _selected(request)
    if selection is None:
        return done(request, "contacts:list")
    return _page(request, selection, PeopleExportForm(initial={"separator": usual_separator()}))


def _page(request: Request, selection: Selection, form: PeopleExportForm) -> HttpResponse:
    who = [(name, value) for name in _WHO for value in request.GET.getlist(name)]
    context = {"form": form, "count": selection.count, "who": who, "next": next_address(request)}
    status = INVALID if form.is_bound else 200
    return answer(request, "exchange/people.html", context, fragment="exchange/_people_sheet.html", status=status)


@require_GET
def people_export(request: Request) -> HttpResponseBase:
    """The file itself, written while it is sent."""
    selection = _selected(request)
    if selection is None:
        return done(request, "contacts:list")
    form = PeopleExportForm(request.GET)
    if not form.is_valid():
        return _page(request, selection, form)
    kind, ordered = Kind(form.cleaned_data["kind"]), selection.people.order_by("name_key", "pk")
    if kind == Kind.CSV:
        lines = table.write(ordered, form.cleaned_data["separator"])
        return file_response(lines, name=f"{_file_name(selection)}.csv", content="text/csv; charset=utf-8")
    cards = _cards(ordered, "4.0" if kind == Kind.VCARD_4 else "3.0")
    return file_response(cards, name=f"{_file_name(selection)}.vcf", content="text/vcard; charset=utf-8")


def _cards(people: ContactQuerySet, version: str) -> Iterator[bytes]:
    for person in as_rows(people):
        yield vcard.write([person], version)


def _file_name(selection: Selection) -> str:
    """Plain letters only: whoever is named in another alphabet comes in a file of the product's name."""
    one = selection.people.first() if selection.count == 1 else None
    return (slugify(one.name)[:60] if one else "") or "svyazi-people"
