"""What people suggest for the catalogue: accepted or declined, with an answer that its author reads."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.actions.suggestions import accept, decline
from communities.admin.telling import shown
from communities.forms.answer import AcceptForm, AnswerForm, DeclineForm
from communities.forms.community import FORMAL
from communities.models import CatalogueSuggestion


@admin.register(CatalogueSuggestion)
class CatalogueSuggestionAdmin(admin.ModelAdmin[CatalogueSuggestion]):
    list_display = ["name", "state", "author", "kind", "city", "suggested_on"]
    list_filter = ["state", "kind"]
    list_select_related = ["owner"]
    search_fields = ["name"]  # read in get_search_results
    ordering = ["-state", "-pk"]
    change_form_template = "communities/admin/suggestion.html"
    fieldsets = [
        (None, {"fields": ["state", "author", "suggested_on", "entry", "answer"]}),
        (
            gettext_lazy("What is suggested"),
            {"fields": ["name", "also", "family", "kind", "field", "city", "reached", "about"]},
        ),
        (
            gettext_lazy("Formal association"),
            {"fields": [*FORMAL]},
        ),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: CatalogueSuggestion | None = None) -> Any:
        formal = obj is not None and any(getattr(obj, name) for name in FORMAL)
        return self.fieldsets if formal else self.fieldsets[:2]

    @admin.display(description=gettext_lazy("By whom"), ordering="owner__email")
    def author(self, row: CatalogueSuggestion) -> str:
        return str(row.owner)

    @admin.display(description=gettext_lazy("When"), ordering="created_at")
    def suggested_on(self, row: CatalogueSuggestion) -> str:
        return date_format(timezone.localtime(row.created_at), "j E Y, H:i")

    @admin.display(description=gettext_lazy("Other names"))
    def also(self, row: CatalogueSuggestion) -> str:
        return shown("other_names", row.other_names)

    @admin.display(description=gettext_lazy("Channels"))
    def reached(self, row: CatalogueSuggestion) -> str:
        return shown("channels", row.channels)

    def get_readonly_fields(self, request: HttpRequest, obj: CatalogueSuggestion | None = None) -> Any:
        return [name for _title, part in self.fieldsets for name in part["fields"]]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: CatalogueSuggestion | None = None) -> bool:
        return False  # it is its author's

    def get_queryset(self, request: HttpRequest) -> QuerySet[CatalogueSuggestion]:
        return super().get_queryset(request).filter(trash=None)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[CatalogueSuggestion], search_term: str
    ) -> tuple[QuerySet[CatalogueSuggestion], bool]:
        found = CatalogueSuggestion.objects.matching(search_term)
        return queryset.filter(pk__in=found.values("pk")), False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/accept/", wrap(self.accept), name="communities_cataloguesuggestion_accept"),
            path("<int:pk>/decline/", wrap(self.decline), name="communities_cataloguesuggestion_decline"),
            *super().get_urls(),
        ]

    def accept(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make an entry of a suggestion; it can be polished right after."""
        return self._answer(request, pk, accepts=True)

    def decline(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say no, and why."""
        return self._answer(request, pk, accepts=False)

    def _answer(self, request: HttpRequest, pk: int, *, accepts: bool) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        given = request.POST if request.method == "POST" else None
        form: AnswerForm = AcceptForm(given, suggestion=row) if accepts else DeclineForm(given)
        if form.is_valid():
            try:
                return self._answered(request, row, form.cleaned_data, accepts=accepts)
            except ValidationError as error:
                form.add_error(None, " ".join(error.messages))
        title = _("Accept “%(name)s”") if accepts else _("Decline “%(name)s”")
        context = {
            **self.admin_site.each_context(request),
            "title": title % {"name": row.name},
            "opts": self.opts,
            "form": form,
            "row": row,
            "accepts": accepts,
        }
        return render(request, "communities/admin/answer.html", context, status=422 if form.is_bound else 200)

    def _answered(
        self, request: HttpRequest, row: CatalogueSuggestion, given: dict[str, Any], *, accepts: bool
    ) -> HttpResponse:
        if not accepts:
            decline(row, answer=given["answer"], by=request.user)  # type: ignore[arg-type]  # staff
            messages.success(request, _("“%(name)s” is declined.") % {"name": row})
            return HttpResponseRedirect(reverse("admin:communities_cataloguesuggestion_changelist"))
        known = given.get("same")
        entry = accept(row, answer=given["answer"], by=request.user, known=known)  # type: ignore[arg-type]  # staff
        said = (
            _("“%(name)s” of the catalogue answers the suggestion. See whether something is to be added.")
            if known
            else _("“%(name)s” is in the catalogue. Polish it here.")
        )
        messages.success(request, said % {"name": entry})
        return HttpResponseRedirect(reverse("admin:communities_catalogueentry_change", args=[entry.pk]))
