from __future__ import annotations

from django.urls import path, register_converter

from networking.metrics.views import (
    charts,
    export,
    month,
    panel,
    practices,
    qualities,
    returns,
    review,
    review_close,
    review_marks,
    rows,
    span,
    targets,
)
from networking.metrics.windows import Month, Span, Stretch, parse_shown, parse_stretch


class MonthInAddress:
    """`2026-10`; an address with `2026-13` or `0000-01` does not exist."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        return parse_shown(value)

    def to_url(self, value: Month | str) -> str:
        return str(value)


class SpanInAddress:
    """`2026`, or `2026-01--2026-06`."""

    regex = "[0-9]{4}(?:-[0-9]{2}--[0-9]{4}-[0-9]{2})?"

    def to_python(self, value: str) -> Span:
        found = parse_stretch(value)
        if isinstance(found, Month):
            raise ValueError(value)
        return found

    def to_url(self, value: Span | str) -> str:
        return str(value)


class StretchInAddress:
    """A month or a span."""

    regex = f"{SpanInAddress.regex}|{MonthInAddress.regex}"

    def to_python(self, value: str) -> Stretch:
        return parse_stretch(value)

    def to_url(self, value: Stretch | str) -> str:
        return str(value)


register_converter(MonthInAddress, "month")
register_converter(SpanInAddress, "span")
register_converter(StretchInAddress, "stretch")

app_name = "metrics"
urlpatterns = [
    path("", month.month_now, name="month_now"),
    path("panel/", panel.panel, name="panel"),
    path("<month:month>/", month.month, name="month"),
    path("range/", span.choose, name="range"),
    path("<span:span>/", span.span, name="span"),
    path("<month:month>/charts/", charts.charts, name="charts"),
    path("<month:month>/targets/", targets.targets, name="targets"),
    path("<stretch:month>/figures.csv", export.export, name="export"),
    path("qualities/", qualities.qualities, name="qualities"),
    # What a community gave back over a year
    path("returns/", returns.return_list, name="return_list"),
    path("returns/<int:pk>/", returns.return_panel, name="return_panel"),
    path("returns/<int:pk>/rows/", returns.return_rows, name="return_rows"),
    # The review of a month
    path("<month:month>/review/", review.review, name="review"),
    path("<month:month>/review/open-ends/", review.review_open_ends, name="review_open_ends"),
    path("<month:month>/review/put-aside/", review.review_put_aside, name="review_put_aside"),
    path("<month:month>/review/take-back/", review.review_take_back, name="review_take_back"),
    path("<month:month>/review/marks/", review_marks.review_marks, name="review_marks"),
    path("<month:month>/review/targets/", review_close.review_targets, name="review_targets"),
    path("<month:month>/review/close/", review_close.review_close, name="review_close"),
    path("<month:month>/review/reopen/", review_close.review_reopen, name="review_reopen"),
    path("<month:month>/review/silence/", review.review_silence, name="review_silence"),
    path("<month:month>/review/closing/", review_close.closing_panel, name="closing_panel"),
    path("<month:month>/review/go-on/<int:step>/", review.review_go_on, name="review_go_on"),
    path("put-aside/<int:pk>/undo/", review.dismissal_undo, name="dismissal_undo"),
    path("<month:month>/practices/", practices.practices, name="practices"),
    path("<month:month>/evidence/<slug:slug>/", practices.evidence, name="evidence"),
    path("<stretch:month>/<slug:measure>/", rows.rows, name="rows"),
]
