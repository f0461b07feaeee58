from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import ngettext

from contacts.bulk import chunks
from contacts.models import Change, Contact, ContactQuerySet, Interaction, Participant, Referral, Trash


@transaction.atomic
def delete_contact(*, contact: Contact) -> Trash:
    """Move a person to the trash with what has no meaning without them; `Trash.put_back` undoes it.

    What goes too: interactions of which nobody is left, and referrals in which the person had a part.
    Promises, channels, memberships and attendances hide with their person.
    """
    trash = Trash.objects.create(owner_id=contact.owner_id, what=str(contact)[:300])
    contact.trash = trash
    contact.save(update_fields=["trash", "updated_at"])
    somebody_left = Participant.objects.filter(interaction=OuterRef("pk"), contact__trash=None)
    mine = Interaction.objects.filter(owner_id=contact.owner_id, trash=None, participant__contact=contact)
    ids = list(mine.filter(~Exists(somebody_left)).values_list("pk", flat=True))
    Interaction.objects.filter(pk__in=ids).update(trash=trash)
    Referral.objects.filter(owner_id=contact.owner_id, trash=None).touching(contact).update(trash=trash)
    return trash


@transaction.atomic
def delete_people(*, owner: AbstractBaseUser, people: ContactQuerySet) -> tuple[Trash, int]:
    """Move many people to the trash as one deletion, as `delete_contact` moves one; says how many they were."""
    ids = [*people.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)]
    what = ngettext("%(n)d person", "%(n)d people", len(ids)) % {"n": len(ids)}
    trash = Trash.objects.create(owner_id=owner.pk, what=what)
    for some in chunks(ids):
        Contact.objects.filter(pk__in=some).update(trash=trash, updated_at=timezone.now())
        Change.tell_of_many(owner.pk, some, {"trash_id": [None, trash.pk]})
    theirs = Participant.objects.filter(interaction=OuterRef("pk"), contact__trash=trash)
    somebody_left = Participant.objects.filter(interaction=OuterRef("pk"), contact__trash=None)
    alone = Interaction.objects.filter(Exists(theirs), ~Exists(somebody_left), owner=owner.pk, trash=None)
    gone = [*alone.values_list("pk", flat=True)]
    for some in chunks(gone):
        Interaction.objects.filter(pk__in=some).update(trash=trash)
    had_a_part = Q(giver__trash=trash) | Q(subject__trash=trash) | Q(receiver__trash=trash)
    touched = [*Referral.objects.filter(had_a_part, owner=owner.pk, trash=None).values_list("pk", flat=True)]
    for some in chunks(touched):
        Referral.objects.filter(pk__in=some).update(trash=trash)
    return trash, len(ids)
