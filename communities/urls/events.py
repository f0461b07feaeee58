from __future__ import annotations

from django.urls import path

from communities.views import debrief, events

app_name = "events"

urlpatterns = [
    path("", events.list, name="list"),
    path("add/", events.add, name="add"),
    path("<int:pk>/", events.event, name="event"),
    path("<int:pk>/edit/", events.edit, name="edit"),
    path("<int:pk>/delete/", events.delete, name="delete"),
    path("<int:pk>/going/", events.going, name="going"),
    path("<int:pk>/attend/", events.attend, name="attend"),
    path("<int:pk>/missed/", events.missed, name="missed"),
    path("<int:pk>/invite/", events.invite, name="invite"),
    path("<int:pk>/debrief/", debrief.debrief, name="debrief"),
    path("<int:pk>/debrief/rows/", debrief.debrief_rows, name="debrief_rows"),
    path("contacts/<int:contact_pk>/", events.contact_panel, name="contact_panel"),
]
