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
    with pytest.raises(TypeError, match="float"):
        met_in_year(owner, 3.1)

    @prepared
    def speaking_of(owner: User, word: str) -> QuerySet[Contact, Any]:
        return Contact.objects.for_owner(owner).filter(about__contains=word).values_list("pk")

    with pytest.raises(TypeError, match="speaking_of"):
        speaking_of(owner, "шахматы")


def test_those_beside_come_with_those_beside_them(owner: User) -> None:
    vera = make_contact(owner=owner, name="Вера")
    boris = make_contact(owner=owner, name="Борис", introduced_by=vera)
    anna = make_contact(owner=owner, name="Анна", introduced_by=boris)

    @prepared
    def chains(owner: User) -> QuerySet[Contact]:
        rows = Contact.objects.for_owner(owner).select_related("introduced_by__introduced_by").order_by("pk")
        names = [f"{who}given_name" for who in ("", "introduced_by__", "introduced_by__introduced_by__")]
        return rows.only(*names, "introduced_by", "introduced_by__introduced_by")

    for _ in range(2):
        found = chains(owner)
        with CaptureQueriesContext(connection) as queries:
            assert [one.given_name for one in found] == ["Вера", "Борис", "Анна"]
            assert found[0].introduced_by is None
            assert found[1].introduced_by == vera
            middle = found[2].introduced_by
            assert middle is not None
            assert middle == boris
            assert middle.introduced_by is not None
            assert middle.introduced_by == vera
            assert middle.introduced_by.given_name == "Вера"
        assert not queries.captured_queries
    # What was left out is read when it is asked for, as ever.
    assert "city" in found[2].get_deferred_fields()
    assert found[2].city == anna.city


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


def test_texts_stand_in_it_as_they_are(owner: User) -> None:
    for name, city in (("Анна", "Пермь"), ("Борис", "100%"), ("Вера", "'"), ("Глеб", "%s")):
        make_contact(owner=owner, name=name, city=city)

    @prepared
    def living_in(owner: User, city: str) -> QuerySet[Contact, Any]:
        return Contact.objects.for_owner(owner).filter(city=city).values_list("given_name")

    for name, city in (("Анна", "Пермь"), ("Борис", "100%"), ("Вера", "'"), ("Глеб", "%s")):
        assert living_in(owner, city) == [(name,)]
    assert living_in(owner, "") == []


def test_it_counts_what_it_would_answer(owner: User, stranger: User, django_assert_num_queries: Any) -> None:
    for day in (1, 2, 3):
        make_contact(owner=owner, name="Анна", met_on=date(2026, 3, day))
    with django_assert_num_queries(1):
        assert met_between.count(owner, date(2026, 3, 2), date(2026, 3, 31)) == 2
    assert met_between.count(stranger, date(2026, 3, 2), date(2026, 3, 31)) == 0
    assert met_between.count(owner, date(2026, 3, 1), date(2026, 3, 31), city="Пермь") == 0


def test_columns_that_were_left_out_are_read_when_they_are_asked_for(owner: User) -> None:
    make_contact(owner=owner, name="Анна", city="Тверь", met_on=date(2026, 3, 1))

    @prepared
    def cities(owner: User) -> QuerySet[Contact]:
        return Contact.objects.for_owner(owner).only("city", "photo")

    [found], slow = cities(owner), Contact.objects.for_owner(owner).only("city", "photo").get()
    assert found.get_deferred_fields() == slow.get_deferred_fields()
    assert (found._state.adding, found._state.db) == (slow._state.adding, slow._state.db)
    assert (found, found.photo.name, found.city) == (slow, "", "Тверь")
    assert (found.met_on, found.owner) == (date(2026, 3, 1), owner)
