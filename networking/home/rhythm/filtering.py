"""The list of people by rhythm: the filter and the order that the roof adds to the ground floor's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import (
    Case,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Membership
from contacts.cadence import tie_defaults
from contacts.filtering.registry import Asked, Filter, Option, Order
from contacts.models import ContactQuerySet, Participant
from networking.accounts.models import User
from networking.home.rhythm.reckoning import DaysBetween, at_most_of, ideal_of, last_contact, of_communities

# Longer than any cadence, short enough for an integer.
_FOREVER = 1_000_000


class ByRhythm(Filter):
    """`due`: from the ideal day on; `late`: longer than at most; `none`: people who have no due date."""

    name = "rhythm"
    label = gettext_lazy("Rhythm")
    blank = gettext_lazy("any")
    rank = 30

    def options(self, asked: Asked) -> Sequence[Option]:
        return [
            Option("due", _("time to write")),
            Option("late", _("overdue")),
            Option("none", _("without a due date")),
        ]

    def narrow(self, people: ContactQuerySet, value: str, asked: Asked) -> ContactQuerySet:
        reckoned = with_due_in(people, asked.owner, asked.today)
        if value == "none":
            return reckoned.filter(Q(due_in=None))
        late = Q(since__gt=F("at_most")) if value == "late" else Q()
        return reckoned.filter(late, Q(due_in__lte=0))


class ByDueDay(Order):
    name = "due"
    label = gettext_lazy("next due first")
    field = "due_in"
    rank = 40

    def annotate(self, people: ContactQuerySet, asked: Asked) -> ContactQuerySet:
        return with_due_in(people, asked.owner, asked.today)


def with_due_in(people: ContactQuerySet, owner: User, today: date) -> ContactQuerySet:
    """Gives each of the people `due_in`: days until they are due, or None while they ask for nothing, as `Rhythm` says.

    Beside it `since`, days since the clock began, and `at_most`, how many may be. Two small queries are asked at once.
    """
    ties, communities = tie_defaults(owner), of_communities(owner)
    here = Membership.objects.filter(owner=owner, trash=None, contact=OuterRef("pk"), community__in=[*communities])
    ideal, at_most = ideal_of("community", communities), at_most_of("community", communities)
    quickest = here.on(today).order_by(ideal, Coalesce(at_most, Value(_FOREVER)))
    shared = {name: Subquery(quickest.values_list(case)[:1]) for name, case in (("i", ideal), ("m", at_most))}
    own = Q(cadence_ideal__isnull=False) | Q(cadence_at_most__isnull=False)
    pace = Coalesce("cadence_ideal", "cadence_at_most", shared["i"], ideal_of("tie", ties), output_field=_days())
    bears = Case(
        When(own, then="cadence_at_most"),
        When(Exists(here.on(today)), then=shared["m"]),
        default=at_most_of("tie", ties),
        output_field=_days(),
    )
    day = Value(today, output_field=DateField())
    since = DaysBetween(day, _clock(owner, today, own))
    rest = Coalesce(DaysBetween(F("snoozed_until"), day), Value(-_FOREVER), output_field=_days())
    asleep = Q(rhythm_off=True) | Q(archived_on__isnull=False)
    until = ExpressionWrapper(F("pace") - F("since"), output_field=_days())
    # A case stops at the first that holds, so that the clock of nearly everybody is read once.
    awake = Case(
        When(asleep, then=None),
        When(snoozed_until=None, then=until),
        When(Q(pace=None) | Q(since=None), then=None),
        default=Greatest(until, rest),
        output_field=_days(),
    )
    return people.alias(pace=pace, since=since, at_most=bears).annotate(due_in=awake)


def _clock(owner: User, today: date, own: Q) -> Coalesce:
    """As `reckoning.clock`, but nothing for those who only came with a list and have no rhythm of their own."""
    tried = Participant.objects.filter(owner=owner, contact=OuterRef("pk"), interaction__trash=None)
    added = TruncDate("created_at", tzinfo=owner.zone)
    known = Case(When(own | Exists(tried), then=added), default=None, output_field=DateField())
    return Coalesce(last_contact(owner, today), "met_on", known, output_field=DateField())


def _days() -> IntegerField[int, int]:
    return IntegerField()
