"""Where people meet: catalogue, communities, taking part, events."""

from communities.models.attendance import Attendance, AttendanceQuerySet
from communities.models.catalogue import CatalogueChannel, CatalogueEntry, CatalogueQuerySet
from communities.models.community import Community, CommunityChannel, CommunityQuerySet
from communities.models.draft import DebriefDraft, DebriefDraftQuerySet
from communities.models.event import Event, EventQuerySet
from communities.models.kinds import Family, Kind, kinds_of
from communities.models.membership import Membership, MembershipQuerySet
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
    "DebriefDraft",
    "DebriefDraftQuerySet",
    "Event",
    "EventQuerySet",
    "Family",
    "Kind",
    "Membership",
    "MembershipQuerySet",
    "Participation",
    "ParticipationQuerySet",
    "Series",
    "SeriesChange",
    "SeriesChangeQuerySet",
    "SeriesQuerySet",
    "aims_of",
    "kinds_of",
]
