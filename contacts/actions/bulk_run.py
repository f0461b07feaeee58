"""A change of many people in steps, each a short transaction, so that a page can show how far it is.

What is still to be done lies in the `BulkChange` itself: whoever left the page goes on, or undoes what is done.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from contacts.bulk import BulkAction, action_of
from contacts.models import BulkChange, Contact, ContactQuerySet

PEOPLE_A_STEP = 500


@transaction.atomic
def begin(
    *, owner: AbstractBaseUser, action: BulkAction, people: ContactQuerySet, values: dict[str, Any]
) -> BulkChange:
    """Note for whom it is meant; `step` does it."""
    ids = [*people.order_by("pk").values_list("pk", flat=True)]
    before = {"left": ids, "total": len(ids), "values": values, "pieces": []}
    return BulkChange.objects.create(
        owner_id=owner.pk, action=action.name, what=str(action.label), count=0, before=before
    )


@transaction.atomic
def step(*, change: BulkChange) -> BulkChange:
    """Do it for some more of the people; raises BulkChange.DoesNotExist when it was undone meanwhile."""
    run = _locked(change)
    before, action = run.before, action_of(run)
    left = before.get("left", [])
    most = min(PEOPLE_A_STEP, action.at_once) if action else PEOPLE_A_STEP
    some, before["left"] = left[:most], left[most:]
    people = Contact.objects.for_owner(run.owner).filter(pk__in=some)
    carry_out = action.carry_out if action else None
    if some and carry_out and (made := carry_out(run.owner, people, before["values"])):
        before["pieces"].append({"count": made.count, **made.before})
        run.what, run.count = made.what, run.count + made.count
        made.delete()
    run.save(update_fields=["before", "what", "count", "updated_at"])
    return run


@transaction.atomic
def end(*, change: BulkChange) -> str:
    """Close a run of which nothing is left; the word of the message that undoes it, empty when nothing was changed."""
    trash = change.trash_pk
    if trash:
        change.delete()
        return f"undo:{trash}"
    if change.count:
        return f"bulk:{change.pk}"
    change.delete()
    return ""


@transaction.atomic
def step_back(*, change: BulkChange) -> int:
    """Undo the last step that was done, and go no further; says how many per cent are undone.

    With the last one the change is forgotten. Raises BulkChange.DoesNotExist when it is already.
    """
    run = _locked(change)
    action, before = action_of(run), run.before
    # What lies in the trash is put back from there.
    pieces = [] if run.trash_pk else before.get("pieces", [before])
    if pieces and action and action.undo:
        action.undo(BulkChange(owner_id=run.owner_id, action=run.action, before=pieces[-1]))
    if len(pieces) < 2:
        run.delete()
        return 100
    run.before = {"pieces": pieces[:-1], "steps": before.get("steps", len(pieces))}
    run.count -= pieces[-1]["count"]
    run.save(update_fields=["before", "count", "updated_at"])
    return int(100 * (1 - (len(pieces) - 1) / run.before["steps"]))


@transaction.atomic
def undo_bulk_change(*, change: BulkChange) -> None:
    """Put the whole of a change back and forget it; a second press finds nothing and raises DoesNotExist."""
    while step_back(change=change) < 100:
        pass


def _locked(change: BulkChange) -> BulkChange:
    rows = BulkChange.objects.select_for_update(of=("self",)).select_related("owner")
    return rows.get(pk=change.pk, owner=change.owner_id)
