"""Days that cannot be: not come yet, too long ago, too far ahead, before somebody was born."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from contacts.dates import last_born
from contacts.models import Contact

FIRST_YEAR = 1900
YEARS_AHEAD = 100


def check_days(
    form: forms.BaseForm,
    *names: str,
    owner: AbstractBaseUser,
    today: date | None,
    people: Iterable[Contact | None] = (),
    may_come: bool = False,
) -> None:
    """Say beside each of these fields what is wrong with its day; `people` are those whom it is about.

    A day that `may_come` can lie ahead, though not in another century.
    """
    days = {name: day for name in names if (day := form.cleaned_data.get(name))}
    known = [one for one in people if one is not None and one.pk is not None]
    born = last_born(owner, known) if days and known else None
    for name, day in days.items():
        if today and day > today and not may_come:
            form.add_error(name, _("This day has not come yet."))
        elif today and day.year > today.year + YEARS_AHEAD:
            form.add_error(name, _("This day is too far ahead."))
        elif day.year < FIRST_YEAR:
            form.add_error(name, _("This day is too long ago."))
        elif born and day < born:
            form.add_error(name, _("This is before the day of birth."))
