from __future__ import annotations

from django.urls import path

from networking.feeds import views

app_name = "feeds"
urlpatterns = [
    path("feed/<str:token>.ics", views.feed, name="feed"),
    path("settings/feed/", views.settings, name="settings"),
    path("settings/feed/make/", views.make, name="make"),
    path("settings/feed/revoke/", views.revoke, name="revoke"),
]
