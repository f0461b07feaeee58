"""People and what passes between us."""

from contacts.models.change import Change, ChangeQuerySet
from contacts.models.channel import Channel
from contacts.models.contact import Contact, ContactQuerySet, ContactRole, Tie
from contacts.models.important_date import Congratulation, CongratulationQuerySet, ImportantDate, ImportantDateQuerySet
from contacts.models.interaction import Interaction, InteractionQuerySet, Participant
from contacts.models.mentorship import Mentorship, MentorshipQuerySet
from contacts.models.promise import Promise, PromiseQuerySet
from contacts.models.referral import Referral, ReferralQuerySet
from contacts.models.relationship import Relationship, RelationshipKind, RelationshipKindQuerySet, RelationshipQuerySet
from contacts.models.rhythm import RhythmDefault
from contacts.models.submission import Submission
from contacts.models.tag import Tag
from contacts.models.tie_change import TieChange, TieChangeQuerySet
from contacts.models.trash import Trash, Trashable, TrashableQuerySet
from contacts.models.versioned import Versioned

__all__ = [
    "Change",
    "ChangeQuerySet",
    "Channel",
    "Congratulation",
    "CongratulationQuerySet",
    "Contact",
    "ContactQuerySet",
    "ContactRole",
    "ImportantDate",
    "ImportantDateQuerySet",
    "Interaction",
    "InteractionQuerySet",
    "Mentorship",
    "MentorshipQuerySet",
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
    "Submission",
    "Tag",
    "Tie",
    "TieChange",
    "TieChangeQuerySet",
    "Trash",
    "Trashable",
    "TrashableQuerySet",
    "Versioned",
]
