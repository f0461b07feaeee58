"""The addresses of the product and one more, which exists while it is measured."""

from __future__ import annotations

from django.urls import path

from networking.benchmark.figures.views import page
from networking.benchmark.floor import floor
from networking.urls import urlpatterns as product

urlpatterns = [
    path("benchmark/floor/", floor, name="floor"),
    path("benchmark/by-hand/<str:kind>/<str:month>/", page, name="by_hand"),
    *product,
]
