from __future__ import annotations

from django.urls import path

from networking.accounts.views import invitations, settings, setup

app_name = "accounts"
urlpatterns = [
    path("setup/", setup.setup, name="setup"),
    path("invite/<str:token>/", invitations.accept, name="accept"),
    path("language/", settings.set_language, name="set_language"),
    path("settings/", settings.settings, name="settings"),
    path("settings/invitations/", invitations.invitations, name="invitations"),
    path("settings/invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw"),
]
