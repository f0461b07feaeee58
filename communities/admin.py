"""What admins edit: the catalogue that everybody reads. Nobody's own communities are here, on purpose."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from communities.forms.catalogue import EntryForm
from communities.models import CatalogueChannel, CatalogueEntry


class ChannelInline(admin.TabularInline[CatalogueChannel, CatalogueEntry]):
    model = CatalogueChannel
    extra = 1


@admin.register(CatalogueEntry)
class CatalogueEntryAdmin(admin.ModelAdmin[CatalogueEntry]):
    form = EntryForm
    inlines = [ChannelInline]
    list_display = ["name", "family", "kind", "city", "is_template", "is_published"]
    list_filter = ["family", "kind", "is_published", "is_template", "city"]
    list_editable = ["is_published"]
    search_fields = ["name", "other_names", "field", "city", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["name", "slug", "other_names", "family", "kind", "field", "city"]}),
        (_("In words"), {"fields": ["about", "about_en"]}),
        (
            _("Formal association"),
            {"fields": ["legal_form", "membership_terms", "certification", "licensing", "represents"]},
        ),
        (_("Who sees it"), {"fields": ["is_published", "is_template"]}),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: CatalogueEntry | None = None) -> bool:
        # A shipped entry would come back with the next start: it is unpublished instead.
        return obj is not None and not obj.shipped and super().has_delete_permission(request, obj)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[CatalogueEntry], search_term: str
    ) -> tuple[QuerySet[CatalogueEntry], bool]:
        """Search as the catalogue itself does, so that case and ё do not matter."""
        return queryset & CatalogueEntry.objects.matching(search_term), False
