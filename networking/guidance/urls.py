from __future__ import annotations

from django.urls import path

from networking.guidance.views import across, edit, files, lists, notes, old, place, vault

app_name = "guidance"
urlpatterns = [
    # A person's own lists
    path("lists/add/", lists.list_add, name="list_add"),
    path("lists/take/<str:slug>/", lists.list_take, name="list_take"),
    path("lists/event/<int:pk>/", lists.lists_of_event, name="lists_of_event"),
    path("lists/community/<int:pk>/", lists.lists_of_community, name="lists_of_community"),
    path("lists/month/<str:month>/", lists.lists_of_month, name="lists_of_month"),
    path("lists/<int:pk>/remove/", lists.list_remove, name="list_remove"),
    path("lists/<int:pk>/add/", lists.list_item_add, name="list_item_add"),
    path("lists/items/<int:pk>/tick/", lists.list_item_tick, name="list_item_tick"),
    path("lists/items/<int:pk>/remove/", lists.list_item_remove, name="list_item_remove"),
    # Across the notes
    path("index/tags/", across.tags, name="tags"),
    path("index/folders/", across.folders, name="folders"),
    path("index/graph/", across.graph, name="graph"),
    path("preview/<str:slug>/", across.preview, name="preview"),
    path("", notes.index, name="index"),
    path("missing/", notes.missing, name="missing"),
    path("tags/<path:tag>/", notes.tag, name="tag"),
    path("for/<str:place>/", notes.shown_on, name="shown_on"),
    path("<str:slug>/", old.leads_on(notes.note), name="note"),
    path("files/<int:pk>/<str:name>", files.file, name="file"),
    path("vault/all/", vault.vault, name="vault"),
    path("vault/export/", vault.export, name="vault_export"),
    path("vault/new/", place.new, name="new"),
    path("vault/trash/", edit.trash, name="trash"),
    path("vault/<int:pk>/", vault.upload, name="upload"),
    path("<str:slug>/edit/", edit.edit, name="edit"),
    path("<str:slug>/move/", place.move, name="move"),
    path("<str:slug>/history/", edit.history, name="history"),
    path("<str:slug>/history/<int:pk>/", edit.version, name="version"),
    path("<str:slug>/remove/", edit.remove, name="remove"),
]
