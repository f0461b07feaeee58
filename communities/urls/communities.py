from __future__ import annotations

from django.urls import path

from communities.views import (
    around,
    bulk,
    catalogue,
    communities,
    contributions,
    entry_news,
    giving,
    launch,
    memberships,
    opportunities,
    overlaps,
    participations,
    reminders,
    suggestions,
)

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
    path("<int:pk>/catalogue/", entry_news.entry_news, name="entry_news"),
    path("<int:pk>/catalogue/undo/", entry_news.entry_news_undo, name="entry_news_undo"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("suggestions/add/", suggestions.suggestion_add, name="suggestion_add"),
    path("suggestions/<int:pk>/", suggestions.suggestion_edit, name="suggestion_edit"),
    path("suggestions/<int:pk>/delete/", suggestions.suggestion_delete, name="suggestion_delete"),
    # My part
    path("<int:pk>/participations/add/", participations.participation_add, name="participation_add"),
    path("participations/<int:pk>/", participations.participation_edit, name="participation_edit"),
    path("participations/<int:pk>/delete/", participations.participation_delete, name="participation_delete"),
    path("participations/<int:pk>/renew/", reminders.participation_renew, name="participation_renew"),
    path("participations/<int:pk>/review/", reminders.participation_review, name="participation_review"),
    path("participations/<int:pk>/day/", reminders.participation_day, name="participation_day"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("<int:pk>/launch/", launch.launch, name="launch"),
    path("<int:pk>/launch/<slug:step>/", launch.launch_step, name="launch_step"),
    # People
    path("members/many/", bulk.bulk_add, name="bulk_add"),
    path("members/add/", memberships.member_add, name="member_add"),
    path("members/<int:pk>/", memberships.membership_edit, name="membership_edit"),
    path("members/<int:pk>/change/", memberships.membership_change, name="membership_change"),
    path("members/<int:pk>/end/", memberships.membership_end, name="membership_end"),
    path("members/<int:pk>/delete/", memberships.membership_delete, name="membership_delete"),
    path("contacts/<int:contact_pk>/", memberships.contact_panel, name="contact_panel"),
    path("contacts/<int:contact_pk>/overlaps/", overlaps.overlaps, name="overlaps"),
    # What I gave, and what came of it
    path("contributions/", contributions.contributions, name="contributions"),
    path("contributions/add/", contributions.contribution_add, name="contribution_add"),
    path("contributions/<int:pk>/", contributions.contribution_edit, name="contribution_edit"),
    path("contributions/<int:pk>/delete/", contributions.contribution_delete, name="contribution_delete"),
    path("opportunities/", opportunities.opportunities, name="opportunities"),
    path("opportunities/add/", opportunities.opportunity_add, name="opportunity_add"),
    path("opportunities/<int:pk>/", opportunities.opportunity_edit, name="opportunity_edit"),
    path("opportunities/<int:pk>/settle/", opportunities.opportunity_settle, name="opportunity_settle"),
    path("opportunities/<int:pk>/reopen/", opportunities.opportunity_reopen, name="opportunity_reopen"),
    path("opportunities/<int:pk>/delete/", opportunities.opportunity_delete, name="opportunity_delete"),
    path("<int:pk>/next/", around.community_next, name="community_next"),
    path("<int:pk>/introductions/", around.community_introductions, name="community_introductions"),
    path("<int:pk>/giving/", giving.community_giving, name="community_giving"),
    path("events/<int:pk>/giving/", giving.event_giving, name="event_giving"),
    path("contacts/<int:contact_pk>/giving/", giving.contact_giving, name="contact_giving"),
]
