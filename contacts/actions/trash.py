from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.bulk import chunks
from contacts.models import BulkChange, Change, Contact, ContactQuerySet, Interaction, Participant, Referral, Trash


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
    trash = Trash.objects.create(owner_id=owner.pk, what="")
    count = _fill(trash, people)
    _name(trash, count)
    return trash, count


@transaction.atomic
def throw_away_some(owner: AbstractBaseUser, people: ContactQuerySet, values: dict[str, Any]) -> BulkChange | None:
    """One step of deleting many: into the deletion that `values` names from the first step on. None when it is gone."""
    if "trash" not in values:
        values["trash"] = Trash.objects.create(owner_id=owner.pk, what="").pk
        values["gone"] = 0
    trash = Trash.objects.for_owner(owner).select_for_update().filter(pk=values["trash"]).first()
    if trash is None:
        return None
    count = _fill(trash, people)
    values["gone"] += count
    _name(trash, values["gone"])
    return BulkChange.objects.create(
        owner_id=owner.pk, action="delete", what=_("in the trash for 30 days"), count=count, before={}
    )


def _name(trash: Trash, count: int) -> None:
    trash.what = ngettext("%(n)d person", "%(n)d people", count) % {"n": count}
    trash.save(update_fields=["what", "updated_at"])


def _fill(trash: Trash, people: ContactQuerySet) -> int:
    """Put people into a deletion with what goes with them; says how many they are."""
    owner_id = trash.owner_id
    ids = [*people.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)]
    for some in chunks(ids):
        Contact.objects.filter(pk__in=some).update(trash=trash, updated_at=timezone.now())
        Change.tell_of_many(owner_id, some, {"trash_id": [None, trash.pk]})
    somebody_left = Participant.objects.filter(interaction=OuterRef("pk"), contact__trash=None)
    for some in chunks(ids):
        theirs = Participant.objects.filter(contact__in=some).values("interaction")
        alone = Interaction.objects.filter(~Exists(somebody_left), pk__in=theirs, owner=owner_id, trash=None)
        for gone in chunks([*alone.values_list("pk", flat=True)]):
            Interaction.objects.filter(pk__in=gone).update(trash=trash)
        had_a_part = Q(giver__in=some) | Q(subject__in=some) | Q(receiver__in=some)
        touched = Referral.objects.filter(had_a_part, owner=owner_id, trash=None)
        for gone in chunks([*touched.values_list("pk", flat=True)]):
            Referral.objects.filter(pk__in=gone).update(trash=trash)
    return len(ids)
