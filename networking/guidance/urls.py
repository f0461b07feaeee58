from __future__ import annotations

from django.urls import path

from networking.guidance import pages, views, views_edit, views_files, views_lists, views_old, views_place, views_vault

app_name = "guidance"
urlpatterns = [
    # A person's own lists
    path("lists/add/", views_lists.list_add, name="list_add"),
    path("lists/take/<str:slug>/", views_lists.list_take, name="list_take"),
    path("lists/event/<int:pk>/", views_lists.lists_of_event, name="lists_of_event"),
    path("lists/community/<int:pk>/", views_lists.lists_of_community, name="lists_of_community"),
    path("lists/month/<str:month>/", views_lists.lists_of_month, name="lists_of_month"),
    path("lists/<int:pk>/remove/", views_lists.list_remove, name="list_remove"),
    path("lists/<int:pk>/add/", views_lists.list_item_add, name="list_item_add"),
    path("lists/items/<int:pk>/tick/", views_lists.list_item_tick, name="list_item_tick"),
    path("lists/items/<int:pk>/remove/", views_lists.list_item_remove, name="list_item_remove"),
    # Across the notes
    path("index/tags/", pages.tags, name="tags"),
    path("index/folders/", pages.folders, name="folders"),
    path("index/graph/", pages.graph, name="graph"),
    path("preview/<str:slug>/", pages.preview, name="preview"),
    path("", views.index, name="index"),
    path("missing/", views.missing, name="missing"),
    path("tags/<path:tag>/", views.tag, name="tag"),
    path("for/<str:place>/", views.shown_on, name="shown_on"),
    path("<str:slug>/", views_old.leads_on(views.note), name="note"),
    path("files/<int:pk>/<str:name>", views_files.file, name="file"),
    path("vault/all/", views_vault.vault, name="vault"),
    path("vault/export/", views_vault.export, name="vault_export"),
    path("vault/new/", views_place.new, name="new"),
    path("vault/trash/", views_edit.trash, name="trash"),
    path("vault/<int:pk>/", views_vault.upload, name="upload"),
    path("<str:slug>/edit/", views_edit.edit, name="edit"),
    path("<str:slug>/move/", views_place.move, name="move"),
    path("<str:slug>/history/", views_edit.history, name="history"),
    path("<str:slug>/history/<int:pk>/", views_edit.version, name="version"),
    path("<str:slug>/remove/", views_edit.remove, name="remove"),
]
