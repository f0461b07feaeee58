"""A query that is made once answers as the one that is made anew."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from contacts.models import Contact
from contacts.prepared import prepared
from networking.accounts.models import User
from tests.factories import make_contact

pytestmark = pytest.mark.django_db


@prepared
def met_between(owner: User, first: date, last: date, *, city: str = "") -> QuerySet[Contact, Any]:
    people = Contact.objects.for_owner(owner).filter(met_on__gte=first, met_on__lte=last)
    return (people.filter(city=city) if city else people).order_by("met_on").values_list("given_name", "met_on")


def test_each_call_has_its_own_owner_and_days(owner: User, stranger: User) -> None:
    make_contact(owner=owner, name="Анна", met_on=date(2026, 3, 1))
    make_contact(owner=owner, name="Борис", met_on=date(2026, 5, 1), city="Пермь")
    make_contact(owner=stranger, name="Вера", met_on=date(2026, 3, 2))
    spring, march = (date(2026, 3, 1), date(2026, 5, 31)), (date(2026, 3, 1), date(2026, 3, 31))
    for _ in range(2):
        assert met_between(owner, *spring) == [("Анна", date(2026, 3, 1)), ("Борис", date(2026, 5, 1))]
        assert met_between(owner, *march) == [("Анна", date(2026, 3, 1))]
        assert met_between(stranger, *spring) == [("Вера", date(2026, 3, 2))]
        assert met_between(owner, *spring, city="Пермь") == [("Борис", date(2026, 5, 1))]


def test_moments_come_back_as_moments(owner: User) -> None:
    before = timezone.now()
    make_contact(owner=owner, name="Анна")

    @prepared
    def added(owner: User) -> QuerySet[Contact, Any]:
        return Contact.objects.for_owner(owner).values_list("created_at")

    [(moment,)] = added(owner)
    assert isinstance(moment, datetime)
    assert before <= moment <= timezone.now()


def test_a_query_that_depends_on_more_than_the_value_is_refused(owner: User) -> None:
    @prepared
    def met_in_year(owner: User, day: date) -> QuerySet[Contact, Any]:
        return Contact.objects.for_owner(owner).filter(met_on__gte=date(day.year, 1, 1)).values_list("pk")

    with pytest.raises(TypeError, match="met_in_year"):
        met_in_year(owner, date(2026, 3, 1))
    with pytest.raises(TypeError, match="datetime"):
        met_in_year(owner, timezone.now())


def test_it_costs_one_query(owner: User, django_assert_num_queries: Any) -> None:
    met_between(owner, date(2026, 1, 1), date(2026, 1, 2))
    with django_assert_num_queries(1):
        met_between(owner, date(2026, 1, 1), date(2026, 1, 3))
