from __future__ import annotations

from django.urls import path

from networking.guidance import views

app_name = "guidance"
urlpatterns = [
    path("", views.index, name="index"),
    path("missing/", views.missing, name="missing"),
    path("tags/<path:tag>/", views.tag, name="tag"),
    path("for/<str:place>/", views.shown_on, name="shown_on"),
    path("<str:slug>/", views.note, name="note"),
]
