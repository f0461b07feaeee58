"""The entries of the catalogue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from communities.actions.catalogue_store import forget, record, set_published
from communities.admin.filters import Said, Standing
from communities.admin.history import HistoryPages
from communities.admin.merging import MergePages
from communities.admin.tables import TablePages
from communities.forms.catalogue import ChannelForm, ChannelFormSet, EntryForm
from communities.models import CatalogueChannel, CatalogueEntry, Cause, Community


class ChannelInline(admin.TabularInline[CatalogueChannel, CatalogueEntry]):
    model = CatalogueChannel
    form = ChannelForm
    formset = ChannelFormSet
    extra = 1


@admin.register(CatalogueEntry)
class CatalogueEntryAdmin(HistoryPages, MergePages, TablePages):
    form = EntryForm
    inlines = [ChannelInline]
    # As many columns as stand beside the filters on a screen of 1280 pixels.
    list_display = ["name", "what", "where", "is_published"]
    list_filter = [
        Standing,
        "is_published",
        "family",
        "kind",
        "channels__kind",
        "is_template",
        ("city", Said),
        ("field", Said),
    ]
    search_fields = ["name"]  # read in get_search_results
    search_help_text = _("Name, other names, address, field, city, kind or a channel; case and ё do not matter.")
    prepopulated_fields = {"slug": ["name"]}
    save_on_top = True
    actions = ["publish", "unpublish", "merge_chosen", "export_chosen"]
    change_list_template = "communities/admin/change_list.html"
    fieldsets = [
        (None, {"fields": ["seen", "name", "slug", "other_names", "family", "kind", "field", "city"]}),
        (_("In words"), {"fields": ["about", "about_en"]}),
        (
            _("Formal association"),
            {
                "fields": ["legal_form", "membership_terms", "certification", "licensing", "represents"],
                "classes": ["formal"],
            },
        ),
        (_("Who sees it"), {"fields": ["is_published", "is_template"]}),
    ]

    class Media:
        js = [forms.Script("js/formal.js", type="module")]
        css = {"all": ["css/admin.css"]}

    @admin.display(description=_("kind"), ordering="kind")
    def what(self, entry: CatalogueEntry) -> str:
        return f"{entry.kind_said}, {gettext('a template')}" if entry.is_template else entry.kind_said

    @admin.display(description=_("field, city"), ordering=Concat("field", Value(" "), "city"), empty_value="—")
    def where(self, entry: CatalogueEntry) -> str:
        return " · ".join(filter(None, (entry.field, entry.city)))

    def get_readonly_fields(self, request: HttpRequest, obj: CatalogueEntry | None = None) -> list[str]:
        # What is shipped is found again by its address.
        return ["slug"] if obj and obj.shipped else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: CatalogueEntry | None = None) -> dict[str, Any]:
        return {"slug": ["name"]} if obj is None else {}

    def has_delete_permission(self, request: HttpRequest, obj: CatalogueEntry | None = None) -> bool:
        # A shipped entry would come back with the next start, and a joined one is somebody's: both are unpublished.
        if obj is None or obj.shipped or Community._base_manager.filter(entry=obj).exists():
            return False
        return super().has_delete_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: CatalogueEntry | None = None) -> bool:
        # What was merged is history: it is taken apart, not edited.
        return not (obj and obj.merged_into_id) and super().has_change_permission(request, obj)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[CatalogueEntry], search_term: str
    ) -> tuple[QuerySet[CatalogueEntry], bool]:
        """Search as the catalogue itself does, and in the addresses of channels."""
        named = CatalogueEntry.objects.matching(search_term)
        reached = CatalogueChannel.objects.filter(value__icontains=search_term.strip())
        return queryset.filter(Q(pk__in=named.values("pk")) | Q(pk__in=reached.values("entry"))), False

    def save_model(
        self, request: HttpRequest, obj: CatalogueEntry, form: forms.ModelForm[CatalogueEntry], change: bool
    ) -> None:
        obj.stood = CatalogueEntry.objects.get(pk=obj.pk).state() if change else {}
        obj.is_published = obj.is_published and not obj.merged_into_id
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: forms.ModelForm[Any], formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        cause = Cause.EDITED if change else Cause.ADDED
        record(form.instance, form.instance.stood, cause=cause, by=request.user)  # type: ignore[arg-type]  # staff

    def delete_model(self, request: HttpRequest, obj: CatalogueEntry) -> None:
        forget(obj, by=request.user)  # type: ignore[arg-type]  # staff

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[CatalogueEntry]) -> None:
        self._offer(request, queryset, published=True)

    @admin.action(description=_("Unpublish: offered no more; who has joined keeps it"), permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[CatalogueEntry]) -> None:
        self._offer(request, queryset, published=False)

    def _offer(self, request: HttpRequest, queryset: QuerySet[CatalogueEntry], *, published: bool) -> None:
        done = sum(set_published(one, published, by=request.user) for one in queryset)  # type: ignore[arg-type]  # staff
        said = ngettext("%(n)d entry changed.", "%(n)d entries changed.", done) % {"n": done}
        self.message_user(request, said, messages.SUCCESS if done else messages.INFO)
