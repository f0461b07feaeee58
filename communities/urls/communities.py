from __future__ import annotations

from django.urls import path

from communities.views import bulk, catalogue, communities, memberships, participations

app_name = "communities"
urlpatterns = [
    path("", communities.list, name="list"),
    path("add/", communities.add, name="add"),
    path("<int:pk>/", communities.community, name="community"),
    path("<int:pk>/edit/", communities.edit, name="edit"),
    path("<int:pk>/delete/", communities.delete, name="delete"),
    # The catalogue
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/<slug:slug>/", catalogue.catalogue_entry, name="catalogue_entry"),
    path("catalogue/<slug:slug>/join/", catalogue.join, name="join"),
    # My part
    path("<int:pk>/participations/add/", participations.participation_add, name="participation_add"),
    path("participations/<int:pk>/", participations.participation_edit, name="participation_edit"),
    path("participations/<int:pk>/delete/", participations.participation_delete, name="participation_delete"),
    # People
    path("members/many/", bulk.bulk_add, name="bulk_add"),
    path("members/add/", memberships.member_add, name="member_add"),
    path("members/<int:pk>/", memberships.membership_edit, name="membership_edit"),
    path("members/<int:pk>/end/", memberships.membership_end, name="membership_end"),
    path("members/<int:pk>/delete/", memberships.membership_delete, name="membership_delete"),
    path("contacts/<int:contact_pk>/", memberships.contact_panel, name="contact_panel"),
]
