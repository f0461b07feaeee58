"""Notes for admins: read here, brought in by the import; where a note is shown can be chosen."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from networking.guidance.models import Note, NoteLink, NotePlace


class Places(admin.TabularInline[NotePlace, Note]):
    model = NotePlace
    fields = ("place", "rank")
    extra = 1


@admin.register(Note)
class NoteAdmin(admin.ModelAdmin[Note]):
    list_display = ("title", "path", "origin", "changed_at")
    list_filter = ("origin", "tags__name")
    search_fields = ("title", "path", "search_text")
    fields = ("title", "path", "origin", "slug", "changed_at", "front_matter", "body")
    readonly_fields = fields
    inlines = (Places,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


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
