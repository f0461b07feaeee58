"""Double entries side by side in the admin, and the one that is to stay."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.actions.catalogue_merging import merge
from communities.admin.telling import label_of, shown
from communities.models import CatalogueEntry

MOST = 10
_FIELDS = (
    "slug", "other_names", "kind", "field", "city", "about", "about_en", "channels",
    "legal_form", "membership_terms", "certification", "licensing", "represents", "is_published",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A field, and what each of the entries says of it."""

    label: str
    values: list[str]


class MergeForm(forms.Form):
    """Which of several entries stays."""

    kept = forms.ModelChoiceField(
        label=gettext_lazy("Which one stays?"),
        queryset=CatalogueEntry.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: object, entries: QuerySet[CatalogueEntry]) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # passed on as it came
        field = self.fields["kept"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = entries


class MergePages(admin.ModelAdmin[CatalogueEntry]):
    """The action on the list, and the page that it leads to."""

    def get_urls(self) -> list[URLPattern]:
        merging = self.admin_site.admin_view(self.merge)
        return [path("merge/", merging, name="communities_catalogueentry_merge"), *super().get_urls()]

    @admin.action(description=gettext_lazy("Merge into one…"), permissions=["change"])
    def merge_chosen(self, request: HttpRequest, queryset: QuerySet[CatalogueEntry]) -> HttpResponse | None:
        chosen = [*queryset.filter(merged_into=None).values_list("pk", flat=True)[: MOST + 1]]
        if not 2 <= len(chosen) <= MOST:
            said = _("Choose from two to %(most)d entries that stand on their own.") % {"most": MOST}
            self.message_user(request, said, messages.ERROR)
            return None
        ids = ",".join(map(str, chosen))
        return HttpResponseRedirect(reverse("admin:communities_catalogueentry_merge") + f"?ids={ids}")

    def merge(self, request: HttpRequest) -> HttpResponse:
        """The entries side by side; after the choice they are one."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        ids = [int(one) for one in request.GET.get("ids", "").split(",") if one.isdecimal() and len(one) < 19]
        entries = CatalogueEntry.objects.filter(pk__in=ids[:MOST], merged_into=None).prefetch_related("channels")
        if len(entries) < 2:
            messages.error(request, _("There are no two entries to merge."))
            return HttpResponseRedirect(reverse("admin:communities_catalogueentry_changelist"))
        form = MergeForm(request.POST if request.method == "POST" else None, entries=entries)
        if form.is_valid():
            return self._merged(request, form.cleaned_data["kept"], [*entries])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge entries"),
            "opts": self.opts,
            "form": form,
            "entries": entries,
            "rows": _side_by_side([*entries]),
        }
        return render(request, "communities/admin/merge.html", context, status=422 if form.is_bound else 200)

    def _merged(self, request: HttpRequest, kept: CatalogueEntry, entries: list[CatalogueEntry]) -> HttpResponse:
        try:
            with transaction.atomic():
                for one in entries:
                    if one.pk != kept.pk:
                        merge(kept=kept, gone=one, by=request.user)  # type: ignore[arg-type]  # staff only
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(reverse("admin:communities_catalogueentry_changelist"))
        said = _("Merged into “%(name)s”. Who had joined the others is with it now; the history can take it apart.")
        messages.success(request, said % {"name": kept})
        return HttpResponseRedirect(reverse("admin:communities_catalogueentry_history", args=[kept.pk]))


def _side_by_side(entries: list[CatalogueEntry]) -> list[Row]:
    states = [entry.state() for entry in entries]
    rows = [Row(label_of(name), [shown(name, state[name]) for state in states]) for name in _FIELDS]
    return [row for row in rows if any(value != "—" for value in row.values)]
