from __future__ import annotations

from django.urls import path

from networking.home.views import health, palette, quick_log, rhythm, today

app_name = "home"
urlpatterns = [
    path("", today.today, name="today"),
    path("log/", quick_log.quick_log, name="quick_log"),
    path("find/", palette.palette, name="palette"),
    path("help/", today.help, name="help"),
    path("rhythm/<int:pk>/", rhythm.rhythm_panel, name="rhythm_panel"),
    path("settings/rhythm/", rhythm.rhythm_settings, name="rhythm_settings"),
    path("healthz", health.healthz, name="healthz"),
]
