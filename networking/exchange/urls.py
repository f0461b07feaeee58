from __future__ import annotations

from django.urls import path

from networking.exchange.views import archive, columns, imports, people

app_name = "exchange"
urlpatterns = [
    path("", archive.archive, name="archive"),
    path("archive/file/", archive.archive_export, name="archive_export"),
    path("notes/file/", archive.notes_export, name="notes_export"),
    path("people/", people.people, name="people"),
    path("people/file/", people.people_export, name="people_export"),
    path("import/", imports.imports, name="imports"),
    path("import/<int:pk>/", imports.batch, name="batch"),
    path("import/<int:pk>/columns/", columns.batch_columns, name="batch_columns"),
    path("import/<int:pk>/choose/", imports.batch_choose, name="batch_choose"),
    path("import/<int:pk>/run/", imports.batch_run, name="batch_run"),
    path("import/<int:pk>/undo/", imports.batch_undo, name="batch_undo"),
    path("import/<int:pk>/discard/", imports.batch_discard, name="batch_discard"),
]
