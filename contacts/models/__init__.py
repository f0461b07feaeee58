"""People and what passes between us."""

from contacts.models.bulk_change import BulkChange, BulkChangeQuerySet
from contacts.models.change import Change, ChangeQuerySet
from contacts.models.channel import Channel
from contacts.models.contact import Contact, ContactQuerySet, ContactRole, Tie
from contacts.models.doubles import DoubleKey, DoublePair, DoubleRun, NotSame
from contacts.models.important_date import Congratulation, CongratulationQuerySet, ImportantDate, ImportantDateQuerySet
from contacts.models.interaction import Interaction, InteractionQuerySet, Participant
from contacts.models.mention import Mention, MentionQuerySet
from contacts.models.mentorship import Mentorship, MentorshipQuerySet
from contacts.models.merge import Merge
from contacts.models.promise import Promise, PromiseQuerySet
from contacts.models.referral import Referral, ReferralQuerySet
from contacts.models.relationship import Relationship, RelationshipKind, RelationshipKindQuerySet, RelationshipQuerySet
from contacts.models.rhythm import RhythmDefault
from contacts.models.saved_filter import SavedFilter, SavedFilterQuerySet
from contacts.models.submission import Submission
from contacts.models.tag import Tag
from contacts.models.tie_change import TieChange, TieChangeQuerySet
from contacts.models.told import Told
from contacts.models.trash import Trash, Trashable, TrashableQuerySet
from contacts.models.versioned import Versioned

__all__ = [
    "BulkChange",
    "BulkChangeQuerySet",
    "Change",
    "ChangeQuerySet",
    "Channel",
    "Congratulation",
    "CongratulationQuerySet",
    "Contact",
    "ContactQuerySet",
    "ContactRole",
    "DoubleKey",
    "DoublePair",
    "DoubleRun",
    "ImportantDate",
    "ImportantDateQuerySet",
    "Interaction",
    "InteractionQuerySet",
    "Mention",
    "MentionQuerySet",
    "Mentorship",
    "MentorshipQuerySet",
    "Merge",
    "NotSame",
    "Participant",
    "Promise",
    "PromiseQuerySet",
    "Referral",
    "ReferralQuerySet",
    "Relationship",
    "RelationshipKind",
    "RelationshipKindQuerySet",
    "RelationshipQuerySet",
    "RhythmDefault",
    "SavedFilter",
    "SavedFilterQuerySet",
    "Submission",
    "Tag",
    "Tie",
    "TieChange",
    "TieChangeQuerySet",
    "Told",
    "Trash",
    "Trashable",
    "TrashableQuerySet",
    "Versioned",
]
