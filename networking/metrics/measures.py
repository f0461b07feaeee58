"""Every number of the month page by the word in its address: its name, its definition, its rows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from communities.models.event import EventFormat, EventKind, EventRole
from networking.metrics import figures, rows
from networking.metrics.measure import Count, Measure
from networking.metrics.rated import RATINGS

COUNTS = (
    Count(
        "new-contacts",
        _("New contacts"),
        _("People whom you met in the month."),
        rows.new_contacts,
        figures.new_contacts,
        _("People"),
    ),
    Count(
        "interactions",
        _("Interactions"),
        _("Talks, calls and letters of the month, each counted once; an attempt without an answer does not count."),
        rows.interactions,
        figures.interactions,
        _("Talks"),
    ),
    Count(
        "referrals-received",
        _("Referrals received"),
        _("Recommendations that somebody made for you in the month."),
        rows.referrals_received,
        figures.referrals_received,
        _("Referrals"),
    ),
    Count(
        "events-attended",
        _("Events attended"),
        _("Events that began in the month and that you went to."),
        rows.events_attended,
        figures.events_attended,
        _("Events"),
    ),
)

_ROLES = {
    EventRole.LISTENER: _("As a listener"),
    EventRole.DISCUSSANT: _("In the discussion"),
    EventRole.SPEAKER: _("As a speaker"),
    EventRole.ORGANISER: _("As an organiser"),
}

_FORMATS = {
    EventFormat.IN_PERSON: _("In person"),
    EventFormat.ONLINE: _("Online"),
    EventFormat.HYBRID: _("Hybrid"),
}

_KINDS = {
    EventKind.MEETUP: _("Meetups"),
    EventKind.CONFERENCE: _("Conferences"),
    EventKind.WEBINAR: _("Webinars"),
    EventKind.TRAINING: _("Trainings"),
    EventKind.INFORMAL: _("Informal meetings"),
    EventKind.WORKING_GROUP: _("Working groups"),
    EventKind.OTHER: _("Events of another kind"),
}

_BESIDE = (
    Measure(
        "talked-again",
        _("Talked to again"),
        _("People met in the month with whom something passed on a later day too."),
        rows.talked_again,
    ),
    Measure(
        "undated",
        _("People without a meeting day"),
        _("People of whom you have not written down when you met; no month counts them."),
        rows.undated,
    ),
    Measure(
        "people-reached",
        _("People reached"),
        _("People with whom something passed in the month."),
        rows.people_reached,
    ),
    Measure(
        "members",
        _("Members"),
        _("People who were members on at least one day of the month."),
        rows.members,
    ),
    Measure(
        "referrals-given",
        _("Referrals given"),
        _("Recommendations that you made for others in the month."),
        rows.referrals_given,
    ),
    Measure(
        "referrals-useful",
        _("Of use"),
        _("Received recommendations of the month that proved useful."),
        rows.referrals_useful,
    ),
    Measure(
        "referrals-not-thanked",
        _("Not yet thanked for"),
        _("Received recommendations of the month for which you have not yet thanked."),
        rows.referrals_not_thanked,
    ),
    *(
        Measure(
            f"events-as-{role.value}",
            _ROLES[role],
            _("Events attended in one role of yours."),
            rows.events_as(role),
        )
        for role in EventRole
    ),
    *(
        Measure(f"events-as-{form.value}", name, _("Events attended of one format."), rows.events_in(form))
        for form, name in _FORMATS.items()
    ),
    *(
        Measure(f"events-as-{kind.value}", name, _("Events attended of one kind."), rows.events_of(kind))
        for kind, name in _KINDS.items()
    ),
    Measure(
        "people-at-events",
        _("People at these events"),
        _("People who came to the events that you went to in the month."),
        rows.people_at_events,
    ),
)

_PROOFS = [proof for rating in RATINGS for proof in rating.proofs]

# The eight figures, in the order of the pages.
EIGHT = (*COUNTS, *RATINGS)
MEASURES: dict[str, Measure] = {measure.slug: measure for measure in (*EIGHT, *_BESIDE, *_PROOFS)}
