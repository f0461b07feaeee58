from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from contacts.models import Contact, TieChange


@transaction.atomic
def change_tie(*, owner: AbstractBaseUser, contact: Contact, tie: int | None, on: date) -> Contact:
    """Set the depth of a tie from a day on, with its history; a form that stands open elsewhere becomes stale."""
    contact = Contact.objects.for_owner(owner).select_for_update().get(pk=contact.pk)
    if contact.tie == tie:
        return contact
    before, contact.tie = contact.tie, tie
    contact.claim_version(contact.version)
    contact.save(update_fields=["tie", "updated_at"])
    record_tie(contact=contact, before=before, on=on)
    return contact


def record_tie(*, contact: Contact, before: int | None, on: date) -> None:
    """Write the history of a tie that has just changed; call it inside the transaction that saved the tie.

    A day has one row: changes of mind leave what stood before the day and what stands now, or nothing.
    """
    if contact.tie == before:
        return
    row = TieChange.objects.filter(owner_id=contact.owner_id, contact=contact, day=on).first()
    if row is None:
        TieChange.objects.create(owner_id=contact.owner_id, contact=contact, day=on, before=before, tie=contact.tie)
    elif row.before == contact.tie:
        row.delete()
    else:
        row.tie = contact.tie
        row.save(update_fields=["tie", "updated_at"])
