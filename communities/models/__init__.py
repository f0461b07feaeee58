"""Where people meet: catalogue, communities, taking part, events."""

from communities.models.attendance import Attendance, AttendanceQuerySet
from communities.models.catalogue import CatalogueChannel, CatalogueEntry, CatalogueQuerySet
from communities.models.community import Community, CommunityChannel, CommunityQuerySet
from communities.models.contribution import Contribution, ContributionQuerySet
from communities.models.draft import DebriefDraft, DebriefDraftQuerySet
from communities.models.event import Event, EventQuerySet
from communities.models.kinds import Family, Kind, kinds_of
from communities.models.launch import LaunchStep, LaunchStepQuerySet
from communities.models.membership import Membership, MembershipQuerySet
from communities.models.opportunity import Opportunity, OpportunityQuerySet
from communities.models.participation import Aim, Participation, ParticipationQuerySet, aims_of
from communities.models.series import Series, SeriesChange, SeriesChangeQuerySet, SeriesQuerySet

__all__ = [
    "Aim",
    "Attendance",
    "AttendanceQuerySet",
    "CatalogueChannel",
    "CatalogueEntry",
    "CatalogueQuerySet",
    "Community",
    "CommunityChannel",
    "CommunityQuerySet",
    "Contribution",
    "ContributionQuerySet",
    "DebriefDraft",
    "DebriefDraftQuerySet",
    "Event",
    "EventQuerySet",
    "Family",
    "Kind",
    "LaunchStep",
    "LaunchStepQuerySet",
    "Membership",
    "MembershipQuerySet",
    "Opportunity",
    "OpportunityQuerySet",
    "Participation",
    "ParticipationQuerySet",
    "Series",
    "SeriesChange",
    "SeriesChangeQuerySet",
    "SeriesQuerySet",
    "aims_of",
    "kinds_of",
]
