"""Important dates as they are shown: when they come next, how many years it will be, and whether it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.models import Congratulation, Contact, ImportantDate
from contacts.models.contact import NAMES
from contacts.models.important_date import DateKind, occurrence_in
from contacts.prepared import prepared

SOON_DAYS = 7
SHOWN = 8
# What is said of whom to congratulate; reading the rest of them costs more than finding them.
_WHOM = [f"contact__{name}" for name in (*NAMES, "photo")]


@dataclass(frozen=True)
class Turn:
    """A date and its next turn, or None when it does not come again."""

    kept: ImportantDate
    on: date | None
    today: date
    is_done: bool = False

    @property
    def is_soon(self) -> bool:
        return self.on is not None and (self.on - self.today).days <= SOON_DAYS

    @property
    def said(self) -> str:
        """The day in words, with its year where that is known: 12 March 1985."""
        if exact := self.kept.exact:
            return date_format(exact, "j E Y")
        # A leap year, so that 29 February has a name.
        return date_format(date(2024, self.kept.month, self.kept.day), "j E")

    @property
    def years(self) -> str:
        """What the turn makes full: an age for a birthday, years for the rest; empty when the year is unknown."""
        if self.on is None or not (years := self.kept.years_on(self.on)):
            return ""
        is_past = self.on < self.today
        if self.kept.kind == DateKind.BIRTHDAY:
            if is_past:
                return ngettext("turned %(n)d", "turned %(n)d", years) % {"n": years}
            return ngettext("turns %(n)d", "turns %(n)d", years) % {"n": years}
        if is_past:
            return ngettext("made %(n)d year", "made %(n)d years", years) % {"n": years}
        return ngettext("makes %(n)d year", "makes %(n)d years", years) % {"n": years}

    @property
    def age(self) -> str:
        """How old the person is today, for a birthday with its year."""
        if self.kept.kind != DateKind.BIRTHDAY or not (born := self.kept.exact) or born > self.today:
            return ""
        had = occurrence_in(self.today.year, born.month, born.day) <= self.today
        years = self.today.year - born.year - (0 if had else 1)
        return ngettext("%(n)d year old", "%(n)d years old", years) % {"n": years} if years else _("under a year")


def dates_of(owner: AbstractBaseUser, person: Contact, today: date) -> list[Turn]:
    """A person's dates, the soonest first and those that are over last; two queries."""
    rows = [*ImportantDate.objects.for_owner(owner).filter(contact=person).order_by()]
    made = Congratulation.objects.for_owner(owner).filter(date__in=rows, meant_for__gte=today)
    done = set(made.values_list("date_id", "meant_for"))
    turns = [_turn(row, today, done) for row in rows]
    return sorted(turns, key=lambda turn: (turn.on is None, turn.on or today, turn.kept.pk))


def _turn(row: ImportantDate, today: date, done: set[tuple[int, date]]) -> Turn:
    on = row.next_on(today)
    return Turn(row, on, today, on is not None and (row.pk, on) in done)


def to_congratulate(owner: AbstractBaseUser, today: date) -> list[Turn]:
    """Whom to congratulate in the next seven days and is not congratulated yet; archived people ask for nothing."""
    return [Turn(row, row.next_on(today), today) for row in _to_congratulate(owner, today=today)]


@prepared
def _to_congratulate(owner: AbstractBaseUser, *, today: date) -> QuerySet[ImportantDate]:
    rows = ImportantDate.objects.for_owner(owner).filter(contact__archived_on=None).select_related("contact")
    rows = rows.only(*("contact", "kind", "label", "month", "day", "year"), *_WHOM)
    return rows.upcoming(today, SOON_DAYS).not_congratulated(today, SOON_DAYS)[:SHOWN]


def last_born(owner: AbstractBaseUser, people: Iterable[Contact]) -> date | None:
    """The day on which the youngest of some people was born, of those whose day is known with its year."""
    # In no order: for one the dates of everybody would be read along their index.
    dates = ImportantDate.objects.for_owner(owner).filter(contact__in=[*people]).order_by()
    birthdays = dates.filter(kind=DateKind.BIRTHDAY).exclude(year=None)
    return max((day for one in birthdays if (day := one.exact)), default=None)
