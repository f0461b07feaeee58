"""A query that is made once answers as the one that is made anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext
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
    with pytest.raises(TypeError, match="str"):
        met_in_year(owner, "2026-03-01")


def test_objects_come_whole_with_those_beside_them(owner: User) -> None:
    boris = make_contact(owner=owner, name="Борис Аверин")
    anna = make_contact(owner=owner, name="Анна", introduced_by=boris)

    @prepared
    def introduced(owner: User, people: list[int]) -> QuerySet[Contact]:
        rows = Contact.objects.for_owner(owner).filter(pk__in=people).select_related("introduced_by")
        return rows.annotate(length=Length("given_name")).order_by("pk")

    for ids, names in (([boris.pk, anna.pk], ["Борис", "Анна"]), ([anna.pk], ["Анна"]), ([0], []), ([], [])):
        assert [one.given_name for one in introduced(owner, ids)] == names
    [found] = introduced(owner, [anna.pk])
    with CaptureQueriesContext(connection) as queries:
        assert found.introduced_by == boris
        assert found.length == 4  # type: ignore[attr-defined]  # as annotated
    assert not queries.captured_queries
    found.city = "Тверь"
    found.save()
    assert Contact.objects.get(pk=anna.pk).city == "Тверь"
    assert [one.introduced_by for one in introduced(owner, [boris.pk])] == [None]


def test_moments_are_told_apart(owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")

    @prepared
    def added_since(owner: User, moment: datetime) -> QuerySet[Contact, Any]:
        return Contact.objects.for_owner(owner).filter(created_at__gte=moment).values_list("pk")

    assert added_since(owner, anna.created_at) == [(anna.pk,)]
    assert added_since(owner, anna.created_at + timedelta(microseconds=1)) == []


def test_it_costs_one_query(owner: User, django_assert_num_queries: Any) -> None:
    met_between(owner, date(2026, 1, 1), date(2026, 1, 2))
    with django_assert_num_queries(1):
        met_between(owner, date(2026, 1, 1), date(2026, 1, 3))
