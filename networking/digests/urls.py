from __future__ import annotations

from django.urls import path

from networking.digests import views

app_name = "digests"
urlpatterns = [
    path("settings/digest/", views.settings, name="settings"),
    path("digest/stop/<str:token>/", views.stop, name="stop"),
]
