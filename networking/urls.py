"""Every address of the product."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# The admin's own sign-in would go round the limits of ours. Set before the admin's addresses are read.
admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth documents it

urlpatterns = [
    path("", include("networking.home.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("networking.accounts.urls")),
    path("", include("networking.feeds.urls")),
    path("", include("networking.digests.urls")),
    path("contacts/", include("contacts.urls")),
    path("communities/", include("communities.urls.communities")),
    path("events/", include("communities.urls.events")),
    path("map/", include("communities.urls.map")),
    path("metrics/", include("networking.metrics.urls")),
    path("guidance/", include("networking.guidance.urls")),
    path("exchange/", include("networking.exchange.urls")),
    path("admin/", admin.site.urls),
]

handler500 = "networking.middleware.server_error"
