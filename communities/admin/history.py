"""The history of the catalogue in the admin: what was changed, by whom, and the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.actions.catalogue_merging import take_apart
from communities.actions.catalogue_store import restore
from communities.admin.telling import lines, told
from communities.models import CatalogueChange, CatalogueEntry, CatalogueMerge

PAGE = 100


def said(error: ValidationError) -> str:
    return " ".join(error.messages)


class HistoryPages(admin.ModelAdmin[CatalogueEntry]):
    """The history of one entry, the journal of all, restoring and taking a merge apart."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("journal/", wrap(self.journal), name="communities_catalogueentry_journal"),
            path("journal/<int:pk>/restore/", wrap(self.restore), name="communities_catalogueentry_restore"),
            path(
                "journal/merges/<int:pk>/undo/",
                wrap(require_POST(self.take_apart)),
                name="communities_catalogueentry_take_apart",
            ),
            *super().get_urls(),
        ]

    def _journal(
        self, request: HttpRequest, changes: QuerySet[CatalogueChange], merges: QuerySet[CatalogueMerge], **context: Any
    ) -> HttpResponse:
        """A page of changes, the latest first, going on after `?before=`; merges stand on the first page."""
        before = request.GET.get("before", "")
        if before.isdecimal() and len(before) < 19:
            changes, merges = changes.filter(pk__lt=int(before)), merges.none()
        shown = [*changes.select_related("by", "entry")[: PAGE + 1]]
        context |= {
            "changes": told(shown[:PAGE]),
            "further": shown[PAGE - 1].pk if len(shown) > PAGE else None,
            "merges": merges.filter(undone_at=None).select_related("kept", "gone", "by")[:PAGE],
            "may_change": self.has_change_permission(request),
        }
        page = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return render(request, "communities/admin/history.html", page)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        entry = self.get_object(request, object_id)
        if entry is None:
            raise Http404
        if not self.has_view_or_change_permission(request, entry):
            raise PermissionDenied
        merges = CatalogueMerge.objects.filter(Q(kept=entry) | Q(gone=entry))
        title = _("History: %(name)s") % {"name": entry}
        return self._journal(request, CatalogueChange.objects.filter(entry=entry), merges, title=title, entry=entry)

    def journal(self, request: HttpRequest) -> HttpResponse:
        """The changes of the whole catalogue, deleted entries included."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        title = _("Journal of the catalogue")
        return self._journal(request, CatalogueChange.objects.all(), CatalogueMerge.objects.all(), title=title)

    def restore(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What would be changed back; after a yes, it is."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        change = get_object_or_404(CatalogueChange.objects.select_related("entry"), pk=pk)
        now = change.entry.state() if change.entry else {}
        context = {"change": change, "lines": lines(now, change.before)}
        context["title"] = _("Restore: %(name)s") % {"name": change.name}
        if request.method == "POST":
            try:
                entry = restore(change, by=request.user)  # type: ignore[arg-type]  # admin_view lets nobody else in
            except ValidationError as error:
                context["problem"] = said(error)
            else:
                messages.success(request, _("“%(name)s” is as it was.") % {"name": entry})
                return HttpResponseRedirect(reverse("admin:communities_catalogueentry_history", args=[entry.pk]))
        page = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return render(request, "communities/admin/restore.html", page, status=422 if "problem" in context else 200)

    def take_apart(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo a merge."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        merge = get_object_or_404(CatalogueMerge.objects.select_related("kept", "gone"), pk=pk)
        try:
            take_apart(merge, by=request.user)  # type: ignore[arg-type]  # admin_view lets nobody else in
        except ValidationError as error:
            messages.error(request, said(error))
        else:
            names = {"kept": merge.kept, "gone": merge.gone}
            messages.success(request, _("“%(gone)s” and “%(kept)s” are two entries again.") % names)
        return HttpResponseRedirect(reverse("admin:communities_catalogueentry_history", args=[merge.kept_id]))
