from __future__ import annotations

from django.urls import path, register_converter

from networking.metrics.views import month, rows
from networking.metrics.windows import Month


class MonthInAddress:
    """`2026-10`; an address with `2026-13` or `0000-01` does not exist."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        return Month.parse(value)

    def to_url(self, value: Month | str) -> str:
        return str(value)


register_converter(MonthInAddress, "month")

app_name = "metrics"
urlpatterns = [
    path("", month.month_now, name="month_now"),
    path("<month:month>/", month.month, name="month"),
    path("<month:month>/<slug:measure>/", rows.rows, name="rows"),
]
