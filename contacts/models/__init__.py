"""People and what passes between us."""

from contacts.models.channel import Channel
from contacts.models.contact import Contact, ContactQuerySet, ContactRole, Tie
from contacts.models.interaction import Interaction, InteractionQuerySet, Participant
from contacts.models.promise import Promise, PromiseQuerySet
from contacts.models.referral import Referral, ReferralQuerySet
from contacts.models.rhythm import RhythmDefault
from contacts.models.submission import Submission
from contacts.models.tag import Tag
from contacts.models.trash import Trash, Trashable, TrashableQuerySet
from contacts.models.versioned import Versioned

__all__ = [
    "Channel",
    "Contact",
    "ContactQuerySet",
    "ContactRole",
    "Interaction",
    "InteractionQuerySet",
    "Participant",
    "Promise",
    "PromiseQuerySet",
    "Referral",
    "ReferralQuerySet",
    "RhythmDefault",
    "Submission",
    "Tag",
    "Tie",
    "Trash",
    "Trashable",
    "TrashableQuerySet",
    "Versioned",
]
