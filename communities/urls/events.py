from __future__ import annotations

from django.urls import path

from communities.views import calendar, debrief, events, ics, series

app_name = "events"

urlpatterns = [
    path("", events.list, name="list"),
    path("add/", events.add, name="add"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<str:month>/", calendar.calendar, name="calendar_month"),
    path("<int:pk>/", events.event, name="event"),
    path("<int:pk>/edit/", events.edit, name="edit"),
    path("<int:pk>/delete/", events.delete, name="delete"),
    path("<int:pk>/going/", events.going, name="going"),
    path("<int:pk>/attend/", events.attend, name="attend"),
    path("<int:pk>/missed/", events.missed, name="missed"),
    path("<int:pk>/calendar.ics", ics.ics, name="ics"),
    path("<int:pk>/invite/", events.invite, name="invite"),
    path("<int:pk>/debrief/", debrief.debrief, name="debrief"),
    path("debriefs/<int:pk>/undo/", debrief.debrief_undo, name="debrief_undo"),
    path("<int:pk>/debrief/rows/", debrief.debrief_rows, name="debrief_rows"),
    # Series
    path("<int:pk>/repeat/", series.repeat, name="repeat"),
    path("<int:pk>/repeat/words/", series.repeat_words, name="repeat_words"),
    path("series/", series.series_list, name="series_list"),
    path("series/<int:pk>/", series.series, name="series"),
    path("series/<int:pk>/continue/", series.series_continue, name="series_continue"),
    path("series/changes/<int:pk>/undo/", series.series_undo, name="series_undo"),
    path("<int:pk>/debrief/draft/", debrief.debrief_draft, name="debrief_draft"),
    path("<int:pk>/debrief/draft/drop/", debrief.debrief_draft_drop, name="debrief_draft_drop"),
    path("contacts/<int:contact_pk>/", events.contact_panel, name="contact_panel"),
]
