from __future__ import annotations

import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from contacts.actions.interactions import log_interaction
from contacts.models import Congratulation, ImportantDate
from contacts.models.important_date import occurrence_in
from contacts.models.interaction import InteractionKind

EARLY_DAYS = 7


@transaction.atomic
def congratulate(*, owner: AbstractBaseUser, date: ImportantDate, today: datetime.date) -> Congratulation:
    """Log that the owner congratulated today on the nearest turn of a date; a second press changes nothing."""
    # The row is locked (PostgreSQL; SQLite has one writer), so that two presses are one after the other.
    date = ImportantDate.objects.for_owner(owner).select_for_update(of=("self",)).get(pk=date.pk)
    turn = nearest_turn(date, today)
    standing = Congratulation.objects.for_owner(owner).filter(date=date, meant_for=turn).first()
    if standing:
        return standing
    talk = log_interaction(
        owner=owner, contacts=[date.contact], day=today, kind=InteractionKind.CONGRATULATION, note=str(date)
    )
    made, _created = Congratulation.objects.update_or_create(
        date=date, meant_for=turn, defaults={"owner_id": owner.pk, "interaction": talk}
    )
    return made


@transaction.atomic
def take_back(*, congratulation: Congratulation) -> None:
    """Undo a congratulation: its interaction goes to the trash, and the date waits again."""
    congratulation.interaction.throw_away()


def nearest_turn(date: ImportantDate, today: datetime.date) -> datetime.date:
    """The turn that a congratulation of today means: the one that comes within a week, else the last one."""
    ahead = date.next_on(today)
    if ahead and (ahead - today).days <= EARLY_DAYS:
        return ahead
    if date.year and date.kind == "achievement":
        return date.exact or today
    this_year = occurrence_in(today.year, date.month, date.day)
    return this_year if this_year <= today else occurrence_in(today.year - 1, date.month, date.day)
