"""Notes for admins: read here, brought in by the import; where a note is shown can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from networking.guidance.models import Note, NoteLink, NotePlace
from networking.guidance.places import all_told, is_place, nearest
from networking.guidance.vault.trashing import put_in_trash


def _help() -> str:
    return gettext("One of these, with #Heading behind it where a part of the note is meant: %(places)s") % {
        "places": all_told()
    }


class PlaceForm(forms.ModelForm[NotePlace]):
    class Meta:
        model = NotePlace
        fields = ("place", "rank")
        help_texts = {"place": lazy(_help, str)()}

    def clean_place(self) -> str:
        place: str = self.cleaned_data["place"]
        # What a note brought along does not stand in the way of choosing another.
        if "place" in self.changed_data and not is_place(place):
            raise ValidationError(
                _("No page shows notes for “%(place)s”. There are: %(places)s."),
                params={"place": place, "places": nearest(place)},
            )
        return place


class Places(admin.TabularInline[NotePlace, Note]):
    model = NotePlace
    form = PlaceForm
    fields = ("place", "rank")
    extra = 1


@admin.register(Note)
class NoteAdmin(admin.ModelAdmin[Note]):
    """A note that is deleted here goes to the trash of the notes, where it can be brought back."""

    list_display = ("title", "path", "origin", "changed_at")
    list_filter = ("origin", "tags__name")
    search_fields = ("title", "path", "search_text")
    fields = ("title", "path", "origin", "slug", "changed_at", "front_matter", "body")
    readonly_fields = fields
    inlines = (Places,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Note) -> None:
        put_in_trash([obj], timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Note]) -> None:
        put_in_trash(list(queryset), timezone.now())

    def get_deleted_objects(
        self, objs: QuerySet[Note] | Sequence[Note], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """The notes alone: their history, links and places are kept with them."""
        told = [gettext("%(note)s, to the trash of the notes") % {"note": note} for note in objs]
        missing = set() if self.has_delete_permission(request) else {str(Note._meta.verbose_name)}
        return told, {str(Note._meta.verbose_name_plural): len(told)}, missing, []


@admin.register(NoteLink)
class NoteLinkAdmin(admin.ModelAdmin[NoteLink]):
    """Broken links are those whose rule is “leads nowhere”."""

    list_display = ("written", "source", "line", "target", "rule")
    list_filter = ("rule",)
    search_fields = ("written", "source__title")
    list_select_related = ("source", "target")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: NoteLink | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: NoteLink | None = None) -> bool:
        return False
