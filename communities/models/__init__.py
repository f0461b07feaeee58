"""Where people meet: catalogue, communities, taking part, events."""

from communities.models.attendance import Attendance, AttendanceQuerySet
from communities.models.catalogue import CatalogueChannel, CatalogueEntry, CatalogueQuerySet
from communities.models.catalogue_history import CatalogueChange, CatalogueMerge, Cause
from communities.models.community import Community, CommunityChannel, CommunityQuerySet
from communities.models.contribution import Contribution, ContributionQuerySet
from communities.models.draft import DebriefDraft, DebriefDraftQuerySet
from communities.models.event import Event, EventQuerySet
from communities.models.kinds import Family, Kind, kinds_of
from communities.models.launch import LaunchStep, LaunchStepQuerySet
from communities.models.membership import Membership, MembershipQuerySet
from communities.models.mention import CommunityMention
from communities.models.opportunity import Opportunity, OpportunityQuerySet
from communities.models.participation import Aim, Participation, ParticipationQuerySet, aims_of
from communities.models.reflection import QUALITIES, Reflection, ReflectionQuerySet
from communities.models.series import Series, SeriesChange, SeriesChangeQuerySet, SeriesQuerySet
from communities.models.suggestion import CatalogueSuggestion, CatalogueSuggestionQuerySet, SuggestionState

__all__ = [
    "QUALITIES",
    "Aim",
    "Attendance",
    "AttendanceQuerySet",
    "CatalogueChange",
    "CatalogueChannel",
    "CatalogueEntry",
    "CatalogueMerge",
    "CatalogueQuerySet",
    "CatalogueSuggestion",
    "CatalogueSuggestionQuerySet",
    "Cause",
    "Community",
    "CommunityChannel",
    "CommunityMention",
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
    "Reflection",
    "ReflectionQuerySet",
    "Series",
    "SeriesChange",
    "SeriesChangeQuerySet",
    "SeriesQuerySet",
    "SuggestionState",
    "aims_of",
    "kinds_of",
]
