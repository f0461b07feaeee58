from __future__ import annotations

from django.urls import path

from contacts.views import (
    bulk,
    dates,
    doubles,
    filters,
    history,
    interactions,
    mentions,
    mentorships,
    merging,
    people,
    photos,
    promises,
    referrals,
    relationships,
    rhythm,
    ties,
    trash,
)

app_name = "contacts"

_people = [
    path("", people.list, name="list"),
    path("add/", people.add, name="add"),
    path("suggest/", people.suggest, name="suggest"),
    path("<int:pk>/", people.contact, name="contact"),
    path("<int:pk>/edit/", people.edit, name="edit"),
    path("<int:pk>/history/", history.history, name="history"),
    path("changes/<int:pk>/put-back/", history.change_put_back, name="change_put_back"),
    path("<int:pk>/mentions/", mentions.mentions, name="mentions"),
    path("<int:pk>/archive/", people.archive, name="archive"),
    path("<int:pk>/delete/", people.delete, name="delete"),
    path("<int:pk>/snooze/", rhythm.snooze, name="snooze"),
]
_filters = [
    path("filters/fields/", filters.filter_fields, name="filter_fields"),
    path("filters/save/", filters.filter_save, name="filter_save"),
    path("filters/<int:pk>/", filters.filter_edit, name="filter_edit"),
    path("filters/<int:pk>/delete/", filters.filter_delete, name="filter_delete"),
    path("filters/values/<slug:name>/", filters.filter_values, name="filter_values"),
]
_bulk = [
    path("many/tag/", bulk.bulk_tag, name="bulk_tag"),
    path("many/untag/", bulk.bulk_untag, name="bulk_untag"),
    path("many/cadence/", bulk.bulk_cadence, name="bulk_cadence"),
    path("many/archive/", bulk.bulk_archive, name="bulk_archive"),
    path("many/unarchive/", bulk.bulk_unarchive, name="bulk_unarchive"),
    path("many/delete/", bulk.bulk_delete, name="bulk_delete"),
    path("many/<int:pk>/", bulk.bulk_run, name="bulk_run"),
    path("many/<int:pk>/undo/", bulk.bulk_undo, name="bulk_undo"),
]
_interactions = [
    path("interactions/<int:pk>/", interactions.interaction_edit, name="interaction_edit"),
    path("interactions/<int:pk>/delete/", interactions.interaction_delete, name="interaction_delete"),
]
_promises = [
    path("promises/", promises.promises, name="promises"),
    path("promises/history/", promises.promise_history, name="promise_history"),
    path("promises/add/", promises.promise_add, name="promise_add"),
    path("promises/<int:pk>/", promises.promise_edit, name="promise_edit"),
    path("promises/<int:pk>/keep/", promises.promise_keep, name="promise_keep"),
    path("promises/<int:pk>/withdraw/", promises.promise_withdraw, name="promise_withdraw"),
    path("promises/<int:pk>/reopen/", promises.promise_reopen, name="promise_reopen"),
    path("promises/<int:pk>/delete/", promises.promise_delete, name="promise_delete"),
]
_referrals = [
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/balance/", referrals.referral_balance, name="referral_balance"),
    path("referrals/add/", referrals.referral_add, name="referral_add"),
    path("referrals/<int:pk>/", referrals.referral_edit, name="referral_edit"),
    path("referrals/<int:pk>/thank/", referrals.referral_thank, name="referral_thank"),
    path("referrals/<int:pk>/thank/undo/", referrals.referral_thank_undo, name="referral_thank_undo"),
    path("referrals/<int:pk>/delete/", referrals.referral_delete, name="referral_delete"),
]
_ties = [
    path("<int:contact_pk>/around/", ties.ties_panel, name="ties_panel"),
    path("<int:pk>/photo/", photos.photo, name="photo"),
    path("<int:pk>/tie/", ties.tie, name="tie"),
    path("<int:pk>/dates/add/", dates.date_add, name="date_add"),
    path("dates/<int:pk>/", dates.date_edit, name="date_edit"),
    path("dates/<int:pk>/delete/", dates.date_delete, name="date_delete"),
    path("dates/<int:pk>/congratulate/", dates.date_congratulate, name="date_congratulate"),
    path("congratulations/<int:pk>/undo/", dates.congratulation_undo, name="congratulation_undo"),
    path("<int:pk>/relationships/add/", relationships.relationship_add, name="relationship_add"),
    path("relationships/<int:pk>/", relationships.relationship_edit, name="relationship_edit"),
    path("relationships/<int:pk>/delete/", relationships.relationship_delete, name="relationship_delete"),
    path("<int:pk>/mentorships/add/", mentorships.mentorship_add, name="mentorship_add"),
    path("mentorships/<int:pk>/", mentorships.mentorship_edit, name="mentorship_edit"),
    path("mentorships/<int:pk>/delete/", mentorships.mentorship_delete, name="mentorship_delete"),
]
_doubles = [
    path("doubles/", doubles.doubles, name="doubles"),
    path("doubles/hint/", doubles.doubles_hint, name="doubles_hint"),
    path("doubles/run/", doubles.doubles_run, name="doubles_run"),
    path("<int:pk>/not-same/<int:other>/", doubles.not_same, name="not_same"),
    path("doubles/told-apart/<int:pk>/undo/", doubles.not_same_undo, name="not_same_undo"),
    path("<int:pk>/merge/", merging.merge_with, name="merge_with"),
    path("<int:pk>/merge/<int:other>/", merging.merge_pair, name="merge"),
    path("merges/<int:pk>/undo/", merging.unmerge_pair, name="unmerge"),
]
_trash = [
    path("trash/", trash.trash, name="trash"),
    path("trash/<int:pk>/undo/", trash.undo, name="undo"),
]

urlpatterns = [*_people, *_filters, *_bulk, *_interactions, *_promises, *_referrals, *_ties, *_doubles, *_trash]
