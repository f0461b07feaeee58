from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef

from contacts.models import Contact, Interaction, Participant, Referral, Trash


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
