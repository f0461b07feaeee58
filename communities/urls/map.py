from __future__ import annotations

from django.urls import path

from communities.views import map

app_name = "map"

urlpatterns = [path("", map.map, name="map")]
