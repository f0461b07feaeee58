"""The four rated figures by the word in the address of each, and what stands as evidence beside it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from communities.models.opportunity import Outcome
from networking.metrics import evidence
from networking.metrics.measure import Proof, Rating

_OUTCOMES = {
    Outcome.TAKEN: _("Opportunities taken"),
    Outcome.DECLINED: _("Opportunities declined"),
    Outcome.NOTHING: _("Opportunities that came to nothing"),
    Outcome.OPEN: _("Opportunities still open"),
}

_DEPTH = (
    Proof(
        "ties-deepened",
        _("Ties that became deeper"),
        _("People with whom the tie became deeper on a day of the month."),
        evidence.ties_deepened,
    ),
    Proof(
        "talked-soon",
        _("Second talk within 30 days"),
        _("People met in the month with whom something passed on a later day, within 30 days."),
        evidence.talked_soon,
        out_of="new-contacts",
    ),
)
_KNOWLEDGE = (
    Proof(
        "events-rated",
        _("Events with a mark for knowledge"),
        _("Events attended to which you gave a mark for their knowledge."),
        evidence.events_rated,
        mean_of="knowledge",
    ),
)
_USEFULNESS = (
    Proof(
        "opportunities",
        _("Opportunities"),
        _("Opportunities that came in the month."),
        evidence.opportunities,
    ),
    Proof(
        "opportunities-rated",
        _("Opportunities with a mark for usefulness"),
        _("Opportunities of the month to which you gave a mark for their usefulness."),
        evidence.opportunities_rated,
        mean_of="usefulness",
    ),
    *(
        Proof(
            f"opportunities-as-{outcome.value}",
            name,
            _("Opportunities of the month by what came of them."),
            evidence.opportunities_as(outcome),
        )
        for outcome, name in _OUTCOMES.items()
    ),
)
_RECOGNITION = (
    Proof("talks-given", _("Talks given"), _("Events of the month at which you gave a talk."), evidence.talks_given),
    Proof(
        "events-organised",
        _("Events organised"),
        _("Events of the month that you organised, each counted once: by your role there, or by what you wrote down."),
        evidence.events_organised,
        besides=(evidence.organised_besides,),
    ),
    Proof(
        "referrals-unasked",
        _("Recommendations without being asked"),
        _("Received recommendations of the month that you had not asked for."),
        evidence.referrals_unasked,
    ),
    Proof(
        "mentees",
        _("People whom you mentor"),
        _("People whom you mentored on at least one day of the month."),
        evidence.mentees,
    ),
    Proof(
        "invitations",
        _("Invitations to give a talk"),
        _("Invitations to give a talk that came in the month."),
        evidence.invitations,
    ),
)

RATINGS = (
    Rating(
        "depth",
        _("Depth of ties"),
        _("How deep the ties of the month became: your mark, 1 to 5, or the mean of your marks for communities."),
        evidence.depth,
        _("Ties"),
        _DEPTH,
    ),
    Rating(
        "knowledge",
        _("Quality of knowledge"),
        _("How good the knowledge of the month was: your mark, 1 to 5, or the mean of your marks for communities."),
        evidence.knowledge,
        _("Knowledge"),
        _KNOWLEDGE,
    ),
    Rating(
        "usefulness",
        _("Usefulness of opportunities"),
        _("How useful the month's opportunities were: your mark, 1 to 5, or the mean of your marks for communities."),
        evidence.usefulness,
        _("Usefulness"),
        _USEFULNESS,
    ),
    Rating(
        "recognition",
        _("Recognition"),
        _("How much others recognised you in the month: your mark, 1 to 5, or the mean of your marks for communities."),
        evidence.recognition,
        _("Recognition"),
        _RECOGNITION,
    ),
)
