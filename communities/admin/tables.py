"""CSV in and out in the admin: a file is looked at first, and brought in whole or not at all."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from communities.actions.catalogue_table import Overtaken, Plan, Planned, bring_in, plan
from communities.admin.telling import Line, label_of, shown
from communities.forms.table import TableForm
from communities.models import CatalogueEntry
from communities.tables.entries import COLUMNS, column_of, write_table
from communities.tables.reading import Table, read_table

_SALT = "communities.catalogue.table"
_ENCODINGS = {"utf-8": "UTF-8", "utf-16": "UTF-16", "windows-1251": "windows-1251"}
_DELIMITERS = {",": gettext_lazy("comma"), ";": gettext_lazy("semicolon"), "\t": gettext_lazy("tab")}


@dataclass(frozen=True)
class Shown:
    """A row of the preview."""

    row: Planned
    lines: list[Line]
    problems: list[tuple[str, list[str]]]
    erased: list[str]


def _rows(made: Plan) -> list[Shown]:
    """What is wrong, new or changed; rows that change nothing are only counted."""
    return [
        Shown(
            row,
            [
                Line(label_of(name), shown(name, was), _("erased") if name in row.erased else shown(name, now))
                for name, was, now in row.changes
                if name not in row.problems
            ],
            [(label_of(name) if name in COLUMNS else "", said) for name, said in row.problems.items()],
            [label_of(name) for name in row.erased],
        )
        for row in made.rows
        if row.does != "same"
    ]


class TablePages(admin.ModelAdmin[CatalogueEntry]):
    """The two pages of bringing a table in, and the file that goes out."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("csv/", wrap(self.table_in), name="communities_catalogueentry_table_in"),
            path("csv/apply/", wrap(require_POST(self.table_apply)), name="communities_catalogueentry_table_apply"),
            path("csv/out/", wrap(require_GET(self.table_out)), name="communities_catalogueentry_table_out"),
            *super().get_urls(),
        ]

    def _may_bring_in(self, request: HttpRequest) -> None:
        if not (self.has_change_permission(request) and self.has_add_permission(request)):
            raise PermissionDenied

    def table_in(self, request: HttpRequest) -> HttpResponse:
        """Choose a file; then see what it would do, or what is wrong with it."""
        self._may_bring_in(request)
        form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
        if not form.is_valid():
            context = {"form": form, "columns": COLUMNS}
            return self._page(request, "communities/admin/table_in.html", context, wrong=form.is_bound)
        return self._preview(request, form.table, form.content)

    def _preview(self, request: HttpRequest, table: Table, content: bytes, *, overtaken: bool = False) -> HttpResponse:
        made = plan(table)
        kept = signing.dumps([base64.b64encode(content).decode(), made.fingerprint], salt=_SALT, compress=True)
        context = {
            "rows": _rows(made),
            "counts": {does: made.count(does) for does in ("new", "changed", "same", "wrong")},
            "erased": made.erased,
            "encoding": _ENCODINGS[table.encoding],
            "delimiter": _DELIMITERS.get(table.delimiter, table.delimiter),
            "unknown": table.unknown,
            "kept": kept,
            "overtaken": overtaken,
        }
        wrong = overtaken or bool(made.count("wrong"))
        return self._page(request, "communities/admin/table_preview.html", context, wrong=wrong)

    def table_apply(self, request: HttpRequest) -> HttpResponse:
        """Bring in what the preview showed; if that would be something else by now, show it anew."""
        self._may_bring_in(request)
        try:
            kept, fingerprint = signing.loads(request.POST.get("kept", ""), salt=_SALT, max_age=24 * 3600)
        except signing.BadSignature:
            messages.error(request, _("The preview is too old. Choose the file again."))
            return HttpResponseRedirect(reverse("admin:communities_catalogueentry_table_in"))
        content = base64.b64decode(kept)
        table = read_table(content, column_of)
        try:
            made = bring_in(table, fingerprint=fingerprint, by=request.user)  # type: ignore[arg-type]  # staff
        except Overtaken:
            return self._preview(request, table, content, overtaken=True)
        new, changed = made.count("new"), made.count("changed")
        parts = [
            ngettext("%(n)d entry added", "%(n)d entries added", new) % {"n": new},
            ngettext("%(n)d entry changed", "%(n)d entries changed", changed) % {"n": changed},
        ]
        messages.success(request, f"{', '.join(parts)}.")
        return HttpResponseRedirect(reverse("admin:communities_catalogueentry_changelist"))

    def table_out(self, request: HttpRequest) -> HttpResponse:
        """The whole catalogue, unpublished entries included."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return _file(CatalogueEntry.objects.all())

    @admin.action(description=gettext_lazy("Save as CSV"), permissions=["view"])
    def export_chosen(self, request: HttpRequest, queryset: QuerySet[CatalogueEntry]) -> HttpResponse:
        return _file(queryset)

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any], *, wrong: bool) -> HttpResponse:
        title = _("Entries from a CSV file")
        page = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return render(request, template, page, status=422 if wrong else 200)


def _file(entries: QuerySet[CatalogueEntry]) -> HttpResponse:
    """Spreadsheets open a file with the delimiter of their country: a semicolon in Russian, else a comma."""
    standing = entries.filter(merged_into=None).order_by("slug").prefetch_related("channels")
    delimiter = ";" if get_language() == "ru" else ","
    table = write_table((entry.state() for entry in standing), delimiter=delimiter)
    return HttpResponse(
        table,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="catalogue.csv"'},
    )
